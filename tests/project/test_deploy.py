"""The files in `deploy/` fit the portal that they run."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands

from baliportal.entry.bodies import MOST
from tests.project.test_settings import load

DEPLOY = Path(__file__).parent.parent.parent / "deploy"
README = (DEPLOY.parent / "README.md").read_text(encoding="utf-8")


def test_service_runs_the_portals_command_on_the_ports_of_the_proxy():
    service = (DEPLOY / "portal@.service").read_text(encoding="utf-8")
    proxy = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    command = re.search(r"^ExecStart=\S+/python manage\.py (\w+)$", service, re.MULTILINE)
    assert command[1] in get_commands()
    assert "Environment=PORT=%i" in service
    served = re.findall(r"^#? +server 127.0.0.1:(\d+)", proxy, re.MULTILINE)
    assert set(re.findall(r"portal@(\d+)", service)) == set(served)


@pytest.mark.parametrize("name", ["portal@.service", "portal-backup.service"])
def test_a_service_may_write_to_its_own_folders_alone_which_readme_makes(name):
    service = (DEPLOY / name).read_text(encoding="utf-8")
    assert "ProtectSystem=strict" in service
    [folder] = re.findall(r"^ReadWritePaths=(.+)$", service, re.MULTILINE)
    [user] = re.findall(r"^User=(.+)$", service, re.MULTILINE)
    assert f"install -d -o {user} -m 700 {folder}" in README
    assert "LogsDirectory=portal" in service
    assert "AUDIT_LOG='/var/log/portal/audit.log'" in README


# In the place of manage.py: it tells what it was given.
GIVEN = "import json, os, sys; print(json.dumps([sys.argv[1:], dict(os.environ)]))"


def test_the_line_for_commands_runs_them_with_the_variables_of_the_service(tmp_path):
    [line] = re.findall(r"^ *(portal\(\) .+)$", README, re.MULTILINE)
    for there, here in (
        ("/etc/", f"{tmp_path}/"),
        ("/srv/portal", str(tmp_path)),
        ("runuser -u portal -- .venv/bin/python", sys.executable),
    ):
        assert there in line
        line = line.replace(there, here)
    own = {
        "DATABASE_URL": "postgres://portal:s%40$x@localhost/none?a=1&b=2",
        "KEEPER_NAME": "Who \\ it’s",
    }
    own |= {"SECRET_KEY": "0123456789" * 6, "ALLOWED_HOSTS": "reports.example.org", "BEHIND_TLS": "yes"}
    (tmp_path / "portal.env").write_text("".join(f"{name}='{value}'\n" for name, value in own.items()))
    (tmp_path / "manage.py").write_text(GIVEN)

    def run(command):
        done = subprocess.run(
            ["sh", "-c", f"{line}\n{command}"],
            env={"PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            check=True,
        )
        return [json.loads(given) for given in done.stdout.splitlines()]

    (first, variables), (second, _) = run("portal shell -c 'a = 1'; portal backup --help")
    assert (first, second) == (["shell", "-c", "a = 1"], ["backup", "--help"])
    assert own.items() <= variables.items()
    assert "ROLE" not in variables
    found = load(tmp_path, **own)
    assert found.DATABASES["default"]["PASSWORD"] == "s@$x"
    assert own["KEEPER_NAME"] == found.KEEPER_NAME
    (tmp_path / "portal-8101.env").write_text("ROLE='desk'\n")
    [(_, variables)] = run("portal shell")
    assert (own | {"ROLE": "desk"}).items() <= variables.items()


def test_the_variables_that_readme_writes_are_those_of_its_table():
    [block] = re.findall(r"```\n( *DATABASE_URL=.+?)```", README, re.DOTALL)
    written = re.findall(r"^ *([A-Z_]+)='[^']*'$", block, re.MULTILINE)
    # In quotes that a shell and systemd read alike.
    assert len(written) == len(block.strip().splitlines())
    assert set(written) <= set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))


def test_both_services_are_held_alike():
    held = [
        (DEPLOY / name).read_text(encoding="utf-8").partition("NoNewPrivileges")[2].partition("\n\n")[0]
        for name in ("portal@.service", "portal-backup.service")
    ]
    assert held[0].strip() == held[1].strip() != ""


def test_a_role_has_its_own_variables_on_the_ports_of_the_proxy():
    service = (DEPLOY / "portal@.service").read_text(encoding="utf-8")
    assert service.index("EnvironmentFile=-/etc/portal-%i.env") > service.index("=/etc/portal.env")
    proxy = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    [desk] = re.findall(r"^# +server 127.0.0.1:(\d+)", proxy, re.MULTILINE)
    backup = (DEPLOY / "portal-backup.service").read_text(encoding="utf-8")
    assert f"EnvironmentFile=-/etc/portal-{desk}.env" in backup


def test_every_night_a_backup_is_made_and_all_is_verified():
    service = (DEPLOY / "portal-backup.service").read_text(encoding="utf-8")
    commands = re.findall(r"^ExecStart=.*python manage\.py (\w+)", service, re.MULTILINE)
    assert commands == ["backup", "clear_expired", "verify"]  # what verify finds ends the unit
    assert set(commands) <= set(get_commands())
    for name in re.findall(r"`(?:deploy/)(portal-[\w.]+)`", README):
        assert (DEPLOY / name).exists()


def test_proxy_says_what_the_portal_believes_and_keeps_no_quote():
    proxy = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert """proxy_set_header Forwarded 'for="$remote_addr";proto=$scheme';""" in proxy
    assert f"client_max_body_size {MOST >> 20}m;" in proxy
    for path in ("/quote/", "= /quote.json"):
        quote = re.search(rf"location {path} \{{(.*?)\}}", proxy, re.DOTALL)[1]
        assert "access_log off;" in quote
