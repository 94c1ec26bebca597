"""An answer is given in the encoding that suits, whole, in part, or not where it is known already."""

import gzip

import brotli
import pytest

from baliportal.entry.answers import Answer, choose_encoding, find_range, respond, shared_headers

BODY = b"Senior officials noted. " * 100
HTML = [("Content-Type", "text/html; charset=utf-8"), ("Vary", "Cookie")]


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", ""),
        ("br", "br"),
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("*;q=0, gzip", "gzip"),
        ("identity, gzip;q=0.5", ""),
        ("identity;q=0.5, gzip", "gzip"),
        ("gzip;q=much", ""),
        ("gzip ; q = 0.5", "gzip"),
        ("br;q=nan, gzip;q=inf", ""),
        ("zstd", ""),
    ],
)
def test_the_encoding_follows_the_quality_values(accepted, encoding):
    assert choose_encoding(accepted) == encoding


def answer(**more):
    """An answer of BODY as a page."""
    fields = {"status": "200 OK", "headers": shared_headers(HTML), "body": BODY, "state": None}
    return Answer(**fields | more)


def ask(made, method="GET", **headers):
    """Answer a request with `made`: status, headers by name, body."""
    environ = {"REQUEST_METHOD": method} | {f"HTTP_{name}": value for name, value in headers.items()}
    status, pairs, body = respond(made, environ)
    return status, {name.lower(): value for name, value in pairs}, b"".join(body)


def test_each_encoding_has_its_length_and_mark():
    made, marks = answer(), set()
    for accepted, decode in (("", bytes), ("gzip", gzip.decompress), ("br", brotli.decompress)):
        status, headers, body = ask(made, ACCEPT_ENCODING=accepted)
        assert status == "200 OK"
        assert decode(body) == BODY
        assert headers["content-length"] == str(len(body))
        assert headers["vary"] == "Cookie, Accept-Encoding"
        assert headers["cache-control"] == "public, max-age=0, s-maxage=1, stale-if-error=86400"
        marks.add(headers["etag"])
    assert len(marks) == 3
    assert not any(mark.startswith("W/") for mark in marks)


def test_gzip_is_the_same_bytes_each_time():
    assert ask(answer(), ACCEPT_ENCODING="gzip") == ask(answer(), ACCEPT_ENCODING="gzip")


def test_what_no_compression_makes_smaller_stays_as_it_is():
    for made in (answer(body=b"short"), answer(headers=[("Content-Type", "image/png")])):
        assert "content-encoding" not in ask(made, ACCEPT_ENCODING="br")[1]


@pytest.mark.parametrize("named", ["{}", '"other", {}', '"other",W/{}', "*"])
def test_what_is_known_already_is_not_sent_again(named):
    made = answer()
    mark = ask(made, ACCEPT_ENCODING="br")[1]["etag"]
    status, headers, body = ask(made, ACCEPT_ENCODING="br", IF_NONE_MATCH=named.format(mark))
    assert (status, body) == ("304 Not Modified", b"")
    assert set(headers) == {"etag", "cache-control", "vary"}
    assert headers["etag"] == mark


def test_the_mark_of_another_encoding_is_not_known():
    made = answer()
    mark = ask(made, ACCEPT_ENCODING="br")[1]["etag"]
    assert ask(made, ACCEPT_ENCODING="gzip", IF_NONE_MATCH=mark)[0] == "200 OK"


def test_a_head_has_the_headers_of_its_get_and_no_body():
    made = answer()
    status, headers, body = ask(made, "HEAD", ACCEPT_ENCODING="br")
    assert (status, headers) == ask(made, ACCEPT_ENCODING="br")[:2]
    assert body == b""


