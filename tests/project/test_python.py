"""The code keeps to what works alike in every Python that README names."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
# As in `(a b)*+`: in Python 3.11.0 to 3.11.4 it takes in the beginning of a turn that fails
# (python/cpython#106052). `(?>(a b)*)` says the same, and is right in all.
POSSESSIVE_GROUP = re.compile(r"\)(?:[*+?]|\{[\d,]+\})\+")


def test_no_group_is_repeated_possessively():
    paths = [path for folder in ("baliportal", "reports") for path in (ROOT / folder).rglob("*.py")]
    code = {path: re.sub(r"#.*", "", path.read_text(encoding="utf-8")) for path in paths}
    assert len(code) > 100
    assert [path.name for path, text in code.items() if POSSESSIVE_GROUP.search(text)] == []
