"""A list is sorted by each column, and its pages and addresses keep what was chosen."""

import re

import pytest
from django.http import QueryDict

from reports.kinds import KINDS
from reports.lists.listing import Listing
from tests.lists.listed import LISTS, bound, kind_of, many, slugs
from tests.reading import get


@pytest.mark.parametrize("url", LISTS)
def test_every_sort_meets_each_row_exactly_once_through_all_pages(report, url, monkeypatch):
    if url == "/workshops/":
        many(8)
    everything = set(bound(LISTS[url]).queryset.values_list("pk", flat=True))
    monkeypatch.setattr("reports.lists.listing.PAGE_SIZE", max(7, len(everything) // 2 + 1))
    (_, upwards), (_, downwards) = bound(LISTS[url]).sorts
    assert len(upwards) > 1
    # By turns upwards and downwards, which no column knows of: the list turns all of them alike.
    both = zip(upwards, downwards, strict=True)
    sorts = [ways[place % 2][0] for place, ways in enumerate(both)]
    kind = kind_of(LISTS[url])
    for sort in ["", *sorts]:
        listing = Listing(kind, QueryDict(f"sort={sort}"))
        listing.filters.count = len(everything)  # however they are sorted
        first = listing.page(1)
        met = [row.pk for row in first]
        for number in first.paginator.page_range[1:]:
            met += [row.pk for row in listing.page(number)]
        assert len(met) == len(everything), sort
        assert set(met) == everything, sort
        # What a row shows of other tables is fetched by its key: once is enough to see it come.
        monkeypatch.setattr(type(kind.model.objects.all()), "with_table_data", lambda rows: rows)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.heading)
def test_every_column_can_be_sorted_by(kind):
    assert [column.label for column in kind.columns if not column.sort] == []


def test_a_column_of_several_sorts_by_the_first_of_them(reader):
    assert slugs(reader, "/workshops/?sort=organisers")[0] == "fiji-2004-refugee-protection"
    assert slugs(reader, "/objectives/?sort=-workshops")[0] == "law-enforcement-cooperation"


def test_dates_not_stated_come_last_both_ways(reader):
    for sort in ("date_words", "-date_words"):
        assert slugs(reader, f"/workshops/?sort={sort}")[-1] == "further-law-enforcement-targeting"
    assert slugs(reader, "/workshops/?sort=date_words")[0] == "malaysia-2002"


def test_every_filter_is_kept_in_every_link(client, report, monkeypatch):
    monkeypatch.setattr("reports.lists.listing.PAGE_SIZE", 3)
    source, _ = get(client, "/workshops/?state=held&sort=-name&page=2")
    links = re.findall(r'href="(/workshops/\?[^"]*)"', source)
    own = [link for link in links if "sort" in link]
    assert any("page=3" in link for link in own)
    assert all("state=held" in link for link in own if "sort=-name" not in link)
    assert 'rel="prev"' in source
    assert "Page 2 of 5" in source
    assert 'aria-sort="descending"' in source


def test_canonical_names_the_clean_address(reader):
    page = reader.get("/workshops/?sort=&hots=1&host=thailand&page=1&state=").content.decode()
    assert re.search(r'<link rel="canonical" href="[^"?]*/workshops/\?host=thailand">', page)


def test_canonical_is_one_whatever_the_order(reader):
    asked = "/workshops/?state=held&host=thailand&host=malaysia&host=thailand"
    page = reader.get(asked).content.decode()
    clean = "host=malaysia&amp;host=thailand&amp;state=held"
    assert f'/workshops/?{clean}">' in page.split('rel="canonical"')[1].split("\n")[0]
    assert page.count("Remove </span>") == 3


def test_of_one_name_typed_twice_the_last_counts(reader):
    source, _ = get(reader, "/participants/?name=japan&name=korea")
    assert source.count("Remove </span>") == 1
