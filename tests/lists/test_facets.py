"""Tests that an option counts the rows that it gives, and that the database has an index for it."""

import re

import pytest

from reports.integrity.checks import deferred_checks
from reports.kinds import KINDS
from reports.kinds.findings import FindingFilterSet
from reports.kinds.participants import ParticipantFilterSet
from reports.kinds.workshops import WorkshopFilterSet
from reports.lists.facets import NOT_STATED, Facet, MeetingFacet, RelatedFacet
from reports.models import Block, WorkshopRole
from tests.factories import make_finding, make_report
from tests.lists.listed import LISTS, bound, chosen
from tests.reading import get


def test_facet_counts_each_option_with_the_other_filters_kept(client, report):
    options = bound(WorkshopFilterSet, "host=thailand&state=held").options
    assert {o.value: o.count for o in options["state"].values()} == {
        "held": 2, "announced": 0, "planned": 0, "offered": 0, "intended": 0,
    }  # fmt: skip
    hosts = {o.value: o.count for o in options["host"].values()}
    assert hosts["malaysia"] == 2  # a sibling stays: the facet leaves out its own filter
    assert hosts["afghanistan"] == 0
    assert hosts[NOT_STATED] == 6
    assert options["host"]["thailand"].chosen


def test_an_option_without_rows_is_folded_and_cannot_be_chosen(reader):
    source, _ = get(reader, "/workshops/?host=thailand")
    state = source.split('id="filter-state"')[1].split("</fieldset>")[0]
    open_, _, folded = state.partition("<details><summary>4 more without rows</summary>")
    assert re.search(r'value="planned" disabled> <bdi>Planned</bdi>\s*<small>0<', folded)
    assert "Held" in open_
    assert "disabled" not in open_
    assert re.search(r'value="thailand" checked> <bdi>Thailand</bdi>\s*<small>2<', source)


def test_a_facet_none_of_whose_options_has_rows_says_so(reader):
    source, _ = get(reader, "/workshops/?host=thailand&state=planned")
    group = source.split('id="filter-group"')[1].split("</fieldset>")[0]
    assert "<summary>3 without rows</summary>" in group


def test_many_options_are_folded_and_open_where_one_is_chosen(client, report, monkeypatch):
    monkeypatch.setattr("reports.templatetags.portal.MAX_BOXES", 5)
    source, _ = get(client, "/workshops/")
    assert "<details><summary>6 to choose from</summary>" in source
    source, _ = get(client, "/workshops/?host=thailand")
    assert "<details open><summary>6 to choose from</summary>" in source


def test_one_who_has_several_parts_in_a_workshop_counts_once(report):
    assert (
        WorkshopRole.objects.filter(actor__slug="fiji", workshop__slug__startswith="fiji").count() == 2
    )
    assert bound(WorkshopFilterSet).options["who"]["fiji"].count == 1


@pytest.mark.parametrize("url", LISTS)
def test_every_count_is_the_rows_that_the_option_gives(report, url):
    held = "host=thailand&state=held" if "host" in LISTS[url].base_filters else "state=held"
    accepted = {}
    for query in ("", held, "year=2004&reach=not-stated"):
        typed = {p.split("=")[0] for p in query.split("&") if p}
        if not typed <= LISTS[url].base_filters.keys():
            continue
        asked = bound(LISTS[url], query)
        if not asked.form.is_valid():
            continue
        for name, options in asked.options.items():
            if query:  # to read values takes longest: they mean the same, whatever else is chosen
                assert options.keys() == accepted[name]
            else:
                every = bound(LISTS[url], "&".join(f"{name}={value}" for value in options))
                assert every.form.is_valid(), every.form.errors
                accepted[name] = options.keys()
            others, facet = asked.filtered_without(name), asked.facets[name]
            found = {value: facet.filter(others, [value]).count() for value in options}
            assert found == {value: option.count for value, option in options.items()}, name


OF_MEETINGS = [
    url for url, each in LISTS.items() if isinstance(each.base_filters.get("meeting"), MeetingFacet)
]


