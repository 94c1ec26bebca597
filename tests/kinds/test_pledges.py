"""Pledges are the ten that a reader of the report lists."""

from decimal import Decimal

from tests.kinds.stored import blocks_of, quotes_of, rows, stated

STATE_WORDS = {
    "pledged": "pledged",
    "announced": "announced",
    "thanked": "thanked",
    "highlighted": "highlighted the important work",
    "willing": "indicated a willingness to consider",
}
# Slug, giver, giver as written, state, kind, paragraph.
PLEDGES = [
    ("japan-website-funding", "japan", "Japan", "highlighted", "money", "p8"),
    ("iom-website-technical-support", "iom", "the IOM", "highlighted", "", "p8"),
    ("unhcr-substantive-contributions", "unhcr", "the UNHCR", "thanked", "", "p14"),
    ("iom-substantive-contributions", "iom", "IOM", "thanked", "", "p14"),
    ("iom-administrative-assistance", "iom", "the IOM", "thanked", "", "p14"),
    ("iom-website-maintenance", "iom", "the IOM", "thanked", "", "p14"),
    ("japan-website-10000-usd", "japan", "Japan", "pledged", "money", "p19"),
    ("new-zealand-website-30000-nzd", "new-zealand", "New Zealand", "pledged", "money", "p19"),
    ("australia-website-funding", "australia", "Australia", "announced", "money", "p19"),
    ("several-countries-contributions", None, "several countries", "willing", "", "p25"),
]
PURPOSES = [
    "the funding [of the Bali process website]",
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
    "new-zealand-website-30000-nzd": (Decimal(30_000), "NZD", "targeted funding of NZ$30,000"),
}


# Who says so, where it is not the report itself: actor, and as written.
SAID_BY = {
    "japan-website-funding": ("aheg-i-coordinator", ""),  # “She also highlighted”
    "iom-website-technical-support": ("aheg-i-coordinator", ""),
    "unhcr-substantive-contributions": ("senior-officials", ""),  # “They also thanked”
    "iom-substantive-contributions": ("senior-officials", ""),
    "iom-administrative-assistance": ("senior-officials", ""),
    "iom-website-maintenance": ("senior-officials", ""),
    "australia-website-funding": ("australia", "Australia"),
    "several-countries-contributions": ("co-chairs", "the co-chairs"),
}


def test_pledges_are_the_ten(report):
    where = blocks_of("pledge")
    fields = ("slug", "giver__slug", "giver_written", "state", "kind")
    assert [(*row, where[row[0]]) for row in rows(report.pledges, *fields)] == PLEDGES
    assert [purpose for (purpose,) in rows(report.pledges, "purpose")] == PURPOSES
    assert stated(report.pledges, "amount", "currency", "amount_written") == AMOUNTS
    assert stated(report.pledges, "speaker__slug", "speaker_written") == SAID_BY


def test_no_amount_is_stated_but_two(report):
    # that of Australia and of Japan's earlier funding is not stated, which is not 0
    assert report.pledges.exclude(amount=None).count() == 2


def test_several_countries_are_not_named(report):
    assert report.pledges.get(slug="several-countries-contributions").giver is None


def test_only_what_the_report_calls_pledged_is_pledged(report):
    said = quotes_of("pledge", "slug")
    for slug, state in rows(report.pledges, "slug", "state"):
        assert STATE_WORDS[state] in said[slug], slug
        assert ("pledged" in said[slug]) == (state == "pledged"), slug


def test_names_tell_pledged_announced_and_thanked_for_apart(report):
    names = {pledge.slug: str(pledge) for pledge in report.pledges.all()}
    assert names["japan-website-10000-usd"].startswith("Japan (pledged): US$10,000 for ")
    assert (
        names["australia-website-funding"] == "Australia (announced): website funding, amount not stated"
    )
    assert names["iom-website-maintenance"] == "The IOM (thanked for): maintenance of the website"
