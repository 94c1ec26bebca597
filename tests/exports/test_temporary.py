"""A folder of temporary files does not outlive a process that was killed."""

import tempfile
from pathlib import Path

from reports.exports.temporary import PREFIX, clear_left, temporary_folder


def test_what_a_killed_process_left_is_cleared_and_no_more(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, other = tmp_path / f"{PREFIX}left", tmp_path / "other"
    left.mkdir()
    (left / "sheet").touch()
    other.mkdir()
    with temporary_folder() as folder:
        clear_left()
        assert sorted(tmp_path.iterdir()) == sorted([Path(folder), other])
    assert list(tmp_path.iterdir()) == [other]
