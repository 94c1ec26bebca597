"""Text, prefix and quote have one kind of line end, whoever writes."""

import pytest
from django.core import serializers
from django.core.management import call_command

from reports.integrity.verify import find_faults_of
from reports.models import Block, Evidence, Meeting, RetiredAnchor
from tests.admin.desk import change, errors, typed, url
from tests.factories import claims_of, found_right, make_block, make_evidence, make_report

LIST = "The following took part:\nAustralia\nFiji\nNew Zealand"
every_end = pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\u2029", "\u0085", "\n"])


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


@every_end
def test_the_shell_writes_one_kind(block, end):
    block.text = LIST.replace("\n", end)
    block.save()
    evidence = block.evidence.get()
    evidence.prefix, evidence.quote = f"part:{end}", f"Australia{end}Fiji"
    evidence.save()
    assert stored(block) == (LIST, "part:\n", "Australia\nFiji")


@every_end
def test_loaddata_writes_one_kind(block, tmp_path, end):
    evidence = block.evidence.get()
    block.text = LIST.replace("\n", end)
    evidence.prefix, evidence.quote = f"part:{end}", f"Australia{end}Fiji"
    retired = RetiredAnchor(pk=1, block=block, anchor="old", quote=f"Fiji{end}New Zealand")
    dump = tmp_path / "lines.json"
    dump.write_text(serializers.serialize("json", [block, evidence, retired]), encoding="utf-8")
    call_command("loaddata", str(dump), verbosity=0, overwrite=True)
    assert stored(block) == (LIST, "part:\n", "Australia\nFiji")
    block.refresh_from_db()
    make_evidence(block, "Fiji\nNew Zealand", "old", meeting=block.report.meeting)


@every_end
def test_the_admin_writes_one_kind(block, admin_client, end):
    words = {"evidence-0-prefix": f"part:{end}", "evidence-0-quote": f"Australia{end}Fiji{end}New"}
    words["evidence-0-confirmed"] = claims_of(
        block.report.meeting, "Australia\nFiji\nNew", Block(text=f"First:\n{LIST}"), "part:\n"
    )
    answer = change(admin_client, block, text=f"First:\n{LIST}".replace("\n", end), **words)
    assert answer.status_code == 302, answer.context["errors"]
    assert stored(block) == (f"First:\n{LIST}", "part:\n", "Australia\nFiji\nNew")


@every_end
def test_new_evidence_across_a_line_end_is_taken_as_it_was_copied(block, admin_client, end):
    page = url(Meeting, "change", block.report.meeting_id)
    new = {"block": block.pk, "anchor": "n", "prefix": f"Fiji{end}", "quote": f"New Zealand{end}"}
    new["confirmed"] = found_right("Quote: New Zealand", block, "New Zealand", "Fiji\n")
    data = typed(admin_client.get(page)) | {f"evidence-2-{name}": new[name] for name in new}
    answer = admin_client.post(page, data | {"evidence-TOTAL_FORMS": 3})
    assert answer.status_code == 302, errors(answer)
    assert Evidence.objects.values_list("prefix", "quote").get(anchor="n") == ("Fiji\n", "New Zealand")


@pytest.mark.parametrize("text", [LIST, f"\n{LIST}\n", f"  {LIST}\n\n \n"])
@pytest.mark.parametrize(("prefix", "quote"), [("part:\n", "Australia"), ("part:", "\nAustralia\n")])
def test_a_paragraph_with_line_ends_saves_unchanged(block, admin_client, text, prefix, quote):
    block.text = text
    block.save()
    confirmed = claims_of(block.report.meeting, quote, block, prefix)
    Evidence.objects.filter(block=block).update(prefix=prefix, quote=quote, confirmed=confirmed)
    answer = change(admin_client, block)
    assert answer.status_code == 302, answer.context["errors"]
    assert stored(block) == (text, prefix, quote)
    form = admin_client.get(url(Block, "change", block.pk)).content.decode()
    assert '<textarea name="evidence-0-prefix"' in form


def test_verify_tells_what_went_past(block):
    assert list(find_faults_of(block)) == []
    Block.objects.filter(pk=block.pk).update(text=LIST.replace("\n", "\r\n"))
    block.refresh_from_db()
    assert list(find_faults_of(block)) == [
        "text has line ends of several kinds, which cannot be seen: save the row anew."
    ]
