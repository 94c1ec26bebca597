"""Answers as they are stored: made once, compressed once, and given whole, in part or not at all."""

import gzip
import hashlib
import re
import shutil
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import brotli

from baliportal.entry.revisions import State
from baliportal.entry.whole_files import whole_file

Headers = list[tuple[str, str]]

PIECE = 64 * 1024  # bytes of a file that are sent at a time
SMALL = 200  # bytes that no compression makes smaller
COMPRESSIBLE = re.compile(
    r"(?:text/|application/(?:json|javascript|xml|[\w.+-]+\+(?:json|xml)|x-\w+)|image/svg)", re.ASCII
)
CACHE_CONTROL = "public, max-age=0, s-maxage=1, stale-if-error=86400"
# Of the body alone, which an answer that is not sent has no need of (RFC 9110, section 15.4.5); the
# security headers are not of them.
OF_BODY = {"content-type", "content-length", "content-encoding", "content-disposition", "accept-ranges"}
OF_BODY |= {"content-language", "last-modified"}
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII | re.IGNORECASE)
QUALITY = re.compile(r"\s*([^\s;]+)\s*(?:;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?", re.ASCII)


def brotli_of(body: bytes) -> bytes:
    """Return `body` compressed with brotli: quickly, as it is done while somebody waits."""
    return brotli.compress(body, quality=6)


def gzip_of(body: bytes) -> bytes:
    """Return `body` compressed with gzip, the same bytes each time."""
    return gzip.compress(body, compresslevel=6, mtime=0)


# The best first: of two that a client likes as much, it gets the first.
ENCODERS = {"br": brotli_of, "gzip": gzip_of}
OF_FILES = ("gzip",)  # encodings of an answer that is a file: the one that streams


def gzip_file(path: Path) -> Path:
    """Return the file beside the one at `path` that is it with gzip; make it where there is none.

    Made in pieces, and there whole or not at all, for all processes.
    """
    made = path.with_suffix(".gz")
    if not made.exists():
        with (
            path.open("rb") as plain,
            whole_file(made) as file,
            gzip.GzipFile("", "wb", compresslevel=4, fileobj=file, mtime=0) as packed,
        ):
            shutil.copyfileobj(plain, packed, PIECE)
    return made


def choose_encoding(accepted: str, offered: Iterable[str] = tuple(ENCODERS)) -> str:
    """Return the encoding of those `offered` that a client `accepted`, by its quality values, or “”."""
    qualities = dict(qualities_of(accepted))
    best, most = "", 0.0
    for name in offered:
        quality = qualities.get(name, qualities.get("*", 0.0))
        if quality > most:
            best, most = name, quality
    return best if most >= qualities.get("identity", 0.0) else ""


def qualities_of(accepted: str) -> Iterator[tuple[str, float]]:
    """Yield the names and quality values of an Accept-Encoding header; unreadable ones are left out."""
    for part in accepted.lower().split(","):
        if said := QUALITY.fullmatch(part):
            yield said[1], float(said[2] or 1)


@dataclass
class Variant:
    """One encoding of an answer, ready to be sent."""

    headers: Headers
    body: bytes
    etag: str
    path: Path | None = None  # of the file that its bytes are in


@dataclass
class Answer:
    """A whole answer to a reading request: its status, the headers that all encodings share, its bytes.

    `state` is that of the data that it was made of; None where it is made of none. With a `path` its
    bytes are those of that file.
    """

    status: str
    headers: Headers
    body: bytes
    state: State | None
    path: Path | None = None
    mark: str = ""  # of a file: the digest of its bytes
    free_text: bool = False  # of an address that can be anything: a search, or nothing there
    variants: dict[str, Variant] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    last: int = 0  # when it was last asked for, by the clock of the store
    gone: bool = False  # let go by the store
    unknown: bool = False  # of a length that was not known before its end: never kept

    @property
    def size(self) -> int:
        """The bytes of memory that it takes, about."""
        return 2_000 + len(self.body) + sum(len(each.body) for each in list(self.variants.values()))

    @property
    def compressible(self) -> bool:
        """True where its bytes are worth compressing."""
        return (self.path is not None or len(self.body) > SMALL) and is_compressible(self.headers)

    def variant(self, accepted: str) -> Variant:
        """Return it in the encoding that suits a client that `accepted` these; made once."""
        offered = OF_FILES if self.path else tuple(ENCODERS)
        name = choose_encoding(accepted, offered) if accepted and self.compressible else ""
        with self.lock:
            if name not in self.variants:
                self.variants[name] = self.encode(name)
            return self.variants[name]

    def encode(self, name: str) -> Variant:
        """Return it in the encoding `name`, “” for none."""
        path = self.path
        if path and name:
            try:
                path = gzip_file(path)
            except FileNotFoundError:
                raise
            except OSError:  # no room on the disk: it is sent as it is
                name = ""
        body = ENCODERS[name](self.body) if name and not path else self.body
        length = path.stat().st_size if path else len(body)
        mark = f"{self.mark[:27]}-{name}" if self.mark and name else self.mark
        etag = f'"{(mark or hashlib.sha256(body).hexdigest())[:32]}"'
        headers = [*self.headers, ("Content-Length", str(length))]
        headers += [] if self.status.startswith("5") else [("ETag", etag)]
        headers += [("Content-Encoding", name)] if name else []
        headers += [("Accept-Ranges", "bytes")] if self.status.startswith("200") else []
        return Variant(headers, body, etag, path)


