"""Find a quote in a text: once, on word boundaries, or not at all."""

import re
from difflib import SequenceMatcher


def positions(text: str, words: str) -> list[int]:
    """Return every place in `text` where `words` begin and end on word boundaries, overlaps counted."""
    if not words:
        return []
    pattern = rf"(?<!\w)(?={re.escape(words)}(?!\w))" if words[0].isalnum() else None
    starts = re.finditer(pattern or rf"(?={re.escape(words)})", text)
    return [match.start() for match in starts if ends_word(text, match.start() + len(words))]


def ends_word(text: str, end: int) -> bool:
    """Return True if `end` does not fall inside a word of `text`."""
    return not (re.match(r"\w\w", text[end - 1 : end + 1]))


def locate(text: str, prefix: str, quote: str) -> tuple[int, int]:
    """Return the start and the end of the one `quote` that follows `prefix` in `text`.

    Raises ValueError, saying what is wrong and what stands nearest, where prefix and quote
    together do not occur exactly once (a W3C TextQuoteSelector's prefix and exact).
    """
    found = [
        start
        for start in positions(text, prefix + quote)
        if start + len(prefix) in positions(text, quote)
    ]
    if len(found) == 1:
        start = found[0] + len(prefix)
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
        if matcher.real_quick_ratio() > ratio and matcher.quick_ratio() > ratio:
            found = matcher.ratio()
            if found > ratio:
                best, ratio = start, found
    return text[best : best + length]
