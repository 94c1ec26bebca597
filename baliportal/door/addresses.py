"""Know where a request came from, and believe no header that the client may have written."""

from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

ONE_CLIENT = 64  # bits of an IPv6 address: who has one of a network has all the rest of it


def client_address(request: HttpRequest) -> str | None:
    """Return the address that a request came from, None where the server names none.

    Each proxy adds the address of who asked it behind those that X-Forwarded-For has. So that of the
    client is as many steps from the end as there are TRUSTED_PROXIES; all before it may be forged.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    steps = [*request.META.get("HTTP_X_FORWARDED_FOR", "").split(","), peer]
    behind = settings.TRUSTED_PROXIES + 1
    told = steps[-behind] if behind <= len(steps) else peer
    return readable(told) or readable(peer)


def client_network(request: HttpRequest) -> str | None:
    """Return what wrong passwords are counted for: the address; of IPv6 the first of its network."""
    address = client_address(request)
    if address is None or "." in address:
        return address
    return str(IPv6Network((address, ONE_CLIENT), strict=False).network_address)


def readable(text: str) -> str | None:
    """Return an IP address in its usual form; None for anything else."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or IPv6Address(int(address))  # without a zone
    return str(address)
