"""Objectives are the ten of paragraph 6, and what serves each is the editors' reading."""

from reports.models import ObjectiveLink
from tests.kinds.names import (
    AWARENESS,
    FURTHER_TARGETING,
    IDENTITY,
    LEGISLATION,
    PROTECTION,
    RETURNS,
    SECOND_AWARENESS,
    TARGETING,
)
from tests.kinds.stored import blocks_of, ends, rows
from tests.reading import get

# Slug, name (as `ends` gives it); all of paragraph 6.
OBJECTIVES = [
    ("information-sharing", "developing more effective … and intelligence sharing"),
    ("law-enforcement-cooperation", "improving cooperation among … and trafficking networks"),
    ("border-and-visa-systems", "enhancing cooperation on … prevent illegal movements"),
    ("public-awareness", "increasing public awareness … warn those susceptible"),
    ("return", "enhancing the effectiveness … of appropriate arrangements"),
    ("identity", "cooperating in verifying … and trafficking victims"),
    ("legislation", "enacting national legislation … trafficking in persons"),
    ("victims", "appropriate national protection … women and children"),
    ("root-causes", "enhancing the focus … migration between states"),
    ("protection", "assisting countries to … effective border controls"),
]

# The editors' reading: the subject of each record, beside the words of the objective.
OBJECTIVE_LINKS = {
    ("information-sharing", "recommendation", "continue-information-sharing"),
    ("information-sharing", "recommendation", "review-website"),
    ("information-sharing", "recommendation", "secure-access-for-law-enforcement-information"),
    ("law-enforcement-cooperation", "workshop", TARGETING),
    ("law-enforcement-cooperation", "workshop", FURTHER_TARGETING),
    ("law-enforcement-cooperation", "recommendation", "promote-law-enforcement-cooperation"),
    ("law-enforcement-cooperation", "recommendation", "law-enforcement-and-border-control"),
    ("border-and-visa-systems", "finding", "border-and-visa-systems-in-other-forums"),
    ("public-awareness", "workshop", AWARENESS),
    ("public-awareness", "workshop", SECOND_AWARENESS),
    ("public-awareness", "recommendation", "raise-awareness"),
    ("return", "workshop", RETURNS),
    ("return", "finding", "legislation-and-returns-completed"),
    ("identity", "workshop", IDENTITY),
    ("legislation", "workshop", LEGISLATION),
    ("legislation", "finding", "legislation-and-returns-completed"),
    ("root-causes", "recommendation", "address-root-causes"),
    ("protection", "workshop", PROTECTION),
    ("protection", "recommendation", "refugee-and-asylum-issues-in-apc"),
}


def test_objectives_are_the_ten_of_paragraph_6(report):
    assert [(slug, ends(name)) for slug, name in rows(report.objectives, "slug", "name")] == OBJECTIVES
    assert blocks_of("objective") == dict.fromkeys(dict(OBJECTIVES), "p6")


def test_objectives_are_all_that_ministers_had_called_for(report):
    """The objectives, joined as the paragraph joins them, are the whole of its list."""
    names = [name for (name,) in rows(report.objectives, "name")]
    called_for = report.blocks.get(key="p6").text.partition("Ministers had called for: ")[2]
    assert "; ".join(names[:-1]) + f"; and {names[-1]}." == called_for


def test_objective_links_are_the_editors_reading(report):
    related = ("objective", "workshop", "recommendation", "finding", "pledge")
    found = [
        (link.objective.slug, link.kind, link.record.slug)
        for link in ObjectiveLink.objects.select_related(*related)
    ]
    assert sorted(found) == sorted(OBJECTIVE_LINKS)


def test_objectives_say_what_came_of_each_and_whose_reading_it_is(reader):
    source, words = get(reader, "/objectives/")
    assert "Which records serve which objective is the editors’ reading." in words
    assert 'href="/workshops/australia-2004-returns/"' in source
    assert "none matched" in words
