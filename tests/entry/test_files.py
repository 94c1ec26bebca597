"""Large answers on disk take no more room than they may, and leave nothing behind."""

import os
import time

from baliportal.entry.answers import gzip_file
from baliportal.entry.files import UNFINISHED, Files
from baliportal.entry.revisions import State

STATE = State("mark", 1)


def put(files, key, size=1_000):
    """Keep an answer of so many bytes that cannot be made smaller: the answer."""
    return files.put(key, STATE, "200 OK", [], [os.urandom(size)])


def test_the_packed_bytes_count_too_and_the_oldest_go(tmp_path):
    files = Files(tmp_path, disk=3_500)
    for number, key in enumerate(("first", "second")):
        path = put(files, key).path
        gzip_file(path)  # about as large
        os.utime(path, (number, number))
    put(files, "third")
    assert files.get("first", STATE) is None
    assert files.get("second", STATE)
    assert files.get("third", STATE)
    assert len(list(tmp_path.glob("*.gz"))) == 1


def test_what_a_killed_process_has_left_goes_and_what_is_being_made_stays(tmp_path):
    files, long_ago = Files(tmp_path), time.time() - UNFINISHED - 1
    kept = put(files, "kept").path
    packed = gzip_file(kept)
    left = [tmp_path / name for name in (".making-left", "0123.body", "0123.gz")]
    for path in left:
        path.write_bytes(b"half")
    for path in (*left, kept, packed):
        os.utime(path, (long_ago, long_ago))
    (tmp_path / ".making-now").write_bytes(b"half")
    put(files, "another")
    assert not any(path.exists() for path in left)
    assert (tmp_path / ".making-now").exists()
    assert files.get("kept", STATE)
    assert kept.exists()
    assert packed.exists()
