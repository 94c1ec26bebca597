"""The index has everything that the reports name, in one alphabet, each with its paragraphs."""

import pytest
from django.core.exceptions import ValidationError

from reports.index.entries import find_entries, letter_of, letters
from reports.integrity.checks import deferred_checks
from reports.models import Actor, Evidence, IndexTerm, IndexTermName, OtherName
from reports.text.mentions import NameMatcher
from tests.factories import make_block, make_evidence, make_report

LISTED, OBSERVING = (
    "unnumbered “Afghanistan, Australia, Bangladesh …”",
    "unnumbered “The following countries and …”",
)
# Heading: kind, paragraphs, page.
ENTRIES = {
    "ad hoc experts groups": ("body", "7 | Reports of the Ad Hoc Experts Groups | 24", ""),
    "Afghanistan": ("country", f"20 | {LISTED}", "/participants/afghanistan/"),
    "AHEG I": ("body", "7 | 8 | 10", "/experts-groups/aheg-i/"),
    "APEC": ("process", "18", "/participants/apec/"),
    "another Ministerial meeting": ("meeting", "26", ""),
    "Asia Pacific Consultations on Refugees, Displaced Persons and Migrants": (
        "organisation", f"18 | {OBSERVING}", "/participants/apc/",
    ),
    "Australian Federal Police": ("agency", "9", "/participants/australian-federal-police/"),
    "Bali process website": ("database", "8 | 12 | 14 | 18 | 19", ""),
    "Budapest process": ("process", "8 | 23", "/participants/budapest-process/"),
    "checklist of issues for governments to consider": (
        "document", "11", "/outcomes/returns-checklist/",
    ),
    "China": ("country", f"10 | {LISTED}", "/participants/china/"),
    "co-chairs": ("office", "6 | 16 | 18 | 24 | 25 | 26 | 27", "/participants/co-chairs/"),
    "co-chairs' statements": ("document", "6 | 16", ""),
    "Downer, Alexander": ("person", "1", "/participants/alexander-downer/"),
    "first Ministerial Conference": (
        "meeting", "3 | 4 | 6 | 24", "/meetings/2002-ministerial-conference/",
    ),
    "France (New Caledonia)": ("country", LISTED, "/participants/france-new-caledonia/"),
    "International Labor Organization": ("organisation", f"23 | {OBSERVING}", "/participants/ilo/"),
    "Interpol": ("organisation", f"19 | 23 | {OBSERVING}", "/participants/interpol/"),
    "Interpol database": ("database", "19", ""),
    "IOM appeal": ("document", "25", ""),
    "Krerckphong Pukprayura": ("person", "9", "/participants/krerckphong-pukprayura/"),
    "model legislation": ("document", "10", ""),
    "Pacific Immigration Directors Conference": (
        "process", "18", "/participants/pacific-immigration-directors-conference/",
    ),
    "Riddell, Heather": ("person", "8", "/participants/heather-riddell/"),
    "second Bali Ministerial Conference": (
        "meeting",
        "1 | 3 | 4 | 5 | Part I: review of progress since the second Ministerial Conference"
        " | 6 | 8 | 9 | 24",
        "/meetings/2003-ministerial-conference/",
    ),
    "Steering Group": ("office", "24", "/participants/steering-group/"),
    "UN Conventions and Protocols": ("document", "6", ""),
    "United Nations Development Programme": ("organisation", OBSERVING, "/participants/undp/"),
}  # fmt: skip
# Name: the headings that it leads to, and whether a report has it.
SEE = {
    "Bali II": (["second Bali Ministerial Conference"], True),
    "Bali Regional Ministerial Conferences": (
        ["first Ministerial Conference", "second Bali Ministerial Conference"], True,
    ),
    "Burma": (["Myanmar"], False),
    "Foreign Ministers": (
        ["Australian Minister for Foreign Affairs", "Foreign Minister of Indonesia"], True,
    ),
    "Alexander Downer": (["Downer, Alexander"], True),
    "Hon Alexander Downer MP": (["Downer, Alexander"], True),
    "IOM": (["International Organization for Migration"], True),
    "International Criminal Police Organization": (["Interpol"], False),
    "Korea": (["Republic of Korea"], True),  # inside that name too
    "MFAT": (["New Zealand Ministry of Foreign Affairs and Trade"], False),
    "New Caledonia": (["France (New Caledonia)"], True),
    "ROK": (["Republic of Korea"], True),
    "Timor": (["Timor Leste"], True),
    "UN Office on Drugs and Crime": (["United Nations Office on Drugs and Crime"], True),
    "Viet Nam": (None, None),  # as “Vietnam”, under which it stands: no line of its own
    "website": (["Bali process website"], True),
    "www.baliprocess.net": (["Bali process website"], True),
}  # fmt: skip
SEE_ALSO = {
    "Australia": ["Australian Federal Police", "Australian Minister for Foreign Affairs"],
    "Australian Minister for Foreign Affairs": ["Australia", "Downer, Alexander"],
    "Downer, Alexander": ["Australian Minister for Foreign Affairs"],
    "Krerckphong Pukprayura": ["Royal Thai Police"],
    "New Zealand Ministry of Foreign Affairs and Trade": ["New Zealand", "Riddell, Heather"],
    "AHEG I": ["AHEG I coordinator"],
    "AHEG II coordinator": ["AHEG II"],
    "Japan": [],
}


def lines_now():
    """The lines of the index in their order."""
    return [line for letter in letters(find_entries()) for line in letter.lines]


def by_name(lines):
    """The `lines` by their heading or name."""
    return {getattr(line, "heading", "") or line.name: line for line in lines}


@pytest.fixture(scope="module")
def all_lines(kept_for_module):
    """Make the index of the fixtures once for the tests that only read it."""
    return lines_now()


