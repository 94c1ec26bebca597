"""Make a report, a block, evidence or a record for a test, each sound by the rules."""

from reports.integrity.checks import deferred_checks
from reports.integrity.comparing import is_claim, line_of, marked, shown_value
from reports.models import (
    Actor,
    Block,
    Evidence,
    ExpertsGroup,
    Finding,
    Meeting,
    Presentation,
    Presenter,
    Record,
    Report,
    Verb,
)
from reports.text.lines import unify_line_ends
from reports.text.white_space import find_odd

PASSWORD = "seven quiet herons"  # of an editor


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
    with deferred_checks():
        part, _ = Block.objects.get_or_create(
            report=report, key="part-i", defaults={"order": 0, "kind": "part", "text": "Part I"}
        )
        fields = {"order": number, "key": f"p{number}", "kind": "paragraph", "part": part} | fields
        fields.setdefault("white_space_printed", any(find_odd(text)))
        return Block.objects.create(report=report, number=number, text=text, **fields)


def make_evidence(block, quote, anchor="words", **record):
    """Evidence in `block` for a record, given by the name of its kind.

    All that the record claims is read and found right, as those of most tests are called anything;
    `confirmed` says otherwise.
    """
    [row] = [value for value in record.values() if isinstance(value, Record)]
    fields = {"confirmed": claims_of(row, quote, block, record.get("prefix", ""))} | record
    return Evidence.objects.create(block=block, quote=quote, anchor=anchor, **fields)


def claims_of(row, quote, block, prefix=""):
    """All that a record claims, a line each, and that `quote` of `block` is of it, in these words."""
    words = Evidence(block=block, prefix=prefix, quote=unify_line_ends(quote))
    return "\n".join(marked(line, words) for line in lines_of(row, quote))


def lines_of(row, quote):
    """The line of each claim of a record, without a mark, and of `quote`."""
    yield line_of(Evidence._meta.get_field("quote"), quote)
    for field in row._meta.concrete_fields:
        value = getattr(row, field.name)
        if isinstance(value, Actor | Verb | ExpertsGroup):
            yield line_of(field, value.name)
        elif value not in (None, "") and not field.is_relation and is_claim(field):
            yield line_of(field, shown_value(row, field, {}))


def found_right(line, block, quote, prefix=""):
    """The `line` of a claim as whoever has read the `quote` of `block` writes it."""
    return marked(line, Evidence(block=block, prefix=prefix, quote=unify_line_ends(quote)))


def confirm(record, *parts):
    """Let all that `record` and `parts` of it claim now, in memory, be read and found right."""
    for quote in record.evidence.all():
        lines = [claims_of(row, quote.quote, quote.block, quote.prefix) for row in (record, *parts)]
        record.evidence.filter(pk=quote.pk).update(confirmed="\n".join(lines))


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


def make_finding(report):
    """A finding that the report states in a paragraph of its own."""
    fields = {"slug": "dinner", "order": 1, "name": "dinner", "subject": "dinner"}
    with deferred_checks():
        block = make_block(report, text="The dinner was hosted by Fiji.")
        return make_record(block, Finding, verb=make_verb("hosted"), **fields)


@deferred_checks()
def make_presentation(report, actor):
    """A presentation by that actor, which the report states in a paragraph of its own."""
    block = make_block(report, text="An overview was presented.")
    presentation = make_record(block, Presentation, slug="overview", kind="overview", order=1)
    presenter = Presenter(presentation=presentation, actor=actor, name_written="overview")
    confirm(presentation, presenter)
    presenter.save()
    return presentation
