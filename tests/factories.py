"""Make a report, a block, evidence or a record for a test, each sound by the rules."""

from reports.integrity.checks import deferred_checks
from reports.models import Block, Evidence, Meeting, Report, Verb
from reports.text.white_space import find_odd


def make_report(slug="2005-test-som", *, published=True, title="Report", **fields):
    """A report of a meeting of its own with that `slug` and `fields`, which rests on its title."""
    defaults = {"kind": "senior-officials", "name": "Senior Officials Meeting"}
    with deferred_checks():
        meeting = Meeting.objects.create(slug=slug, **defaults | fields)
        report = Report.objects.create(meeting=meeting, title=title, published=published)
        heading = Block.objects.create(
            report=report,
            order=2000,
            key="title-1",
            kind="title",
            text="A Meeting of Senior Officials",
        )
        make_evidence(heading, meeting=meeting, quote="Meeting", anchor="meeting")
    return report


def make_block(report, number=1, text="Words of a paragraph.", **fields):
    """A numbered paragraph in a part of the report, which is made with the first.

    Odd white space of its text is as printed.
    """
    part, _ = Block.objects.get_or_create(
        report=report, key="part-i", defaults={"order": 1000, "kind": "part", "text": "Part I"}
    )
    fields = {"order": number, "key": f"p{number}", "kind": "paragraph", "part": part} | fields
    fields.setdefault("white_space_printed", any(find_odd(text)))
    return Block.objects.create(report=report, number=number, text=text, **fields)


def make_evidence(block, quote, anchor="words", **record):
    """Evidence in `block` for a record, given by the name of its kind.

    Read and found right, as the records of most tests are called anything; `confirmed` says otherwise.
    """
    fields = {"confirmed": True} | record
    return Evidence.objects.create(block=block, quote=quote, anchor=anchor, **fields)


def make_verb(slug="agreed"):
    """The verb of that `slug`, which is made where there is none."""
    defaults = {"name": slug.replace("-", " "), "meaning": "What the verb says."}
    return Verb.objects.get_or_create(slug=slug, defaults=defaults)[0]


def make_record(block, model, quote=None, **fields):
    """A record of `model` that the report of `block` states, resting on `quote` or the whole."""
    kind = {"experts group": "experts_group"}.get(model._meta.verbose_name, model._meta.model_name)
    if hasattr(model, "meeting"):
        fields = {"meeting": block.report.meeting} | fields
    with deferred_checks():
        record = model.objects.create(report=block.report, **fields)
        make_evidence(block, quote or block.text, fields.get("slug", "words"), **{kind: record})
    return record
