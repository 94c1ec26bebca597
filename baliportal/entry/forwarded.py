"""The header Forwarded (RFC 7239), in which the proxies in front of the portal say who asks.

Its name has no hyphen. The server gives `X-Forwarded-For` and `X_Forwarded_For` one name, so that the
second, which a client can send, may pass for the first: no header with a hyphen is believed.
"""

import re
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

LONGEST = 1_000  # characters of it
WORD = r"[\w!#$%&'*+.^`|~-]+"
PAIR = re.compile(rf'[ \t]*({WORD})=({WORD}|"[^"\\]*")[ \t]*([;,]|\Z)', re.ASCII)
# An address of IPv6 in brackets, or one of IPv4, with the port behind it or not. nginx names an address
# of IPv6 without brackets: no group of digits in that is a port.
NODE = re.compile(r"\[(.*)\](?::\d+)?\Z|(\d+(?:\.\d+){3}):\d+\Z", re.ASCII)
SCHEMES = ("http", "https")
HOW = (
    "The proxy in front of the portal has to set it, whatever a client sends, as in: "
    'Forwarded: for="192.0.2.1";proto=https. Each further proxy adds an element of its own '
    "(TRUSTED_PROXIES says how many there are). X-Forwarded-For and X-Forwarded-Proto are not read."
)


class ForwardedError(Exception):
    """A header that does not say who asks: `args` has sentences for the keeper of the proxy."""


@lru_cache(maxsize=1_024)  # a reader asks for a page and what stands on it
def read_forwarded(header: str, proxies: int) -> tuple[str, str]:
    """Return the address of the client, and the scheme that it asked with, http or https.

    The first proxy sets the header and each further one adds an element, so that there are as many as
    there are `proxies`, and the first tells of the client. Raises ForwardedError for any other.
    """
    if not header:
        raise ForwardedError(f"The header Forwarded is missing. {HOW}")
    elements = parse(header)
    if not elements:
        raise ForwardedError(f"The header Forwarded cannot be read. {HOW}")
    if len(elements) != proxies:
        told = f"{len(elements)} element{'s' * (len(elements) > 1)}"
        raise ForwardedError(f"The header Forwarded has {told}, and not {proxies}. {HOW}")
    told = elements[0].get("for", "")
    node = NODE.match(told)
    address = readable((node[1] or node[2]) if node else told)
    if address is None:
        raise ForwardedError(f"The header Forwarded names no address (for=). {HOW}")
    scheme = elements[0].get("proto", "").lower()
    if scheme not in SCHEMES:
        raise ForwardedError(f"The header Forwarded says neither proto=http nor proto=https. {HOW}")
    return address, scheme


def parse(header: str) -> list[dict[str, str]]:
    """Return the elements of the header, values by parameter; none where it cannot be read whole."""
    elements: list[dict[str, str]] = [{}]
    position, separator = 0, ";"
    while separator:
        pair = PAIR.match(header, position) if len(header) <= LONGEST else None
        if pair is None or pair[1].lower() in elements[-1]:
            return []
        elements[-1][pair[1].lower()] = pair[2].strip('"')
        position, separator = pair.end(), pair[3]
        if separator == ",":
            elements.append({})
    return elements


def readable(text: str) -> str | None:
    """Return an IP address in its usual form; None for anything else."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or IPv6Address(int(address))  # without a zone
    return str(address)