@pytest.mark.parametrize(
    ("asked", "span"),
    [
        ("bytes=0-9", (0, 9)),
        ("bytes=90-", (90, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=90-1000", (90, 99)),
        ("Bytes=0-9", (0, 9)),
        (f"bytes=0-{'9' * 5000}", None),
        ("bytes=-1000", (0, 99)),
        ("bytes=0-1,5-6", None),
        ("bytes=9-0", None),
        ("bytes=-", None),
        ("lines=0-9", None),
    ],
)
def test_a_range_is_of_bytes_that_there_are(asked, span):
    assert find_range(asked, 100) == span


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=-0"])
def test_a_range_of_no_bytes_is_refused(asked):
    with pytest.raises(ValueError, match="no such bytes"):
        find_range(asked, 100)
    status, headers, body = ask(answer(body=BODY[:100]), RANGE=asked)
    assert (status, headers["content-range"], body) == ("416 Range Not Satisfiable", "bytes */100", b"")


def test_a_range_is_that_part_under_the_same_mark():
    made = answer()
    whole = ask(made, ACCEPT_ENCODING="br")
    mark = whole[1]["etag"]
    status, headers, body = ask(made, ACCEPT_ENCODING="br", RANGE="bytes=5-9", IF_RANGE=mark)
    assert (status, body) == ("206 Partial Content", whole[2][5:10])
    assert headers["content-range"] == f"bytes 5-9/{len(whole[2])}"
    assert (headers["content-length"], headers["etag"]) == ("5", mark)
    assert ask(made, ACCEPT_ENCODING="br", RANGE="bytes=5-9", IF_RANGE='"old"') == whole


def test_a_file_is_sent_in_pieces_and_in_part(tmp_path):
    path = tmp_path / "whole.body"
    path.write_bytes(BODY * 100)
    made = answer(body=b"", path=path)
    status, headers, body = ask(made)
    assert (status, body) == ("200 OK", BODY * 100)
    assert headers["content-length"] == str(len(body))
    assert ask(made, RANGE="bytes=100000-")[2] == body[100000:]


def test_a_file_is_sent_compressed_to_who_takes_it(tmp_path):
    path = tmp_path / "whole.body"
    path.write_bytes(BODY * 100)
    made = answer(body=b"", path=path, mark="0123456789" * 4)
    plain = ask(made)
    status, headers, body = ask(made, ACCEPT_ENCODING="br, gzip")
    assert (status, headers["content-encoding"]) == ("200 OK", "gzip")
    assert gzip.decompress(body) == plain[2]
    assert headers["content-length"] == str(len(body)) != plain[1]["content-length"]
    assert headers["etag"] != plain[1]["etag"]
    assert ask(made, ACCEPT_ENCODING="gzip", IF_NONE_MATCH=headers["etag"])[0] == "304 Not Modified"
    assert ask(made, ACCEPT_ENCODING="gzip", IF_NONE_MATCH=plain[1]["etag"])[0] == "200 OK"
    part = ask(made, ACCEPT_ENCODING="gzip", RANGE="bytes=5-9", IF_RANGE=headers["etag"])
    assert (part[0], part[2]) == ("206 Partial Content", body[5:10])
    assert ask(made, ACCEPT_ENCODING="br")[2] == plain[2]  # brotli is for what is in memory
    assert ask(made, ACCEPT_ENCODING="gzip;q=0")[2] == plain[2]
    again = answer(body=b"", path=path, mark="0123456789" * 4)  # of another process
    assert ask(again, ACCEPT_ENCODING="gzip") == (status, headers, body)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["whole.body", "whole.gz"]


def test_a_file_that_compression_makes_no_smaller_is_sent_as_it_is(tmp_path):
    path = tmp_path / "whole.body"
    path.write_bytes(BODY)
    made = answer(body=b"", path=path, headers=[("Content-Type", "application/zip")])
    assert ask(made, ACCEPT_ENCODING="gzip")[2] == BODY
    assert "content-encoding" not in ask(made, ACCEPT_ENCODING="gzip")[1]


def test_a_file_that_the_disk_has_no_room_to_compress_is_sent_as_it_is(tmp_path, monkeypatch):
    def fail(*args, **options):
        raise OSError("no space left")

    path = tmp_path / "whole.body"
    path.write_bytes(BODY)
    monkeypatch.setattr("baliportal.entry.whole_files.tempfile.mkstemp", fail)
    status, headers, body = ask(answer(body=b"", path=path), ACCEPT_ENCODING="gzip")
    assert (status, body, "content-encoding" in headers) == ("200 OK", BODY, False)
