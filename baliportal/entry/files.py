"""Files: large answers, made once per state of the data and kept on disk, for all processes."""

import hashlib
import json
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from baliportal.entry.answers import Answer, Headers
from baliportal.entry.revisions import State
from baliportal.entry.whole_files import whole_file

DISK = 1 << 30  # bytes of all files together
UNFINISHED = 600  # seconds without a write after which nobody is at work on a file


class Files:
    """Large answers in a `folder`: the bytes of each in a file, with its head beside it."""

    def __init__(self, folder: Path, disk: int = DISK) -> None:
        self.folder, self.disk = folder, disk

    def path(self, key: str, state: State) -> Path:
        """Return where the bytes of the answer to `key` in that `state` of the data are, or would be."""
        name = hashlib.sha256("\n".join((key, state.mark, str(state.number))).encode()).hexdigest()
        return self.folder / f"{name}.body"

    def get(self, key: str, state: State) -> Answer | None:
        """Return the answer to `key` in that `state`, where any process has made it."""
        path = self.path(key, state)
        try:
            head = json.loads(path.with_suffix(".head").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        headers = [(name, value) for name, value in head["headers"]]
        return Answer(head["status"], headers, b"", state, path, head["digest"])

    def put(
        self, key: str, state: State, status: str, headers: Headers, pieces: Iterable[bytes]
    ) -> Answer:
        """Keep `pieces` as the answer to `key` in that `state`; raise OSError where no disk is left.

        The head is written last: with it the bytes are whole.
        """
        self.folder.mkdir(exist_ok=True)
        path = self.path(key, state)
        digest = self.write(path, pieces)
        head = {"status": status, "headers": headers, "state": state, "digest": digest}
        self.write(path.with_suffix(".head"), [json.dumps(head).encode()])
        self.prune(state, path)
        return Answer(status, headers, b"", state, path, digest)

    def write(self, path: Path, pieces: Iterable[bytes]) -> str:
        """Write `pieces` to the file at `path`, there whole or not at all; return their digest."""
        digest = hashlib.sha256()
        with whole_file(path) as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
        return digest.hexdigest()

    def prune(self, state: State, new: Path) -> None:
        """Remove what is of an earlier revision than this `state`, and the oldest of what is too much.

        And what a process that was killed has left. Who is sending a file has it open, and goes on.
        """
        left = []
        for head in self.folder.glob("*.head"):
            with suppress(OSError, ValueError):
                said = State(*json.loads(head.read_text(encoding="utf-8"))["state"])
                if said.number >= state.number:
                    stat, packed = head.with_suffix(".body").stat(), head.with_suffix(".gz")
                    size = stat.st_size + (packed.stat().st_size if packed.exists() else 0)
                    left.append((stat.st_mtime, size, head))
                else:
                    self.remove(head)
        self.remove_unfinished({head.stem for *_, head in left})
        total = sum(size for _, size, _ in left)
        for _, size, head in sorted(left):
            if total <= self.disk:
                break
            if head.stem != new.stem:
                total -= size
                self.remove(head)

    def remove_unfinished(self, whole: set[str]) -> None:
        """Remove the files that nobody writes any more, of no answer whose name is in `whole`."""
        since = time.time() - UNFINISHED
        for path in self.folder.iterdir():
            with suppress(OSError):
                if path.stem not in whole and path.suffix != ".head" and path.stat().st_mtime < since:
                    path.unlink()

    def remove(self, head: Path) -> None:
        """Remove an answer: its head first, so that nobody finds it without its bytes."""
        for suffix in (".head", ".body", ".gz"):
            head.with_suffix(suffix).unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove all: another release may make other bytes of the same data."""
        for path in self.folder.glob("*") if self.folder.is_dir() else ():
            path.unlink(missing_ok=True)
