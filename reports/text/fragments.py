"""Text fragments: ends of an address by which a browser finds words on a page and shows them.

Their form is that of https://wicg.github.io/scroll-to-text-fragment.
"""

from urllib.parse import quote


def text_fragment(first: str, last: str = "", before: str = "") -> str:
    """Return the fragment that leads to the words `first`, or from these to `last`.

    With `before`, to those that stand behind these words. What is before it in the address is a “#”,
    and a fragment of the page, if any.
    """
    prefix = f"{encode(before)}-," if before else ""
    return f":~:text={prefix}{','.join(map(encode, filter(None, [first, last])))}"


def encode(words: str) -> str:
    """Return `words` as a text fragment has them, where “,” “-” and “&” mean something else."""
    return quote(words, safe="").replace("-", "%2D")
