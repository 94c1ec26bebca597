"""Each promise of docs/security.md names the test that shows it, and that test is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def test_each_promise_names_a_test():
    tables = TEXT.split("| Promise | Shown by |\n| --- | --- |\n")[1:]
    promises = [line for table in tables for line in table.split("\n\n")[0].splitlines()]
    assert promises
    for line in promises:
        assert re.fullmatch(r"\| .+ \| `tests/[^|]+` \|", line), line


def test_each_test_that_is_named_is_there():
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXT)
    assert named
    for file, test in named:
        assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), f"{file}::{test}"
    assert len(named) == TEXT.count("::test_")
