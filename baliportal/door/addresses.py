"""Know where a request came from: behind proxies the entry says so, see baliportal.entry.forwarded."""

from ipaddress import IPv6Network

from django.http import HttpRequest

from baliportal.entry.forwarded import readable

ONE_CLIENT = 64  # bits of an IPv6 address: who has one of a network has all the rest of it


def client_address(request: HttpRequest) -> str | None:
    """Return the address that a request came from, None where the server names none."""
    return readable(request.META.get("REMOTE_ADDR", ""))


def client_network(request: HttpRequest) -> str | None:
    """Return what wrong passwords are counted for: the address; of IPv6 the first of its network."""
    address = client_address(request)
    if address is None or "." in address:
        return address
    return str(IPv6Network((address, ONE_CLIENT), strict=False).network_address)
