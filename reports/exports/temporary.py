"""Hold folders, and make temporary ones that do not outlive a process which is killed."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

PREFIX = "bali-process-reports-"


@contextmanager
def temporary_folder() -> Iterator[str]:
    """Give a folder of its own to the block; deleted at its end, or by `clear_left` after a kill."""
    with TemporaryDirectory(prefix=PREFIX) as folder, held(Path(folder)):
        yield folder


@contextmanager
def held(folder: Path, *, wait: bool = False) -> Iterator[bool]:
    """Hold `folder` until the block or this process ends; give False where that cannot be done.

    Raises BlockingIOError where another process holds it, and this one is not to `wait` for it.
    """
    mine = True
    with ExitStack() as stack:
        try:
            import fcntl

            handle = os.open(folder, os.O_RDONLY)
            stack.callback(os.close, handle)
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise
        except (ImportError, OSError):
            mine = False  # no such lock on Windows, nor on some file systems
        yield mine


def clear_left() -> None:
    """Delete the folders of processes that were killed: nobody holds them."""
    for folder in Path(gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError), held(folder) as mine:
            if mine:
                shutil.rmtree(folder)
