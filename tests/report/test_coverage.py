"""The page of coverage checks the report against its records."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.forms import modelform_factory

from reports.admin.counts import StatedCountForm
from reports.integrity.verify import find_faults
from reports.models import RECORDS, Evidence, StatedCount
from reports.report.counts import find_wrong_counts, rows_at
from tests.addresses import REPORT
from tests.reading import get


def test_coverage_checks_the_report_against_its_records(client, report):
    source, words = get(client, f"{REPORT}coverage/")
    for count in report.stated_counts.all():  # each as stated, with its words
        assert f"{count} para" in words or f"{count} “" in words
    assert len(re.findall(r"(\d+) \1 they agree", words)) == report.stated_counts.count() == 6
    assert "they differ" not in words
    unused = re.search(r"No record rests on:\s(.*?)\.\s*</p>", source, re.S)[1]
    named = re.findall(r'href="[^"]+#([^"]+)"', unused)
    # That something in it is named does not say what it says.
    stated = set(Evidence.objects.filter(index_term=None).values_list("block__key", flat=True))
    keys = report.blocks.order_by("order").values_list("key", flat=True)
    assert named == [key for key in keys if key not in stated]
    assert "p4" in named
    assert "p19" not in named


def test_coverage_counts_each_record_of_a_piece_once(client, report):
    _, words = get(client, f"{REPORT}coverage/")
    quotes = Evidence.objects.filter(block__key="p8").select_related(*RECORDS)
    records = {(each.kind, each.record.pk) for each in quotes}
    assert len(records) < len(quotes)  # or there would be nothing to see
    assert f" para 8 {len(records)} {len(quotes)} experts group 1, workshops 9" in words


def test_coverage_says_so_where_they_differ(client, report):
    count = report.stated_counts.get(slug="countries-attending")
    count.number = 48
    count.save()
    assert "48 47 they differ" in get(client, f"{REPORT}coverage/")[1]
    wrong = "count “countries-attending”: /participants/?kind=country"
    assert any(said.startswith(wrong) for said in find_faults())


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/nowhere/", "There is no list at “/nowhere/”."),
        ("/workshops/?hots=thailand", "“hots” is no filter of that list."),
        ("/workshops/?host=atlantis", "“atlantis” is not a value of “Hosted by”."),
    ],
)
def test_a_count_of_no_list_is_told_by_every_way(client, report, admin_client, address, said):
    count = report.stated_counts.get(slug="experts-groups")
    count.address = address
    count.save()
    assert any(said in fault for fault in find_wrong_counts())
    assert "2 no such list they differ" in get(client, f"{REPORT}coverage/")[1]
    with pytest.raises(ValidationError, match=re.escape(said)):
        rows_at(address)
    form = modelform_factory(StatedCount, form=StatedCountForm, fields="__all__")(
        {"name": "x", "number": 2, "slug": "x", "address": address, "order": 9}
    )
    assert said in " ".join(form.errors["address"])


def test_a_count_is_not_of_any_address(report):
    count = report.stated_counts.first()
    for address in ("workshops", "https://example.org/", "/workshops/ x", "/workshops/#p1", ""):
        count.address = address
        with pytest.raises(ValidationError):
            count.save()
