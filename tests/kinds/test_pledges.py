"""Pledges are the ten that a reader of the report lists."""

from decimal import Decimal

from tests.kinds.stored import blocks_of, rows, stated

# Slug, giver, giver as written, state, kind, paragraph.
PLEDGES = [
    ("japan-website-funding", "japan", "Japan", "given", "money", "p8"),
    ("iom-website-technical-support", "iom", "the IOM", "given", "", "p8"),
    ("unhcr-substantive-contributions", "unhcr", "the UNHCR", "given", "", "p14"),
    ("iom-substantive-contributions", "iom", "IOM", "given", "", "p14"),
    ("iom-administrative-assistance", "iom", "the IOM", "given", "", "p14"),
    ("iom-website-maintenance", "iom", "the IOM", "given", "", "p14"),
    ("japan-website-10000-usd", "japan", "Japan", "pledged", "money", "p19"),
    ("new-zealand-website-30000-nzd", "new-zealand", "New Zealand", "pledged", "money", "p19"),
    ("australia-website-funding", "australia", "Australia", "announced", "money", "p19"),
    ("several-countries-contributions", None, "several countries", "willing", "", "p25"),
]
PURPOSES = [
    "the Bali process website",
    "the technical support of the Bali process website",
    "substantive contributions",
    "substantive contributions",
    "administrative assistance",
    "maintenance of the website",
    "the upkeep and management of the website",
    "the website",
    "website funding",
    "targeted contributions and contributions in kind",
]
AMOUNTS = {
    "japan-website-10000-usd": (Decimal(10_000), "USD", "US$10,000"),
    "new-zealand-website-30000-nzd": (Decimal(30_000), "NZD", "NZ$30,000"),
}


def test_pledges_are_the_ten(report):
    where = blocks_of("pledge")
    fields = ("slug", "giver__slug", "giver_written", "state", "kind")
    assert [(*row, where[row[0]]) for row in rows(report.pledges, *fields)] == PLEDGES
    assert [purpose for (purpose,) in rows(report.pledges, "purpose")] == PURPOSES
    assert stated(report.pledges, "amount", "currency", "amount_written") == AMOUNTS


def test_no_amount_is_stated_but_two(report):
    # that of Australia and of Japan's earlier funding is not stated, which is not 0
    assert report.pledges.exclude(amount=None).count() == 2


def test_several_countries_are_not_named(report):
    assert report.pledges.get(slug="several-countries-contributions").giver is None
