"""Build the citation of a report, a passage of it, a record, or a list.

Rows and the data version go in, a `Citation` comes out; nothing is asked of the database that the
rows do not hold already, where their view prefetched their words.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst, get_text_list

from reports.citations.citation import Citation
from reports.lists.columns import absolute
from reports.lists.listing import Listing
from reports.models import Actor, Block, BlockKind, DataVersion, Evidence, Meeting


def of_report(meeting: Meeting, version: DataVersion | None) -> Citation:
    """Return the citation of the whole report of `meeting`."""
    return Citation(
        kind="report",
        title=f"{meeting.report_title}, {meeting}",
        address=absolute(meeting.get_report_url()),
        **dated(version),
        meeting=meeting.name,
        place=meeting.city,
        edtf=meeting.date_edtf,
    )


def of_passage(first: Block, last: Block, version: DataVersion | None) -> Citation:
    """Return the citation of the passage from `first` to `last`, which may be one block."""
    if first == last:
        path, place = first.get_passage_url(), pinpoint([first])
    else:
        piece = f"{first.number}-{last.number}"
        path = reverse("reports:passage", args=[first.meeting.slug, piece])
        place = f"paras {first.number}–{last.number}"
    whole = of_report(first.meeting, version)
    return replace(whole, kind="passage", address=absolute(path), pinpoint=place)


def of_record(record: Any, version: DataVersion | None) -> Citation:
    """Return the citation of a record, or of an actor, which rests on no words of its own."""
    actor = isinstance(record, Actor)
    kind = record.get_kind_display() if actor else capfirst(record._meta.verbose_name)
    return Citation(
        kind="record",
        title=f"{kind}: {record if actor else record.title}",
        address=absolute(record.get_absolute_url()),
        source="" if actor else source(record.evidence.all()),
        **dated(version),
    )


def of_list(listing: Listing, count: int, version: DataVersion | None) -> Citation:
    """Return the citation of a list of `count` rows; its address names the data version."""
    title = ": ".join(filter(None, [listing.kind.heading, listing.description]))
    cited = [str(version.number)] if version else None
    return Citation(
        kind="list",
        title=f"{title} ({count} row{'' if count == 1 else 's'})",
        address=absolute(listing.address(version=cited)),
        **dated(version),
    )


def dated(version: DataVersion | None) -> dict[str, Any]:
    """Return the number and the day of a data version, where there is one."""
    return {"version": version.number, "day": version.date} if version else {}


def source(evidence: Iterable[Evidence]) -> str:
    """Return what a record was read from: “Read from Report to Ministers, …, paras 8 and 9”."""
    blocks = dict.fromkeys(each.block for each in evidence)
    places = [
        f"{meeting.report_title}, {meeting}, {pinpoint(list(mine))}"
        for meeting, mine in groupby(blocks, key=lambda block: block.meeting)
    ]
    return f"Read from {'; '.join(places)}" if places else ""


def pinpoint(blocks: list[Block]) -> str:
    """Return how `blocks` are referred to: “paras 8–10 and 12”; one without a number by its label."""
    numbers = sorted(block.number for block in blocks if block.number)
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    spans = [str(low) if low == high else f"{low}–{high}" for low, high in runs]
    numbered = [f"para{'s' if len(numbers) > 1 else ''} {get_text_list(spans, 'and')}"] if spans else []
    return ", ".join(dict.fromkeys(numbered + [name_of(each) for each in blocks if not each.number]))


def name_of(block: Block) -> str:
    """Return how a block without a number is referred to."""
    if block.kind == BlockKind.TITLE:
        return "title"
    return block.label if block.kind == BlockKind.PARAGRAPH else f"heading “{block.text}”"


def path_of(citation: Citation) -> str:
    """Return the path of what is cited."""
    return citation.address.removeprefix(absolute(""))
