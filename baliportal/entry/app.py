"""The WSGI application that the server runs: each request from its first header to its answer."""

import logging
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, NamedTuple

from baliportal.entry.answers import Answer, Headers, Variant, is_compressible, respond, shared_headers
from baliportal.entry.bodies import BodyError, read_body
from baliportal.entry.files import Files
from baliportal.entry.forwarded import ForwardedError, read_forwarded
from baliportal.entry.pools import BusyError, Once, Pool
from baliportal.entry.requests import Environ, canonical_query, own_environ, public_environ
from baliportal.entry.revisions import EMPTY, PostgresRevisions, SQLiteRevisions, State
from baliportal.entry.store import Store
from baliportal.middleware import ADMIN, READS, STATES, WITHOUT_DATA

logger = logging.getLogger("baliportal.entry")

Start = Callable[[str, Headers], object]
Reply = tuple[str, Headers, Iterable[bytes]]


class OwnReply(NamedTuple):
    """A reply that is made without Django, to which the entry adds the headers of its middleware."""

    status: str
    headers: Headers
    body: Iterable[bytes]


IN_ONE = 1 << 20  # bytes of an answer that are handed over at once; more come from a file
HOT = 4_096  # ways to ask that are remembered with their answer
LONGEST_WAY = 1_000  # characters of one
STATIC = "/static/"
READY = "/readyz"
PROBES = ("/healthz", READY)
AT_ANOTHER = "Here is the editors' desk alone. The pages of the portal are at {}\n"
NOT_READ = "The database does not let public pages read: the log says what mends it.\n"
# Parameters that can be anything, so that nobody fills the store with them.
FREE_TEXT = ("q=", "name=")


