"""Find a quote in a text: once, on word boundaries, or not at all."""

import re
from difflib import SequenceMatcher

INSIDE_A_WORD = r"(?<=\w)(?=\w)"


def positions(text: str, words: str) -> list[int]:
    """Return every place in `text` where `words` begin and end on word boundaries, overlaps counted."""
    if not words:
        return []
    whole = rf"(?!{INSIDE_A_WORD})(?={re.escape(words)}(?!{INSIDE_A_WORD}))"
    return [match.start() for match in re.finditer(whole, text)]


def locate(text: str, prefix: str, quote: str) -> tuple[int, int]:
    """Return the start and the end of the one `quote` that follows `prefix` in `text`.

    Raises ValueError, saying what is wrong and what stands nearest, where prefix and quote
    together do not occur exactly once (a W3C TextQuoteSelector's prefix and exact).
    """
    after_prefix = {start + len(prefix) for start in positions(text, prefix + quote)}
    found = after_prefix.intersection(positions(text, quote))
    if len(found) == 1:
        start = found.pop()
        return start, start + len(quote)
    if found:
        raise ValueError(
            f"“{prefix}{quote}” occurs {len(found)} times in it: "
            "give more of the text before the quote as its prefix."
        )
    raise ValueError(f"“{prefix}{quote}” is not in it. Nearest to it: “{nearest(text, prefix + quote)}”")


def nearest(text: str, words: str) -> str:
    """Return the passage of `text`, as long as `words`, that is most like it by difflib's ratio."""
    length = min(len(words), len(text))
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(words)
    best, ratio = 0, -1.0
    for start in range(len(text) - length + 1):
        matcher.set_seq1(text[start : start + length])
        if (
            matcher.real_quick_ratio() > ratio
            and matcher.quick_ratio() > ratio
            and matcher.ratio() > ratio
        ):
            best, ratio = start, matcher.ratio()
    return text[best : best + length]
