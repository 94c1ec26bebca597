"""Line ends of a text: one kind, whatever system or program it comes from."""

import re

LINE_END = re.compile("\r\n|[\r\u0085\u2028\u2029]")


def unify_line_ends(text: str) -> str:
    """Return `text` with \\n for each line end: a browser's, an old Mac's, or another of Unicode."""
    return LINE_END.sub("\n", text)
