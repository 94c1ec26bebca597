"""Folders of temporary files that do not outlive a process which is killed."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

PREFIX = "bali-process-reports-"


@contextmanager
def temporary_folder() -> Iterator[str]:
    """Give a folder of its own to the block; deleted at its end, or by `clear_left` after a kill."""
    with TemporaryDirectory(prefix=PREFIX) as folder, held(Path(folder)):
        yield folder


@contextmanager
def held(folder: Path) -> Iterator[bool]:
    """Hold `folder` until the block or this process ends; give False where that cannot be done.

    Raises BlockingIOError where another process holds it.
    """
    try:
        import fcntl  # there is none on Windows
    except ImportError:
        yield False
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    finally:
        os.close(handle)


def clear_left() -> None:
    """Delete the folders of processes that were killed: nobody holds them."""
    for folder in Path(gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError), held(folder) as mine:
            if mine:
                shutil.rmtree(folder)
