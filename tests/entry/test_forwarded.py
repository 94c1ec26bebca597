"""The header Forwarded: who asks, as the proxies say, and nobody else."""

import pytest
from hypothesis import given
from hypothesis.strategies import ip_addresses

from baliportal.entry.forwarded import ForwardedError, read_forwarded
from tests.entry.test_entry import Portal, connection_kept  # noqa: F401 - a fixture


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ('for="192.0.2.1";proto=https', "192.0.2.1"),
        ("for=192.0.2.1;proto=https", "192.0.2.1"),
        (' For="192.0.2.1" ; PROTO=HTTPS ; by=_here', "192.0.2.1"),
        ("proto=https;for=192.0.2.1;host=reports.example.org", "192.0.2.1"),
        ('for="192.0.2.1:4711";proto=https', "192.0.2.1"),
        ('for="[2001:DB8::0:1]";proto=https', "2001:db8::1"),
        ('for="[2001:db8::1]:4711";proto=https', "2001:db8::1"),
        ('for="2001:db8::1";proto=https', "2001:db8::1"),  # without the brackets, as nginx has it
        ('for="2001:db8:a:1:5a00::1";proto=https', "2001:db8:a:1:5a00::1"),
        ('for="fe80::1%eth0";proto=https', "fe80::1"),
        ('for="::ffff:192.0.2.1";proto=https', "192.0.2.1"),
    ],
)
def test_the_proxy_says_who_asks(header, address):
    assert read_forwarded(header, 1) == (address, "https")


@given(ip_addresses(v=6))
def test_any_address_of_ipv6_is_read_in_brackets_and_without(address):
    for told in (address, address.exploded, f"[{address}]", f"[{address}]:443"):
        assert read_forwarded(f'for="{told}";proto=https', 1)[0] == str(address.ipv4_mapped or address)


def test_of_several_proxies_the_first_tells_of_the_client():
    both = 'for="192.0.2.1";proto=https,for="198.51.100.1";proto=http'
    assert read_forwarded(both, 2) == ("192.0.2.1", "https")
    assert read_forwarded(both.replace(",", " , "), 2) == ("192.0.2.1", "https")


# What a client sends can only stand in front of what a proxy adds.
ADDED = ',for="192.0.2.1";proto=https'


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("", "is missing"),
        ("192.0.2.1", "cannot be read"),
        ("for=192.0.2.1;proto=https,", "cannot be read"),
        ("for=192.0.2.1 proto=https", "cannot be read"),
        ("for=192.0.2.9;for=192.0.2.1;proto=https", "cannot be read"),
        ("for=192.0.2.1;proto=https;proto=http", "cannot be read"),
        ('for="192.0.2.1;proto=https', "cannot be read"),
        (f"for=192.0.2.1;proto=https;x={'y' * 1_000}", "cannot be read"),
        ("for=198.51.100.9;proto=http" + ADDED, "has 2 elements, and not 1"),
        ('for=198.51.100.9;proto=http;x="' + ADDED, "cannot be read"),
        ('for=198.51.100.9;proto=http;x="\\' + ADDED, "cannot be read"),
        ('x="' + ADDED, "cannot be read"),
        ("proto=https", "names no address"),
        ("for=unknown;proto=https", "names no address"),
        ('for="unix:";proto=https', "names no address"),
        ("for=192.0.2.1", "neither proto=http nor proto=https"),
        ("for=192.0.2.1;proto=wss", "neither proto=http nor proto=https"),
    ],
)
def test_what_does_not_say_it_is_refused_with_what_to_do(header, said):
    with pytest.raises(ForwardedError) as refused:
        read_forwarded(header, 1)
    assert said in refused.value.args[0]
    assert 'Forwarded: for="192.0.2.1";proto=https' in refused.value.args[0]


def test_fewer_proxies_than_said_are_refused():
    with pytest.raises(ForwardedError, match="has 1 element, and not 2"):
        read_forwarded("for=192.0.2.1;proto=https", 2)


def test_a_proxy_of_the_old_configuration_is_told_of_the_new_one(report, tmp_path):
    portal = Portal(tmp_path, scheme="https", proxies=1)
    status, _, body = portal.ask("/about/", X_FORWARDED_PROTO="https", X_FORWARDED_FOR="192.0.2.1")
    assert status == "400 Bad Request"
    assert b"X-Forwarded-For and X-Forwarded-Proto are not read" in body
    assert portal.made == []


def test_a_probe_needs_no_proxy(report, tmp_path):
    portal = Portal(tmp_path, scheme="https", proxies=1)
    assert portal.ask("/healthz")[0] == "200 OK"
    assert portal.ask("/healthz", FORWARDED="nonsense")[0] == "400 Bad Request"


def test_without_proxies_nobody_says_who_asks(report, tmp_path):
    portal, seen = Portal(tmp_path), []
    django = portal.entry.django
    portal.entry.django = lambda environ, start: seen.append(environ) or django(environ, start)
    assert portal.ask("/about/", FORWARDED="for=192.0.2.1;proto=https")[0] == "200 OK"
    assert (seen[0]["REMOTE_ADDR"], seen[0]["wsgi.url_scheme"]) == ("127.0.0.1", "http")
