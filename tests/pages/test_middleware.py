"""Every public address is read without its trackers, and by the pages of any site."""

import pytest

from baliportal.middleware import is_no_tracker
from reports.kinds import KINDS

LISTS = [
    "/workshops/?host=thailand",
    "/workshops.csv?host=thailand",
    "/workshops.json?host=thailand",
    "/workshops.bib?host=thailand",
    "/search/?q=thailand",
    "/meetings/2004-brisbane-som/report.ris?version=1",
]
TRACKERS = [
    "gad_source",
    "gad_campaignid",
    "hsCtaTracking",
    "ScCid",
    "rdt_cid",
    "_ke",
    "_openstat",
    "s_kwcid",
    "dm_i",
    "at_medium",
    "at_campaign",
    "at_custom1",
    "matomo_campaign",
    "matomo_kwd",
    "mtm_campaign",
    "pk_campaign",
    "pk_kwd",
    "piwik_campaign",
    "UTM_SOURCE",
    "Fbclid",
    "msclkid",
    "irclickid",
    "mkt_tok",
    "itm_source",
    "vero_conv",
    "__hstc",
    "trk",
]  # fmt: skip
ADDED = ["utm_source=mail", "fbclid=IwAR0", "mc%5Feid=1", "gclid", "_ga=1.2", "UTM_Source=a"]


@pytest.mark.parametrize("address", LISTS)
def test_an_address_with_a_tracker_answers_as_without(client, reader, address):
    plain = reader.get(address)
    wanted = plain.status_code, plain.getvalue()
    every = "&".join(ADDED)  # one that were left would change the answer, whatever the others
    answer = client.get(f"{address.replace('?', f'?{every}&')}&{every}&gclid")
    assert (answer.status_code, answer.getvalue()) == wanted


@pytest.mark.parametrize(
    "parameter", ["host=utm_source", "q=fbclid", "utm=1", "hots=thailand", "ga=1", "gl"]
)
def test_what_is_no_tracker_stays(parameter):
    assert is_no_tracker(parameter)


@pytest.mark.parametrize("tracker", TRACKERS)
def test_a_tracker_is_known_by_its_name_or_family_in_any_case(tracker):
    assert not is_no_tracker(f"{tracker}=1")


def test_no_filter_of_a_list_is_taken_for_a_tracker():
    names = {name for kind in KINDS for name in kind.filters.base_filters}
    assert all(map(is_no_tracker, names | {name.upper() for name in names} | {"q", "kind", "page"}))


@pytest.mark.parametrize(
    "address", [*LISTS, "/", "/nowhere/", "/workshops/?host=nowhere", "/robots.txt"]
)
def test_a_page_of_any_site_may_read_what_is_public(reader, address):
    answer = reader.get(address)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_no_other_site_reads_the_desk(client, db):
    answer = client.get("/admin/login/")
    assert "Access-Control-Allow-Origin" not in answer
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
