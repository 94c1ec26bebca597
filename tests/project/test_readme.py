"""The README names the variables, commands and paths that there are, and pins are complete."""

import re
from pathlib import Path

from django.core.management import get_commands

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SOURCES = [*ROOT.glob("baliportal/*.py"), *ROOT.glob("reports/**/*.py")]


def test_every_variable_that_is_read_is_in_the_table_and_the_other_way_round():
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    read = re.findall(r'env\.(?:flag|number|comma_list|origin)\(\s*"(\w+)"|environ\.get\("(\w+)"', code)
    told = re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE)
    assert sorted(told) == sorted({first or second for first, second in read})


def test_every_make_target_that_is_named_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"^(?:.*=\S+ )?make (\w+)$", README, re.MULTILINE))
    assert {"run", "test"} <= named
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_every_command_that_is_named_exists():
    named = set(re.findall(r"manage\.py (\w+)", README))
    assert "serve" in named
    assert named <= set(get_commands())


def test_a_deployment_goes_in_an_order_that_works():
    walk = README.split("## Deploy it")[1].split("**Who asks")[0]
    assert re.findall(r"^(\d)\. ", walk, re.MULTILINE) == list("123456789")
    order = ("createdb", "DATABASE_URL='", "portal() (", "portal serve --prepare", "portal public_role")
    order += ("PUBLIC_DATABASE_URL='", "systemctl enable --now portal@", "nginx -t")
    places = [walk.index(each) for each in (*order, "portal createsuperuser")]
    assert places == sorted(places)
    # What is run by the line for commands is one, too.
    named = re.findall(r"(?:^ *|`)portal ([a-z_]+)", README, re.MULTILINE)
    assert {"serve", "public_role", "backup"} <= set(named) <= set(get_commands())


def test_the_second_factor_is_told_as_it_is_set():
    [row] = re.findall(r"^\| `SECOND_FACTOR` \| (.+)\|$", README, re.MULTILINE)
    assert row.startswith("yes with PostgreSQL, no with SQLite |")
    assert "With SQLite behind TLS, set it to yes" in row


def test_every_path_that_is_named_exists():
    table = README.split("## Where things are")[1]
    for cell in re.findall(r"^\| (`.+?`) \|", table, re.MULTILINE):
        for path in re.findall(r"`([^`]+)`", cell):
            assert (ROOT / path).exists(), path


def test_every_dependency_has_its_reason():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lists = re.findall(r"^(?:dependencies|dev) = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    for line in "".join(lists).splitlines():
        assert re.fullmatch(r'    "[^"]+", +# \S.+', line), line


def test_requirements_are_hashed_and_name_no_index():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        for line in re.findall(r"^[a-z].*(?:\n .*)*", text, re.MULTILINE):
            assert "==" in line
            assert "--hash=sha256:" in line