def is_compressible(headers: Iterable[tuple[str, str]]) -> bool:
    """Return True if what has these `headers` is of a kind that compression makes smaller."""
    kind = {name.lower(): value for name, value in headers}.get("content-type", "")
    return bool(COMPRESSIBLE.match(kind))


def shared_headers(
    headers: Iterable[tuple[str, str]], *, compressible: bool = True, fault: bool = False
) -> Headers:
    """Return the `headers` of an answer as all its encodings have them: who may keep it, and why.

    What Django said of its length is left to each encoding. Nobody keeps a `fault` of the portal's.
    """
    found = {name.lower(): (name, value) for name, value in headers}
    vary = found.pop("vary", ("", ""))[1]
    names = [each.strip() for each in vary.split(",") if each.strip()]
    names += ["Accept-Encoding"] if compressible and "accept-encoding" not in vary.lower() else []
    for name in ("content-length", "content-encoding", "etag", "accept-ranges"):
        found.pop(name, None)
    found.setdefault("cache-control", ("Cache-Control", "no-store" if fault else CACHE_CONTROL))
    return [*found.values(), *([("Vary", ", ".join(names))] if names else [])]


def matches(header: str, etag: str) -> bool:
    """Return True if an If-None-Match `header` names `etag`: a list of them, or a star for any."""
    named = re.findall(r'"[^"]*"|\*', header)
    return etag in named or "*" in named


def find_range(header: str, length: int) -> tuple[int, int] | None:
    """Return the first and the last byte that a Range `header` asks for of `length` bytes.

    None where it is to be ignored: another unit, several ranges, or a slip. Raises ValueError where
    there are no such bytes.
    """
    asked = RANGE.fullmatch(header.strip())
    if not asked or asked.groups() == ("", ""):
        return None
    first, last = asked.groups()
    if not first:  # the last so many
        count = min(int(last), length)
        span = (length - count, length - 1)
    else:
        span = (int(first), min(int(last), length - 1) if last else length - 1)
        if last and int(last) < int(first):
            return None
    if span[0] > span[1] or span[0] >= length:
        raise ValueError("no such bytes")
    return span


def pieces_of(file: BinaryIO, first: int, last: int) -> Iterator[bytes]:
    """Yield the bytes from `first` to `last` of an open `file`, some at a time, and close it."""
    with file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece


def respond(answer: Answer, environ: dict[str, Any]) -> tuple[str, Headers, Iterable[bytes]]:
    """Return the status, headers and body that answer a request of that `environ` with `answer`.

    The conditions of the request are looked at: what the client has already is not sent again, and of
    a range it gets that part. A body in memory is a list of one. Raises FileNotFoundError where the
    file of the answer was let go.
    """
    found = answer.variant(environ.get("HTTP_ACCEPT_ENCODING", ""))
    reads = environ["REQUEST_METHOD"] != "HEAD"
    if not answer.status.startswith("200"):
        return answer.status, found.headers, [found.body] if reads else []
    if matches(environ.get("HTTP_IF_NONE_MATCH", ""), found.etag):
        kept = [pair for pair in found.headers if pair[0].lower() not in OF_BODY]
        return "304 Not Modified", kept, []
    length = found.path.stat().st_size if found.path else len(found.body)
    asked, condition = environ.get("HTTP_RANGE", ""), environ.get("HTTP_IF_RANGE", found.etag)
    span = None
    if asked and reads and condition == found.etag:
        try:
            span = find_range(asked, length)
        except ValueError:
            unmet = [pair for pair in found.headers if pair[0].lower() not in {"content-length", "etag"}]
            unmet += [("Content-Range", f"bytes */{length}"), ("Content-Length", "0")]
            return "416 Range Not Satisfiable", unmet, []
    status, headers = answer.status, found.headers
    first, last = span or (0, length - 1)
    if span:
        status = "206 Partial Content"
        headers = [pair for pair in headers if pair[0].lower() != "content-length"]
        headers += [("Content-Range", f"bytes {first}-{last}/{length}")]
        headers += [("Content-Length", str(last - first + 1))]
    if not reads:
        return status, headers, []
    if found.path:
        return status, headers, pieces_of(found.path.open("rb"), first, last)
    return status, headers, [found.body[first : last + 1] if span else found.body]
