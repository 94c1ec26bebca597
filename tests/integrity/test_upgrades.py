"""An upgrade to the rules between rows leaves sound data that was sound."""

from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.db import connection

from reports.integrity.verify import check_model
from reports.models import Block, Evidence, LoadedRow


def test_an_upgrade_marks_what_stood_and_mends_what_the_database_will_refuse(report):
    upgrade = import_module("reports.migrations.0022_rules_between_rows")
    schema = SimpleNamespace(connection=connection)
    every = list(Evidence.objects.order_by("pk").values_list())  # which are sound
    before = dict(Evidence.objects.exclude(confirmed="").values_list("pk", "confirmed"))
    kept = [row.fields for row in LoadedRow.objects.order_by("pk")]
    for pk, line in before.items():
        Evidence.objects.filter(pk=pk).update(confirmed=f"Slug: one\n{upgrade.MARK.sub('', line)}")
    for row in LoadedRow.objects.exclude(fields__confirmed=None).exclude(fields__confirmed=""):
        row.fields["confirmed"] = upgrade.MARK.sub("", row.fields["confirmed"])
        row.save()
    for _ in range(2):  # after the way back too
        upgrade.mark_claims(apps, schema)
        assert list(Evidence.objects.order_by("pk").values_list()) == every
        assert [row.fields for row in LoadedRow.objects.order_by("pk")] == kept


def test_an_upgrade_ticks_what_stands_out_of_order(report):
    upgrade = import_module("reports.migrations.0022_rules_between_rows")
    Block.objects.filter(key="p14").update(order=1000)
    Block.objects.filter(key="p17").update(number="99", key="p99")
    upgrade.mark_what_stands(apps, SimpleNamespace(connection=connection))
    ticked = Block.objects.filter(place_printed=True).values_list("key", flat=True)
    assert list(ticked) == ["p18", "p19", "p20", "p21", "p22", "p23", "p14"]
    assert not any("as printed” where the report" in fault for fault in check_model(Block).faults)
