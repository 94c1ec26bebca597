"""The page of coverage checks the report against its records."""

import re

from reports.models import RECORDS, Evidence
from tests.addresses import REPORT
from tests.reading import get


def test_coverage_checks_the_report_against_its_records(client, report):
    source, words = get(client, f"{REPORT}coverage/")
    assert "Countries 47 47 they agree" in words
    assert "Organisations 9 9 they agree" in words
    unused = re.search(r"No record rests on:\s(.*?)\.\s*</p>", source, re.S)[1]
    named = re.findall(r'href="[^"]+#([^"]+)"', unused)
    assert named == [b.key for b in report.blocks.order_by("order") if not b.evidence.exists()]
    assert "p4" in named
    assert "p19" not in named


def test_coverage_counts_each_record_of_a_piece_once(client, report):
    _, words = get(client, f"{REPORT}coverage/")
    quotes = Evidence.objects.filter(block__key="p8").select_related(*RECORDS)
    records = {(each.kind, each.record.pk) for each in quotes}
    assert len(records) < len(quotes)  # or there would be nothing to see
    assert f" para 8 {len(records)} {len(quotes)} experts group 1, workshops 8" in words


def test_coverage_says_so_where_they_differ(client, report):
    report.meeting.countries = 48
    report.meeting.save()
    assert "Countries 48 47 they differ" in get(client, f"{REPORT}coverage/")[1]
