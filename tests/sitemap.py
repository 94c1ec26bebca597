"""Read the sitemap as a crawler does: its index, then each of its pages."""

import xml.etree.ElementTree as ET

from tests.addresses import SITE

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def read(client, address="/sitemap.xml"):
    """The entries of a sitemap or of its index: pairs of an address and a day or None."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer["Content-Type"].startswith("application/xml")
    entries = list(ET.fromstring(answer.content))
    assert {entry.tag for entry in entries} <= {f"{SPACE}url", f"{SPACE}sitemap"}
    return [(entry.findtext(f"{SPACE}loc"), entry.findtext(f"{SPACE}lastmod")) for entry in entries]


def crawl(client, site=SITE):
    """The entries of every page of the sitemap that its index names."""
    pages = [address for address, _ in read(client)]
    return [entry for page in pages for entry in read(client, page.removeprefix(site))]


def paths(client, site=SITE):
    """The paths of all pages in the sitemap."""
    return [address.removeprefix(site) for address, _ in crawl(client, site)]
