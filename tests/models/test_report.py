"""The blocks of the report are its source text to the letter, and keep their own rules."""

import hashlib
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from reports.models import Block, Report
from tests.factories import make_block, make_report
from tests.integrity.samples import Undo
from tests.models import source


def test_blocks_are_the_source_to_the_letter(report):
    expected = source.blocks()
    fields = ("key", "kind", "number", "part__key", "text")
    stored = [
        dict(zip(("key", "kind", "number", "part", "text"), row, strict=True))
        for row in report.blocks.order_by("order").values_list(*fields)
    ]
    assert stored == expected
    assert [block["number"] for block in expected if block["number"]] == [
        str(number) for number in range(1, 28)
    ]


def test_nothing_but_five_breaks_and_two_backslashes_is_touched(report):
    printed = [
        f"{b.number}. {b.text}" if b.number and b.number_printed else b.text
        for b in report.blocks.order_by("order")
    ]
    squeeze = "".join(source.SOURCE.read_text(encoding="utf-8").replace("\\$", "$").split())
    assert "".join("".join(printed).split()) == squeeze
    assert source.SOURCE.read_text(encoding="utf-8").count("\\") == 2
    assert len(source.PAGE_BREAKS) == 5
    assert [b.number for b in report.blocks.filter(number_printed=False)] == ["1"]


def test_source_is_the_file_whose_digest_the_report_states(report):
    assert report.source_sha256 == hashlib.sha256(source.SOURCE.read_bytes()).hexdigest()


def test_block_refuses(empty):
    first = make_block(make_report())
    part = {"order": 2, "key": "p2", "kind": "paragraph", "number": "2", "part": first.part}
    wrong = [
        ({"key": "p1"}, "Another piece of this report has that key."),
        ({"order": 1}, "Another piece of this report has that place."),
        ({"number": "1"}, "Another paragraph of this part has that number."),
        ({"kind": "verse"}, "Kind must be one of: Title, Part, Heading, Paragraph."),
        ({"kind": "heading"}, "Only a paragraph has a number."),
        ({"text": ""}, "A piece of the report has words."),
        ({"kind": "title", "number": ""}, "A title or a part of the report does not stand in a part."),
    ]
    missing = {}
    for fields, message in wrong:
        block = Block(**{"report": first.report, "text": "Words.", **part, **fields})
        told, taken = "", True
        try:
            block.validate_constraints()
        except ValidationError as refused:
            told = " ".join(refused.messages)
        with suppress(Undo), transaction.atomic():
            try:
                with transaction.atomic():
                    Block.objects.bulk_create([block])  # past the rules of the portal
            except IntegrityError:
                taken = False
            raise Undo
        if message not in told or taken:
            missing[str(fields)] = told
    assert missing == {}
    first.part = first
    with pytest.raises(ValidationError, match="not a part of itself"):
        first.validate_constraints()


def test_two_numbers_that_want_one_key_both_have_one(client, empty):
    report = make_report()
    part = make_block(report).part
    annexes = []
    for order, key in enumerate(("annex", "annex-a"), 1001):
        part.pk, part.key, part.order, part.text = None, key, order * 10, key.title()
        part.save()
        annexes.append(Block.objects.get(pk=part.pk))
    with pytest.raises(ValidationError, match="put a digit behind it, as in annex-a-3-2"):
        make_block(report, "a-3", part=annexes[0], key="a-3", order=10011)
    kept = [
        make_block(report, "a-3", part=annexes[0], key="annex-a-3", order=10011),
        make_block(report, "3", part=annexes[1], key="annex-a-3-2", order=10021),
        make_block(report, "3.2", key="p3-2", order=2),
        make_block(report, "3-2", key="p3-2-2", order=3),
    ]
    assert [each.in_body for each in kept] == [False, False, True, True]
    assert [each.label for each in kept[:2]] == ["para a-3 of Annex", "para 3 of Annex-A"]
    for block in kept:
        assert client.get(block.get_passage_url()).status_code == 200
    with pytest.raises(ValidationError, match=r"The key of paragraph 4 must be p4 or part-i-4: “p4-2”"):
        make_block(report, "4", key="p4-2", order=4)  # the address of no range


def test_a_report_refuses_a_digest_that_is_none(empty):
    report = make_report()
    report.source_sha256 = "abc"
    with pytest.raises(ValidationError, match="A SHA-256 is 64 of the characters"):
        report.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(source_sha256="abc")
