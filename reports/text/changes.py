"""Mark the words in which two versions of one text differ."""

import re

from rapidfuzz.distance import Indel

from reports.text.differences import Piece

TOKEN = re.compile(r"\w+|\s|[^\w\s]")  # every character is in one: a space more is a change too
MOST = 20_000  # tokens of both texts together; longer ones are marked from where they begin to differ


def mark_changes(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Return both texts in pieces, each with if it is a change from the one to the other."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    if len(old) + len(new) > MOST:
        return mark_middle(old, new)
    pieces: tuple[list[Piece], list[Piece]] = ([], [])
    for step in Indel.opcodes(old, new):
        add(pieces[0], old[step.src_start : step.src_end], step.tag != "equal")
        add(pieces[1], new[step.dest_start : step.dest_end], step.tag != "equal")
    return pieces


def add(pieces: list[Piece], tokens: list[str], differs: bool) -> None:
    """Add `tokens` to `pieces`, as one with the last where both differ or both do not."""
    text = "".join(tokens)
    if text and pieces and pieces[-1].differs == differs:
        pieces[-1] = Piece(pieces[-1].text + text, differs)
    elif text:
        pieces.append(Piece(text, differs))


def mark_middle(old: list[str], new: list[str]) -> tuple[list[Piece], list[Piece]]:
    """Return both texts in pieces: what stands before the first and behind the last change is none."""
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    tail = next((n for n in range(shorter - head) if old[-1 - n] != new[-1 - n]), shorter - head)
    pieces: tuple[list[Piece], list[Piece]] = ([], [])
    for found, tokens in zip(pieces, (old, new), strict=True):
        end = len(tokens) - tail
        add(found, tokens[:head], False)
        add(found, tokens[head:end], True)
        add(found, tokens[end:], False)
    return pieces