class Entry:
    """WSGI application between the server and Django: takes a request, and always answers.

    `known` are the parameters of public addresses, `proxies` the number of those that say who asks.
    Without `stored`, every answer is made anew. Without a `desk`, its addresses are nowhere. Where the
    public pages are `elsewhere`, at the address of their site, they are not answered here.
    """

    def __init__(
        self,
        django: Callable[..., Any],
        revisions: SQLiteRevisions | PostgresRevisions,
        files: Files,
        *,
        known: frozenset[str],
        is_host: Callable[[str], bool],
        scheme: str = "",
        proxies: int = 0,
        error_page: Callable[..., OwnReply],
        security_headers: dict[tuple[bool, bool], Headers],
        is_static: Callable[[str], bool],
        stored: bool = True,
        desk: Pool | None = None,
        elsewhere: str = "",
        public: Pool | None = None,
    ) -> None:
        self.django, self.revisions, self.files = django, revisions, files
        self.known, self.is_host, self.scheme, self.proxies = known, is_host, scheme, proxies
        self.error_page, self.security_headers = error_page, security_headers
        self.is_static, self.stored = is_static, stored
        self.public = public or Pool("public", size=4, wait=10, limit=30)
        self.desk, self.elsewhere = desk, elsewhere
        self.store, self.once = Store(let_go=self.forget), Once(wait=40)
        self.hot: dict[tuple[str, ...], tuple[Answer, Variant]] = {}

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Answer one request. What is asked for again and again takes the first few lines alone."""
        asked = environ.get
        try:
            if self.proxies:
                self.learn_who_asks(environ)
            way = (
                environ["PATH_INFO"],
                asked("QUERY_STRING", ""),
                asked("HTTP_ACCEPT_ENCODING", ""),
                asked("HTTP_HOST", ""),
                environ["wsgi.url_scheme"],
            )
            hot = self.hot.get(way)
            if hot is not None and environ["REQUEST_METHOD"] == "GET" and is_plain(environ):
                answer, variant = hot
                if answer.state in (None, self.revisions.current()) and not self.revisions.away:
                    answer.last = self.store.clock
                    start_response(answer.status, variant.headers)
                    return [variant.body]
            reply = self.answer(environ, way)
        except BusyError:
            reply = self.error_page(HTTPStatus.SERVICE_UNAVAILABLE)
        except ForwardedError as error:
            reply = self.error_page(HTTPStatus.BAD_REQUEST, str(error))
        except BodyError as error:
            reply = self.error_page(error.args[0], error.args[1])
        except Exception:
            logger.exception("A request failed before Django")
            reply = self.error_page(HTTPStatus.INTERNAL_SERVER_ERROR)
        status, headers, body = reply
        if isinstance(reply, OwnReply):
            kind = environ["PATH_INFO"].startswith(ADMIN), environ["wsgi.url_scheme"] == "https"
            said = {name for name, _ in headers}
            headers += [pair for pair in self.security_headers[kind] if pair[0] not in said]
        start_response(status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else body

    def learn_who_asks(self, environ: Environ) -> None:
        """Set address and scheme in `environ` to those of the client, not of the proxy that asks for it.

        Raises ForwardedError where the proxies do not say them; a probe on this machine passes none.
        """
        header = environ.get("HTTP_FORWARDED", "")
        if header or environ["PATH_INFO"] not in PROBES:
            who = read_forwarded(header, self.proxies)
            environ["REMOTE_ADDR"], environ["wsgi.url_scheme"] = who

    def answer(self, environ: Environ, way: tuple[str, ...]) -> Reply:
        """Return status, headers and body of the answer to one request."""
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"].upper()
        environ["REQUEST_METHOD"] = method  # as Django has it
        if path in PROBES:
            return self.readiness() if path == READY else plain("200 OK", "The portal runs.\n")
        environ = own_environ(environ)
        proper = self.is_host(environ.get("HTTP_HOST", ""))
        proper = proper and self.scheme in ("", environ["wsgi.url_scheme"])
        if proper and self.desk and path.startswith(ADMIN):
            return self.desk_answer(environ, self.desk)
        if proper and self.elsewhere and not path.startswith(STATIC):
            return plain("404 Not Found", AT_ANOTHER.format(self.elsewhere))
        if not proper or method not in READS:
            kept = public_environ(environ, environ.get("QUERY_STRING", ""))
            return self.public.run(lambda: self.whole(kept | {"REQUEST_METHOD": method}))
        if "sessionid=" in environ.get("HTTP_COOKIE", ""):
            self.revisions.refresh()  # who has just saved sees it
        state = self.revisions.current()
        query = canonical_query(environ.get("QUERY_STRING", ""), self.known) if self.stored else None
        if query is not None and path.startswith(STATIC):
            query = ""
        try:
            made = self.public_answer(environ, query, state)
            status, headers, body = respond(made, environ)
        except FileNotFoundError:  # another process has let its file go
            self.store.drop(f"{path}?{query}", made)
            made = self.public_answer(environ, query, state)
            status, headers, body = respond(made, environ)
        if self.revisions.away:
            headers = [*headers, ("Cache-Status", "portal; hit; detail=database-away")]
        elif method == "GET" and made is self.store.answers.get(f"{path}?{query}") and not made.path:
            self.remember(way, made, environ.get("HTTP_ACCEPT_ENCODING", ""))
        return status, headers, body

    def public_answer(self, environ: Environ, query: str | None, state: State) -> Answer:
        """Return the answer to a reading request, kept under its canonical `query`; anew for None."""
        if query is None:
            return self.make(environ, environ.get("QUERY_STRING", ""), "", state)
        return self.stored_answer(environ, query, state)

    def stored_answer(self, environ: Environ, query: str, state: State) -> Answer:
        """Return the answer to a canonical request: of the store, of disk, or made now, once for all."""
        key = f"{environ['PATH_INFO']}?{query}"

        def make() -> Answer:
            found = self.store.get(key, state) or self.files.get(key, state)
            if not found:
                return self.make(environ, query, key, state)
            self.store.put(key, found)
            return found

        return self.store.get(key, state) or self.once.get((key, state), make)

    def make(self, environ: Environ, query: str, key: str, state: State) -> Answer:
        """Return the answer that Django makes, kept under `key` where it may be; "" is kept nowhere.

        Raises BusyError where the database that it needs does not answer.
        """
        path = environ["PATH_INFO"]
        needs_none = self.is_static(path) or path in WITHOUT_DATA
        if self.revisions.away and not needs_none:
            raise BusyError
        kept = public_environ(environ, query)
        anything = query.startswith(FREE_TEXT) or any(f"&{name}" in query for name in FREE_TEXT)
        made = self.public.run(lambda: self.read(kept, "" if anything else key))
        keeps = made.state is not None or needs_none
        keeps = keeps and may_be_kept(made.headers)
        if key and keeps and not made.status.startswith("5") and not made.unknown:
            # Below an address that has moved, or where nothing is, an address can be anything too.
            made.free_text = anything or made.status.startswith(("3", "4"))
            self.store.put(key, made)
        return made

    def read(self, environ: Environ, key: str) -> Answer:
        """Return the answer that Django makes of a public request; in a thread of a pool."""
        states: list[tuple[str, int]] = []
        status, headers, response = self.call(environ | {STATES: states})
        try:
            pieces, size, parts = [], 0, iter(response)
            for piece in parts:
                pieces.append(piece)
                size += len(piece)
                if size > IN_ONE and key and states and may_be_kept(headers):
                    shared = shared_headers(headers, compressible=is_compressible(headers))
                    whole = chained(pieces, parts)
                    try:
                        return self.files.put(key, State(*states[0]), status, shared, whole)
                    except OSError as error:
                        logger.warning("A large answer cannot be kept on disk: %s", error)
                        raise BusyError from error
            unknown = response.streaming and "Content-Length" not in response
        finally:
            response.close()
        shared = shared_headers(headers, fault=status.startswith("5"))
        answer = Answer(status, shared, b"".join(pieces), State(*states[0]) if states else None)
        answer.unknown = unknown
        return answer

    def whole(self, environ: Environ) -> Reply:
        """Return status, headers and body that Django makes, as they are; in a thread of a pool."""
        status, headers, response = self.call(environ)
        try:
            return status, headers, [b"".join(response)]
        finally:
            response.close()

    def call(self, environ: Environ) -> tuple[str, Headers, Any]:
        """Return status, headers and the response of Django to a request of that `environ`."""
        said: list[Any] = []
        response = self.django(environ, lambda status, headers, *rest: said.extend((status, headers)))
        return said[0], said[1], response

    def desk_answer(self, environ: Environ, desk: Pool) -> Reply:
        """Return the answer of the editors' desk: nothing of it is kept."""
        kept = {name: value for name, value in environ.items() if name != "wsgi.file_wrapper"}
        kept = read_body(kept) if environ["REQUEST_METHOD"] not in READS else kept
        reply = desk.run(lambda: self.whole(kept))
        if environ["REQUEST_METHOD"] not in READS:
            self.revisions.refresh()  # what was saved is seen at once by who asks this process
        return reply

    def readiness(self) -> Reply:
        """Return whether all that pages need is there, in a sentence."""
        state = self.revisions.refresh()
        if self.revisions.refused:
            return plain("503 Service Unavailable", NOT_READ)
        if self.revisions.away:
            return plain("503 Service Unavailable", "The database does not answer.\n")
        if state == EMPTY:
            return plain("503 Service Unavailable", "The database is empty: nothing was loaded yet.\n")
        return plain("200 OK", "The portal is ready.\n")

    def remember(self, way: tuple[str, ...], answer: Answer, accepted: str) -> None:
        """Remember that asking in this `way` gives `answer`, where the way is short and no free text."""
        if answer.free_text or sum(map(len, way)) > LONGEST_WAY:
            return
        if len(self.hot) >= HOT:
            self.hot.clear()
        self.hot[way] = (answer, answer.variant(accepted))
        if answer.gone:  # meanwhile
            self.forget(answer)

    def forget(self, answer: Answer) -> None:
        """Remember `answer` no longer. One of free text never was, and a search may let go one each."""
        if answer.free_text:
            return
        for way, (remembered, _) in self.hot.copy().items():
            if remembered is answer:
                self.hot.pop(way, None)


def is_plain(environ: Environ) -> bool:
    """Return True if a request has no condition, range or cookie: the same bytes for everybody."""
    return not ("HTTP_COOKIE" in environ or "HTTP_IF_NONE_MATCH" in environ or "HTTP_RANGE" in environ)


def may_be_kept(headers: Headers) -> bool:
    """Return True unless an answer with these `headers` is one reader's own, or says no-store."""
    said = {name.lower(): value for name, value in headers}
    return "set-cookie" not in said and "no-store" not in said.get("cache-control", "")


def chained(first: list[bytes], rest: Iterable[bytes]) -> Iterable[bytes]:
    """Yield the pieces `first`, then the `rest`."""
    yield from first
    yield from rest


def plain(status: str, text: str) -> OwnReply:
    """Return a reply of plain text that nobody keeps."""
    body = text.encode()
    return OwnReply(status, headers_of("text/plain", body), [body])


def headers_of(kind: str, body: bytes) -> Headers:
    """Return what headers say of a `body` of a media type `kind` that nobody keeps."""
    return [
        ("Content-Type", f"{kind}; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
    ]
