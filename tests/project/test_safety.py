"""The soak does what docs/safety.md says of it."""

import re
from pathlib import Path

from tests.soak import kills, run

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "safety.md").read_text(encoding="utf-8")


def test_each_work_that_is_killed_has_its_line():
    works = {work for shares in kills.SHARES.values() for work in shares}
    assert works <= set(kills.MEANING)
    for work in works:
        assert f"| {kills.MEANING[work]} |" in TEXT


def test_its_files_are_there_and_its_migration_is_the_one():
    for file in re.findall(r"`(tests/[\w/.]+)`", TEXT):
        assert (ROOT / file).is_file()
    assert f"migration {kills.OLDER[:4]} of `reports`" in TEXT
    assert {"kills", "full_saves"} <= {each.__name__ for each in run.SCENARIOS}
    assert "docs/safety.md" in (ROOT / "README.md").read_text(encoding="utf-8")
