"""A list says what is wrong with input that means nothing, and no input is an error or slow."""

from time import process_time
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django_filters import CharFilter
from hypothesis import example, given
from hypothesis import strategies as st

from tests.examples import examples
from tests.lists.listed import LISTS, bound
from tests.reading import get, main


@pytest.mark.parametrize(
    ("url", "name", "said"),
    [
        ("/workshops/?state=x&host=thailand", "state", "“x” is not a value of “State”. It takes: held,"),
        ("/workshops/?host=atlantis", "host", "“atlantis” is not a value of “Hosted by”."),
        ("/workshops/?year=0x7d4", "year", "is not a value of “Year”. It takes: 2002, 2003, 2004"),
        (
            "/workshops/?sort=colour",
            "sort",
            "“colour” is not a column to sort by. Sort by: name, who, date_words,",
        ),
        ("/workshops/?page=two", "page", "“two” is not the number of a page: that is a whole number"),
        ("/workshops/?page=0", "page", "“0” is not the number of a page: that is a whole number"),
        ("/workshops/?page=1.5", "page", "“1.5” is not the number of a page: that is a whole number"),
        ("/pledges/?amount=lots", "amount", "“lots” is not a value of “Amount”. It takes: stated,"),
    ],
)  # fmt: skip
def test_a_value_that_means_nothing_is_a_400_beside_its_field(client, report, url, name, said):
    source, words = get(client, url, 400)
    assert said in words
    assert f'href="#filter-{name}"' in source
    assert f'id="filter-{name}"' in source
    assert "<table" not in source
    assert 'role="status"' not in source
    assert "<small>" not in source
    if "thailand" in url:
        assert 'value="thailand" checked' in source


def test_beyond_the_last_page_is_a_404_that_names_it(client, report, monkeypatch):
    assert "one page: there is no page 2" in get(client, "/workshops/?page=2", 404)[1]
    monkeypatch.setattr("reports.lists.listing.PAGE_SIZE", 5)
    source, words = get(client, "/workshops/?state=held&page=9", 404)
    assert "This list ends at page 3: there is no page 9." in words
    assert '<a href="/workshops/?state=held&amp;page=3">Go to the last page of it</a>' in source


def test_an_unknown_parameter_is_ignored_and_said_so(client, report):
    source, words = get(client, "/workshops/?hots=thailand&from=x")
    assert "18 workshops" in words
    assert "Ignored in the address, as they mean nothing here: hots , from" in words
    assert "hots" not in source.split('id="results"')[1]


def make_of(each):
    """All by which the code that reads a value tells the filter `each` from others."""
    traits = ("actors", "where")
    points = getattr(each, "key", "") != getattr(each, "path", "")
    return type(each), points, *(bool(getattr(each, name, None)) for name in traits)


# One filter of each make, from lists that have every make between them.
MAKES = {
    make_of(each): (url, name)
    for url in ("/workshops/", "/participants/", "/pledges/")
    for name, each in LISTS[url].base_filters.items()
}


def test_no_list_has_a_filter_of_another_class():
    used = {type(each) for filters in LISTS.values() for each in filters.base_filters.values()}
    assert used == {make[0] for make in MAKES}


@pytest.mark.parametrize(("url", "name"), MAKES.values())
def test_values_of_any_length_and_number_are_answered(client, report, url, name):
    assert client.get(url, {name: "x" * 60_000}).status_code < 500
    many = urlencode({name: range(995)}, doseq=True)
    asked = bound(LISTS[url], many)
    assert asked.options.keys() == asked.facets.keys()
    assert asked.form.is_valid() or asked.moved_values() is None  # all that a page asks before it shows


def blank(url):
    """A query with a blank value of every filter of the list at `url`."""
    return "&".join(f"{name}=%20" for name in LISTS[url].base_filters)


def test_a_blank_value_asks_for_nothing(client, read_page):
    submitted = {url: bound(LISTS[url], blank(url)).submitted for url in LISTS}
    assert submitted == {url: {} for url in LISTS}
    page = get(client, f"/workshops/?{blank('/workshops/')}")[1]
    assert page == main(read_page("/workshops/"))[1]


NASTY = "<script>alert(1)</script>\"'&"


@pytest.mark.parametrize("url", dict.fromkeys(url for url, _ in MAKES.values()))
def test_nothing_is_reflected_unescaped(client, report, url):
    filters = LISTS[url].base_filters
    # All that refuse it say so on one page; what takes any text is said on others.
    texts = [name for name, each in filters.items() if isinstance(each, CharFilter)]
    for names, status in [(filters, 400), *(([name], 200) for name in texts)]:
        answer = client.get(url, dict.fromkeys(names, NASTY))
        assert answer.status_code == status
        said = answer.content.decode()
        assert "<script>" not in said
        assert said.count("&lt;script&gt;") >= len(names)


def test_an_unknown_name_reflects_nothing_unescaped(client, report):
    said = get(client, f"/workshops/?{urlencode({'other': NASTY, NASTY: 'x'})}")[0]
    assert "<script>" not in said


values = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["thailand", "held", "not-stated", "2004", "-name", "1", "999999999999", "\x00", "é"]
    ),
    st.integers().map(str),
)


@examples(20)
@given(url=st.sampled_from(list(LISTS)), data=st.data())
def test_no_input_is_an_error_or_slow(client, report, url, data):
    names = st.sampled_from([*LISTS[url].base_filters, "q", "\x00"])
    query = data.draw(st.lists(st.tuples(names, values), max_size=10))
    typed = QueryDict(mutable=True)
    for name, value in query:
        typed.appendlist(name, value)
    started = process_time()  # a busy machine is no fault of the portal
    answer = client.get(f"{url}?{typed.urlencode()}")
    assert answer.status_code in (200, 302, 400, 404)
    assert process_time() - started < 1


@given(value=st.text(max_size=12000))
@example(value="9" * 10000)
@example(value="\x00")
@examples(5)
def test_no_length_of_a_value_is_an_error(client, report, value):
    names = ("host", "year", "sort", "page", "state")
    for asked in (names, [names[len(value) % len(names)]]):  # together, and one of them alone
        answer = client.get("/workshops/", dict.fromkeys(asked, value))
        assert answer.status_code in (200, 302, 400, 404)
