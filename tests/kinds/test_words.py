"""Every record says no more than its words in the report, and the report's own counts agree."""

import re
from calendar import month_name
from collections import defaultdict
from datetime import date
from itertools import pairwise

import pytest
from django.apps import apps

from reports.models import RECORDS, Evidence, Meeting, Workshop
from reports.text import quotes
from tests.kinds.names import CONFERENCE, TWO
from tests.kinds.stored import quotes_of, rows

# The fields of each kind of record that hold words of the report, and nothing else.
AS_WRITTEN = {
    "meeting": ["name", "city", "date_words"],
    "meeting_role": ["name_written"],
    "participant": ["name_written"],
    "experts_group": ["name", "subject", "representative"],
    "workshop": [
        *("name", "also_called", "subject", "audience", "date_words"),
        *("actors_written", "speaker_written"),
    ],
    "workshop_role": ["name_written"],
    "outcome": ["name", "workshop_written", "speaker_written"],
    "objective": ["name", "speaker_written"],
    "recommendation": ["name", "speaker_written", "due"],
    "finding": ["name", "subject", "speaker_written"],
    "pledge": ["giver_written", "amount_written", "purpose", "speaker_written"],
    "presentation": ["subject", "presenters_written"],
    "stated_count": ["name"],
    "connective": [],
    "index_term": ["name"],
}
# What the portal adds to a name, to tell who: each is held to other words in test_workshops.
ADDED = re.compile(r", (?:held by|hosted by|which) .*")
# Words in square brackets are taken from another sentence, or say what is left out.
BRACKETS = re.compile(r" ?\[([^\]]*)\] ?")
NOT_THE_REPORTS = {"…", "the countries' and organisations'", "the Bali process's"}
DUE_UNCLEAR = "“after a year” may or may not apply to it"
PLURAL = {
    CONFERENCE: f"{CONFERENCE}s",  # “two Bali Regional Ministerial Conferences”
    "first Ministerial Conference": "first and second Ministerial Conferences",
}
BALI_II = date(2003, 4, 30)  # the last day that “April 2003” can mean
MODELS = list(apps.get_app_config("reports").get_models())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_loaded_row_is_clean(report, model):
    # That a key leads to a row, and the constraints, the database has held all to that was loaded.
    keys = {
        field.name
        for field in model._meta.fields
        if field.is_relation and field.null == field.blank and not field.get_limit_choices_to()
    }
    for row in model._base_manager.all():
        row.full_clean(keys, validate_unique=False, validate_constraints=False)


def test_every_quote_is_found_once_and_none_crosses_another(report):
    spans = defaultdict(set)
    for evidence in Evidence.objects.select_related("block"):
        span = quotes.locate(evidence.block.text, evidence.prefix, evidence.quote)
        assert evidence.block.text[slice(*span)] == evidence.quote
        spans[evidence.block.key].add(span)
    for key, found in spans.items():
        around = []  # the ends of the quotes that are open where the next begins
        for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
            around = [outer for outer in around if outer > start]
            assert all(end <= outer for outer in around), f"{key}: {start}-{end} crosses another"
            around.append(end)


@pytest.mark.parametrize("kind", RECORDS)
def test_every_record_has_evidence(report, kind):
    assert not RECORDS[kind].objects.filter(evidence=None).exists()


@pytest.mark.parametrize("kind", RECORDS)
def test_words_of_a_record_stand_in_its_quotes(report, kind):
    said, fields = quotes_of(kind), AS_WRITTEN[kind]
    for pk, *values in RECORDS[kind].objects.values_list("pk", *fields):
        for words in filter(None, values):
            if words == DUE_UNCLEAR:
                continue
            plain = ADDED.sub("", words) if kind == "workshop" else words
            for piece in filter(None, BRACKETS.sub("\n", plain).split("\n")):
                assert quotes.positions(said[pk], PLURAL.get(piece, piece)), words


def test_words_in_brackets_are_the_reports_too(report):
    text = "\n".join(report.blocks.values_list("text", flat=True))
    names = [*report.recommendations.values_list("name", flat=True)]
    names += report.findings.values_list("name", flat=True)
    names += report.pledges.values_list("purpose", flat=True)
    found = {words for name in names for words in BRACKETS.findall(name)}
    plain = {words.removeprefix("of ") for words in found}
    assert {words for words in plain if not quotes.positions(text, words)} == NOT_THE_REPORTS


def test_every_text_field_is_checked_or_no_words_of_the_report():
    """Test that a new field of words is in AS_WRITTEN, or here with a reason why it need not be."""
    # Codes, addresses, the editors' reason why words are connective, and what follows from a name.
    other = {"slug", "source_sha256", "date_edtf", "currency", "address", "reason", "folded"}
    for kind, model in RECORDS.items():
        texts = [
            field.name
            for field in model._meta.concrete_fields
            if field.get_internal_type() in {"CharField", "TextField"} and not field.choices
        ]
        assert set(texts) - other == set(AS_WRITTEN[kind])


def test_dates_are_never_more_exact_than_their_words(report):
    dated = [*Meeting.objects.all(), *Workshop.objects.all()]
    for words, edtf in [(row.date_words, row.date_edtf) for row in dated if row.date_edtf]:
        for year, *rest in (point.split("-") for point in edtf.split("/")):
            assert year in words
            if rest and int(rest[0]) > 12:
                assert {"40": "first half", "41": "second half"}[rest[0]] in words
            elif rest:
                assert month_name[int(rest[0])] in words
            if rest[1:]:
                assert re.search(rf"\b{int(rest[1])}\b", words)


def test_rows_are_as_many_as_the_report_counts(report):
    conferences = Meeting.objects.filter(kind="ministerial")
    held = report.workshops.filter(state="held")
    since = held.filter(group__slug=TWO, earliest__gt=BALI_II)
    counted = {
        ("p2", "139 delegates", 139): report.meeting.delegates,
        ("p3", "two Bali Regional Ministerial Conferences", 2): conferences.count(),
        ("p7", "two ad hoc experts groups", 2): report.experts_groups.count(),
        ("p8", "three substantive regional workshops", 3): held.filter(reach="regional").count(),
        ("p9", "Three workshops had taken place since Bali II", 3): since.count(),
    }
    for (key, words, count), rows_counted in counted.items():
        assert words in report.blocks.get(key=key).text
        assert rows_counted == count, words


def test_prefixes_stand_only_where_the_quote_alone_is_not_enough(report):
    for evidence in Evidence.objects.exclude(prefix="").select_related("block"):
        assert len(quotes.positions(evidence.block.text, evidence.quote)) > 1


def test_consecutive_orders_leave_no_gap(report):
    kinds = ("workshops", "recommendations", "findings", "pledges", "presentations")
    for records in (getattr(report, kind) for kind in kinds):
        orders = [order for (order,) in rows(records, "order")]
        assert orders[0] == 1
        assert all(second == first + 1 for first, second in pairwise(orders))
