"""Text, prefix and quote have one kind of line end, whoever writes."""

from itertools import cycle

import pytest
from django.core import serializers
from django.core.management import call_command

from reports.integrity.verify import find_faults_of
from reports.models import Block, Evidence, Meeting, RetiredAnchor
from tests.admin.desk import change, errors, typed, url
from tests.factories import claims_of, make_block, make_evidence, make_report

COUNTRIES = "Australia\nFiji\nJapan\nNew Zealand\nSamoa\nTonga\nVanuatu"
LIST = f"The following took part:\n{COUNTRIES}"
KINDS = ["\r\n", "\r", "\u2028", "\u2029", "\u0085", "\n"]


def with_ends(text):
    """Return `text` with every kind of line end in turn, that of a browser first."""
    first, *others = text.split("\n")
    return first + "".join(map("".join, zip(cycle(KINDS), others, strict=False)))


@pytest.fixture(scope="module")
def stored_block(empty_for_module):
    """Make a paragraph that lists countries one a line; return its key.

    Its report rests on a quote across line ends.
    """
    report = make_report()
    block = make_block(report, text=LIST)
    make_evidence(block, "Australia\nFiji", "w", meeting=report.meeting, prefix="part:\n")
    return block.pk


def stored(block):
    """The text, the prefix and the quote as stored."""
    return Evidence.objects.filter(block=block).values_list("block__text", "prefix", "quote").get()


def test_the_shell_writes_one_kind(block):
    block.text = with_ends(LIST)
    block.save()
    evidence = block.evidence.get()
    evidence.prefix, evidence.quote = with_ends("part:\n"), with_ends(COUNTRIES)
    evidence.confirmed = claims_of(evidence.record, COUNTRIES, Block(text=LIST), "part:\n")
    evidence.save()
    assert stored(block) == (LIST, "part:\n", COUNTRIES)


def test_loaddata_writes_one_kind(block, tmp_path):
    evidence = block.evidence.get()
    block.text = with_ends(LIST)
    evidence.prefix, evidence.quote = with_ends("part:\n"), with_ends("Australia\nFiji")
    retired = RetiredAnchor(pk=1, block=block, anchor="old", quote=with_ends(COUNTRIES))
    dump = tmp_path / "lines.json"
    dump.write_text(serializers.serialize("json", [block, evidence, retired]), encoding="utf-8")
    call_command("loaddata", str(dump), verbosity=0, overwrite=True)
    assert stored(block) == (LIST, "part:\n", "Australia\nFiji")
    block.refresh_from_db()
    make_evidence(block, COUNTRIES, "old", meeting=block.report.meeting)


def test_the_admin_writes_one_kind(block, admin_client):
    text = f"First:\n{LIST}"
    words = {
        "evidence-0-prefix": with_ends("part:\n"),
        "evidence-0-quote": with_ends(COUNTRIES),
        "evidence-0-confirmed": claims_of(block.report.meeting, COUNTRIES, Block(text=text), "part:\n"),
    }
    answer = change(admin_client, block, text=with_ends(text), **words)
    assert answer.status_code == 302, answer.context["errors"]
    assert stored(block) == (text, "part:\n", COUNTRIES)


def test_new_evidence_across_a_line_end_is_taken_as_it_was_copied(block, admin_client):
    page = url(Meeting, "change", block.report.meeting_id)
    copied = COUNTRIES.removeprefix("Australia\n")
    new = {
        "block": block.pk,
        "anchor": "n",
        "prefix": with_ends("Australia\n"),
        "quote": with_ends(f"{copied}\n"),
        "confirmed": claims_of(block.report.meeting, copied, block, "Australia\n"),
    }
    data = typed(admin_client.get(page)) | {f"evidence-2-{name}": new[name] for name in new}
    answer = admin_client.post(page, data | {"evidence-TOTAL_FORMS": 3})
    assert answer.status_code == 302, errors(answer)
    assert Evidence.objects.values_list("prefix", "quote").get(anchor="n") == ("Australia\n", copied)


@pytest.mark.parametrize(
    ("text", "prefix", "quote"),
    [
        (LIST, "part:\n", "Australia"),
        (f"\n{LIST}\n", "part:", "\nAustralia\n"),
        (f"  {LIST}\n\n \n", "part:\n", "Australia"),
    ],
)
def test_a_paragraph_with_line_ends_saves_unchanged(block, admin_client, text, prefix, quote):
    block.text = text
    block.save()
    confirmed = claims_of(block.report.meeting, quote, block, prefix)
    Evidence.objects.filter(block=block).update(prefix=prefix, quote=quote, confirmed=confirmed)
    page = url(Block, "change", block.pk)
    form = admin_client.get(page)
    assert '<textarea name="evidence-0-prefix"' in form.text
    answer = admin_client.post(page, typed(form))
    assert answer.status_code == 302, answer.context["errors"]
    assert stored(block) == (text, prefix, quote)


def test_verify_tells_what_went_past(block):
    assert list(find_faults_of(block)) == []
    Block.objects.filter(pk=block.pk).update(text=LIST.replace("\n", "\r\n"))
    block.refresh_from_db()
    assert list(find_faults_of(block)) == [
        "text has line ends of several kinds, which cannot be seen: save the row anew."
    ]
