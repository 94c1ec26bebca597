"""Snippets: where the words of a search stand in a text, and the stretch that shows them best."""

from collections.abc import Collection, Iterable

from reports.models import Document, Phrase
from reports.text.cuts import cut_after, cut_before
from reports.text.tokens import exact_places, joined, spans

SNIPPET_LENGTH = 280  # characters of a text that are shown

Place = tuple[int, int]  # start and end (after it) of a hit
MarkedText = tuple[str, bool]  # some text, and whether it is a hit


def marks(text: str, phrases: set[Phrase], exact: Iterable[Phrase] = ()) -> list[Place]:
    """Return where `phrases` stand in `text`: start and end of each stretch, in order and apart.

    Phrases of tokens; those of `exact` are of words, which count as they are.

    A phrase of one word stands in it with a hyphen too: “cooperation” in “co-operation”.
    """
    found = list(spans(text))
    words = tuple(token for token, _, _ in found)
    hits = [
        (found[place][1], found[place + len(phrase) - 1][2])
        for phrase in phrases
        for place in range(len(words))
        if words[place : place + len(phrase)] == phrase
    ]
    hits += [(start, end) for token, start, end in joined(text) if (token,) in phrases]
    hits += [place for phrase in exact for place in exact_places(text, phrase)]
    merged: list[Place] = []
    for start, end in sorted(hits):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def cut(text: str, hits: list[Place], first: int, last: int) -> list[MarkedText]:
    """Return `text` from `first` to `last` in pieces, each with whether it is one of `hits`."""
    pieces: list[MarkedText] = []
    here = first
    for start, end in hits:
        if first <= start and end <= last:
            pieces += [(text[here:start], False), (text[start:end], True)]
            here = end
    return [piece for piece in [*pieces, (text[here:last], False)] if piece[0]]


def snippet(text: str, phrases: set[Phrase], exact: Collection[Phrase] = ()) -> list[MarkedText]:
    """Return the stretch of a piece of `text` with the most hits, cut between words; or its start."""
    candidates = [
        (piece, hits, start)
        for piece, hits in telling_pieces(text, phrases, exact)
        for start, _ in hits or [(0, 0)]
    ]
    piece, hits, start = max(candidates, key=lambda each: hits_shown(*each))
    # About SNIPPET_LENGTH characters, with the hit in their first quarter.
    first = cut_before(piece, start - SNIPPET_LENGTH // 4, start)
    last = cut_after(piece, start, first + SNIPPET_LENGTH)
    before, after = [("… ", False)] if first else [], [(" …", False)] if last < len(piece) else []
    return before + cut(piece, hits, first, last) + after


def hits_shown(piece: str, hits: list[Place], start: int) -> tuple[int, int]:
    """Return how many different hits, and how many in all, the stretch from `start` shows surely."""
    end = start + SNIPPET_LENGTH * 3 // 4
    inside = [piece[hit[0] : hit[1]].casefold() for hit in hits if start <= hit[0] and hit[1] <= end]
    return len(set(inside)), len(inside)


def telling_pieces(
    text: str, phrases: set[Phrase], exact: Collection[Phrase]
) -> list[tuple[str, list[Place]]]:
    """Return the pieces of `text`, each with where `phrases` stand in it.

    Without those that another piece holds with as many hits: a quote tells more than a name in it.
    """
    found = [(piece, marks(piece, phrases, exact)) for piece in text.split(Document.PIECE)]
    return [
        (piece, hits)
        for piece, hits in found
        if not any(piece != other and piece in other and len(hits) <= len(n) for other, n in found)
    ]