def test_a_public_meeting_without_rows_is_a_value_and_a_draft_is_unknown(client, report):
    with deferred_checks():
        make_report("2005-bare-som", name="bare meeting")
        make_report("2006-draft-som", published=False)
    assert len(OF_MEETINGS) > 5
    for url in OF_MEETINGS:
        asked = chosen(f"{url}?meeting=2005-bare-som")
        assert asked.labels_of("meeting")["2005-bare-som"] == "Bare meeting", url
        assert asked.count == 0, url
        draft, nonsense = (bound(LISTS[url], f"meeting={slug}") for slug in ("2006-draft-som", "none"))
        said = str(draft.form.errors["meeting"])
        assert said.replace("2006-draft-som", "none") == str(nonsense.form.errors["meeting"]), url
    # A page of one list shows it: the facet is the same in all.
    shown = re.compile(r'value="2005-bare-som" checked> <bdi>Bare meeting</bdi>\s*<small>0<')
    source, words = get(client, "/pledges/?meeting=2005-bare-som")
    assert shown.search(source)
    assert re.search(r"\b0 of \d+ ", words)
    assert "2005-bare-som" not in get(client, "/pledges/")[0]
    _, refused = get(client, "/pledges/?meeting=2006-draft-som", 400)
    _, nonsense = get(client, "/pledges/?meeting=nonsense", 400)
    assert refused.replace("2006-draft-som", "nonsense") == nonsense
    both = f"/pledges/?meeting=2005-bare-som&meeting={report.meeting.slug}"  # which has rows
    assert shown.search(get(client, both)[0])


def test_further_facets_fold_and_open_where_one_of_them_is_chosen(reader):
    assert "organiser" in bound(WorkshopFilterSet).secondary_facets
    assert "host" not in bound(WorkshopFilterSet).secondary_facets
    assert bound(ParticipantFilterSet).secondary_facets == []
    folded = re.compile(r'<details class="more">\s*<summary>More filters')
    assert folded.search(get(reader, "/workshops/?host=thailand")[0])
    assert not folded.search(get(reader, "/workshops/?organiser=fiji")[0])
    assert not folded.search(get(reader, "/workshops/?organiser=atlantis", 400)[0])
    source, _ = get(reader, "/workshops/")
    for name in WorkshopFilterSet.base_filters:
        if name not in ("page", "version"):
            assert source.count(f'id="filter-{name}"') == 1


def indexed(model, name):
    """True where an index of the table of `model` holds its field `name`."""
    field, meta = model._meta.get_field(name), model._meta
    held = [
        *(index.fields for index in meta.indexes),
        *(c.fields for c in meta.total_unique_constraints),
    ]
    return field.db_index or field.unique or any(name in fields for fields in held)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.heading)
def test_every_filter_has_an_index(kind):
    for facet in kind.filters.base_filters.values():
        if not isinstance(facet, Facet) or facet.path == "beyond":
            continue
        model, steps = kind.model, facet.path.split("__")
        if isinstance(facet, RelatedFacet):
            model = model._meta.get_field(facet.relation).related_model
            assert all(indexed(model, name) for name in facet.where), facet.label
        for name in steps:
            assert indexed(model, name), (facet.label, name)
            model = model._meta.get_field(name).related_model


def test_parts_of_two_reports_with_one_key_are_one_option(report, client):
    key, other = "part-i", make_report("2009-other", date_words="2009", date_edtf="2009")
    make_finding(other)
    option = bound(FindingFilterSet).options["part"][key]
    _, listed = get(client, f"/findings/?part={key}")
    assert int(re.search(r"(\d+) of \d+ findings", listed)[1]) == option.count > 1
    labels = Block.objects.filter(key=key).values_list("text", flat=True)
    assert set(option.label.split(" / ")) == {*labels}


def test_a_label_is_its_own_whatever_it_is_made_of(report):
    report.blocks.filter(key="part-i").update(text="Smuggling / trafficking")
    assert bound(FindingFilterSet).options["part"]["part-i"].label == "Smuggling / trafficking"
