"""Write a report as plain text."""

from collections.abc import Iterable
from typing import Any


def report_text(blocks: Iterable[Any]) -> str:
    """Return the `blocks` of a report as text, with an empty line between, paragraphs numbered.

    The number of a paragraph that the report prints without it stands in brackets.
    """
    return "\n\n".join(map(block_text, blocks)) + "\n"


def block_text(block: Any) -> str:
    """Return the text of `block` after its number, where it has one."""
    if not block.number:
        return block.text
    number = f"{block.number}." if block.number_printed else f"[{block.number}]"
    return f"{number} {block.text}"
