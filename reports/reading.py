"""Reading a report: its contents, and how its paragraphs are referred to."""

from dataclasses import dataclass

from reports.models import Block
from reports.models.text import BlockKind


@dataclass
class Section:
    """One entry of the contents: a part of the report, its headings, the numbers it spans."""

    part: Block
    headings: list[Block]
    numbers: list[int]

    @property
    def span(self) -> str:
        """Its paragraphs: “6–14”, “27”, or empty where none is numbered."""
        ends = dict.fromkeys((self.numbers[0], self.numbers[-1])) if self.numbers else {}
        return "–".join(str(number) for number in ends)


def outline(blocks: list[Block]) -> list[Section]:
    """The contents of a report from its blocks in order."""
    sections = {block.pk: Section(block, [], []) for block in blocks if block.kind == BlockKind.PART}
    for block in blocks:
        if block.kind == BlockKind.HEADING:
            sections[block.part_id].headings.append(block)
        elif block.number:
            sections[block.part_id].numbers.append(block.number)
    return list(sections.values())
