"""What is cited: the citation of a report, a passage of it, a record, or a list.

Rows and the data version go in, a `Citation` comes out; nothing is asked of the database that the
rows do not hold already, where their view prefetched their words.
"""

from itertools import groupby

from django.urls import reverse
from django.utils.text import capfirst

from reports.citing import Citation
from reports.listing import Listing
from reports.models import Actor, Block, DataVersion, Meeting
from reports.models.text import BlockKind
from reports.structured import at


def of_report(meeting: Meeting, version: DataVersion | None) -> Citation:
    """The whole report of `meeting`."""
    return report(meeting, version, "report", meeting.get_report_url())


def of_passage(first: Block, last: Block, version: DataVersion | None) -> Citation:
    """The passage of a report from `first` to `last`, which may be one."""
    if first == last:
        path, place = first.get_passage_url(), pinpoint([first])
    else:
        piece = f"{first.number}-{last.number}"
        path = reverse("reports:passage", args=[first.meeting.slug, piece])
        place = f"paras {first.number}–{last.number}"
    return report(first.meeting, version, "passage", path, pinpoint=place)


def report(meeting, version, kind, path, **more):
    """A citation of a report's own words at `path`."""
    return Citation(
        kind=kind,
        title=f"{meeting.report_title}, {meeting}",
        address=at(path),
        **dated(version),
        meeting=meeting.name,
        place=meeting.city,
        edtf=meeting.date_edtf,
        **more,
    )


def of_record(record, version: DataVersion | None) -> Citation:
    """A record, or an actor, which rests on no words of its own."""
    actor = isinstance(record, Actor)
    kind = record.get_kind_display() if actor else capfirst(record._meta.verbose_name)
    return Citation(
        kind="record",
        title=f"{kind}: {getattr(record, 'title', '') or record}",
        address=at(record.get_absolute_url()),
        source="" if actor else source(record.evidence.all()),
        **dated(version),
    )


def of_list(listing: Listing, heading: str, count: int, version: DataVersion | None) -> Citation:
    """The list called `heading`, of `count` rows: one entry, whose address names the data version."""
    title = f"{heading}: {listing.words}" if listing.words else heading
    cited = [str(version.number)] if version else None
    return Citation(
        kind="list",
        title=f"{title} ({count} row{'' if count == 1 else 's'})",
        address=at(listing.address(version=cited)),
        **dated(version),
    )


def dated(version):
    """The number and the day of a data version, where there is one."""
    return {"version": version.number, "day": version.date} if version else {}


def source(evidence) -> str:
    """What a record was read from: “Read from Report to Ministers, …, paras 8 and 9”."""
    found = []
    blocks = [each.block for each in evidence]
    for meeting, mine in groupby(blocks, key=lambda block: block.meeting):
        place = pinpoint(list(dict.fromkeys(mine)))
        found.append(f"{meeting.report_title}, {meeting}, {place}")
    return f"Read from {'; '.join(found)}" if found else ""


def pinpoint(blocks: list[Block]) -> str:
    """How `blocks` are referred to: “para 9”, “paras 8–10 and 12”; one without a number by its label."""
    numbers = sorted(block.number for block in blocks if block.number)
    runs = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    spans = [str(low) if low == high else f"{low}–{high}" for low, high in runs]
    joined = " and ".join(filter(None, [", ".join(spans[:-1]), *spans[-1:]]))
    said = [f"para{'s' if len(numbers) > 1 else ''} {joined}"] if spans else []
    return ", ".join(dict.fromkeys(said + [named(block) for block in blocks if not block.number]))


def named(block: Block) -> str:
    """How a block without a number is referred to."""
    if block.kind == BlockKind.TITLE:
        return "title"
    return block.label if block.kind == BlockKind.PARAGRAPH else f"heading “{block.text}”"


def path_of(citation: Citation) -> str:
    """The path of what is cited."""
    return citation.address.removeprefix(at(""))