@pytest.fixture
def lines(all_lines, db):
    """The lines of the index by their heading or name."""
    return by_name(all_lines)


def test_entries_have_their_kind_their_paragraphs_and_their_page(lines):
    for heading, (kind, places, page) in ENTRIES.items():
        entry = lines[heading]
        said = (entry.kind, " | ".join(place.label for place in entry.places), entry.page)
        assert said == (kind, places, page), heading


def test_a_place_is_of_the_words_or_of_the_piece(lines):
    page = "/meetings/2004-brisbane-som/report/"
    assert [place.address for place in lines["APEC"].places] == [f"{page}#p18"]
    assert [p.address for p in lines["Interpol database"].places] == [
        f"{page}#p19.term-interpol-database"
    ]


def test_every_actor_and_term_of_the_report_has_one_line(all_lines, db):
    entries = [line for line in all_lines if hasattr(line, "heading")]
    assert len(entries) == Actor.objects.count() + IndexTerm.objects.count()
    assert len({entry.fragment for entry in entries}) == len(entries)
    assert [entry.heading for entry in entries if not entry.places] == []


def test_other_names_lead_to_the_entries_they_mean(lines):
    for name, (headings, used) in SEE.items():
        if headings is None:
            assert name not in lines
        else:
            see = lines[name]
            assert ([entry.heading for entry in see.entries], see.used) == (headings, used), name


def test_no_name_stands_twice_in_the_alphabet(all_lines):
    keys = [line.key for line in all_lines]
    assert len(keys) == len(set(keys))
    assert keys == sorted(keys)


def test_what_is_near_is_named_both_ways(lines):
    for heading, near in SEE_ALSO.items():
        assert [each.heading for each in lines[heading].see_also] == near, heading


@pytest.mark.parametrize(
    ("name", "letter"),
    [("Österreich", "O"), ("æther", "A"), ("“Quoted”", "Q"), ("3rd forum", "0–9"), ("ไทย", "Other"),
     ("中国", "Other"), ("Россия", "Other"), ("—", "Other")],
)  # fmt: skip
def test_a_name_stands_under_its_first_letter_whatever_it_is(name, letter):
    assert letter_of(name) == letter


def test_a_draft_names_nothing_here(report):
    with deferred_checks():
        draft = make_report("2006-draft", published=False)
        block = make_block(
            draft, text="Atlantis and Burma spoke of the Nemo Charter and the Interpol base."
        )
        Actor.objects.create(slug="atlantis", name="Atlantis", kind="country")
        charter = IndexTerm.objects.create(slug="nemo", name="Nemo Charter", kind="document")
        IndexTermName.objects.create(term=charter, name="Charter")
        make_evidence(block, "Nemo Charter", "term-nemo", index_term=charter)
        database = IndexTerm.objects.get(slug="interpol-database")
        IndexTermName.objects.create(term=database, name="Interpol base")
        make_evidence(block, "Interpol base", "term-base", index_term=database)
    names = by_name(lines_now())
    assert not {"Atlantis", "Nemo Charter", "Charter"} & names.keys()
    assert (names["Burma"].used, names["Interpol base"].used) == (False, False)  # in no public report
    assert [place.label for place in names["Interpol database"].places] == ["19"]
    draft.published = True
    draft.save()
    names = by_name(lines_now())
    assert {"Atlantis", "Nemo Charter", "Charter"} <= names.keys()
    assert (names["Burma"].used, names["Interpol base"].used) == (True, True)
    entry = names["Interpol database"]
    assert [[place.label for place in each.numbered] for each in entry.passages] == [["19"], ["1"]]


def test_a_term_does_not_go_by_a_name_of_an_actor_nor_the_other_way_round(report):
    with pytest.raises(ValidationError, match="is a name of the actor “Interpol”"):
        IndexTerm.objects.create(slug="x", name="INTERPOL", kind="body")
    term = IndexTerm.objects.get(slug="website")
    with pytest.raises(ValidationError, match="is a name of the actor “International Organization for"):
        IndexTermName.objects.create(term=term, name="I.O.M.")
    with pytest.raises(ValidationError, match="is a name of the index term “Interpol database”"):
        Actor.objects.create(slug="x", name="Interpol Database", kind="organisation")
    with pytest.raises(ValidationError, match="is a name of the index term “Bali process website”"):
        OtherName.objects.create(actor=Actor.objects.first(), name="web-site", kind="short")
    with pytest.raises(ValidationError, match="is a name of the index term “model legislation”"):
        IndexTermName.objects.create(term=term, name="Model Legislation")


def test_a_term_leads_to_one_page_at_most(report):
    term = IndexTerm.objects.get(slug="aheg-i")
    term.meeting = report.meeting
    with pytest.raises(ValidationError, match="leads to one page at most"):
        term.save()


def test_a_public_term_does_not_lead_to_a_draft(report):
    draft = make_report("2006-draft", published=False)
    term = IndexTerm.objects.get(slug="iom-appeal")
    term.meeting = draft.meeting
    with pytest.raises(ValidationError, match="is published and points to"):
        term.save()


def test_every_block_that_has_a_name_of_a_term_has_evidence_of_it(report):
    """Test that no paragraph is forgotten: each name of a term, where it stands, is in its places."""
    terms = {term.pk: term for term in IndexTerm.objects.prefetch_related("other_names")}
    names = [(name, pk) for pk, t in terms.items() for name in (t.name, *map(str, t.other_names.all()))]
    matcher = NameMatcher(names)
    there = set(Evidence.objects.exclude(index_term=None).values_list("index_term__slug", "block__key"))
    for block in report.blocks.all():
        named = {
            (terms[pk].slug, block.key) for _, _, owners in matcher.find(block.text) for pk in owners
        }
        assert named - there == set()
