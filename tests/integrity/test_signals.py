"""The rules hold for every way of writing: the model, a fixture, the code of the portal."""

import re
from pathlib import Path

import pytest
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db.transaction import TransactionManagementError

from reports.integrity.checks import deferred_checks
from reports.models import Actor, Evidence, OtherName

ROOT = Path(__file__).parent.parent.parent


def test_a_derived_name_follows_its_source(empty):
    actor = Actor.objects.create(slug="cote", name="Cote", kind="country")
    assert (
        OtherName.objects.create(actor=actor, name="Côte d’Ivoire", kind="official").slug
        == "cotedivoire"
    )


def test_loading_past_the_model_outside_a_transaction_is_refused(written):
    row = '[{"model": "reports.actor", "fields": {"slug": "a", "name": "A", "kind": "office"}}]'
    (loaded,) = serializers.deserialize("json", row)
    with pytest.raises(TransactionManagementError, match="deferred_checks"):
        loaded.save()
    with deferred_checks():
        loaded.save()
    assert Actor.objects.exists()


def test_a_fixture_with_a_wrong_quote_loads_nothing_and_says_where(report, tmp_path):
    dump = tmp_path / "bad.json"
    evidence = Evidence.objects.filter(pledge__slug="japan-website-10000-usd")
    text = serializers.serialize("json", evidence, use_natural_foreign_keys=True)
    dump.write_text(text.replace("US$10,000", "US$12,000"), encoding="utf-8")
    with pytest.raises(CommandError, match=r"Nothing was loaded:\n- Evidence .*Nearest to it: “"):
        call_command("loaddata", str(dump), verbosity=0)
    assert "US$10,000" in evidence.get().quote


def test_nothing_goes_past_the_rules():
    code = {path: path.read_text(encoding="utf-8") for path in (ROOT / "reports").rglob("*.py")}
    past = re.compile(r"\.(?:bulk_create|bulk_update|update|raw|aupdate)\(|\.cursor\(|RawSQL")
    found = {
        str(path.relative_to(ROOT / "reports")): past.findall(text) for path, text in code.items()
        if "migrations" not in path.parts and past.search(text)
    }  # fmt: skip
    # The revision is not under its own rules; update() of a digest or a set writes nowhere; cursor()
    # of a start takes a lock, that of `verify` asks the file if it is whole, that of a role asks for
    # its rights or gives them, that of the command line asks if there are tables; a backup counts rows;
    # the index of search is no data, and only this writes it. Former addresses follow from other
    # writes. Versions of the desk's pages are no data, and no more are rows as they were last loaded.
    # The SQL of actors is a condition that Django made.
    assert found == {
        "models/versions.py": [".update("], "management/commands/serve.py": [".cursor(", ".update("],
        "search/index.py": [".bulk_create(", ".bulk_create("],
        "search/addresses.py": [".bulk_create("],
        "management/backups.py": [".cursor("],
        "management/commands/public_role.py": [".cursor("] * 4, "management/utility.py": [".cursor("],
        "admin/recording.py": [".bulk_create("], "management/shipped.py": [".bulk_create("],
        "quoting/checking.py": [".update("], "integrity/verify.py": [".cursor("],
        "models/actors.py": ["RawSQL"] * 3,
    }  # fmt: skip
