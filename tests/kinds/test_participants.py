"""Participants are those of the report's two lists, in the printed order."""

import pytest

from reports.models import Evidence
from tests.kinds.stored import rows

# As printed: name and actor, first the countries, then the organisations.
PARTICIPATING = [
    ("Afghanistan", "afghanistan"),
    ("Australia", "australia"),
    ("Bangladesh", "bangladesh"),
    ("Brunei Darussalam", "brunei-darussalam"),
    ("Cambodia", "cambodia"),
    ("People's Republic of China", "china"),
    ("Fiji", "fiji"),
    ("France (New Caledonia)", "france-new-caledonia"),
    ("Indonesia", "indonesia"),
    ("Iran", "iran"),
    ("Iraq", "iraq"),
    ("Japan", "japan"),
    ("Jordan", "jordan"),
    ("Kiribati", "kiribati"),
    ("Laos", "laos"),
    ("Malaysia", "malaysia"),
    ("Mongolia", "mongolia"),
    ("Myanmar", "myanmar"),
    ("Nauru", "nauru"),
    ("Nepal", "nepal"),
    ("New Zealand", "new-zealand"),
    ("Pakistan", "pakistan"),
    ("Palau", "palau"),
    ("Papua New Guinea", "papua-new-guinea"),
    ("Philippines", "philippines"),
    ("Republic of Korea", "republic-of-korea"),
    ("Samoa", "samoa"),
    ("Singapore", "singapore"),
    ("Solomon Islands", "solomon-islands"),
    ("Sri Lanka", "sri-lanka"),
    ("Thailand", "thailand"),
    ("Timor Leste", "timor-leste"),
    ("Tonga", "tonga"),
    ("Turkey", "turkey"),
    ("Vanuatu", "vanuatu"),
    ("Vietnam", "vietnam"),
    ("the United Nations High Commissioner for Refugees", "unhcr"),
    ("the International Organization for Migration", "iom"),
]
OBSERVERS = [
    ("Austria", "austria"),
    ("Canada", "canada"),
    ("Finland", "finland"),
    ("Germany", "germany"),
    ("the Netherlands", "netherlands"),
    ("Norway", "norway"),
    ("Russian Federation", "russian-federation"),
    ("South Africa", "south-africa"),
    ("Spain", "spain"),
    ("Switzerland", "switzerland"),
    ("the United States of America", "united-states-of-america"),
    ("the Asia Pacific Consultations on Refugees, Displaced Persons and Migrants (APC)", "apc"),
    ("the International Centre for Migration Policy Development Secretariat (ICMPD)", "icmpd"),
    ("Interpol", "interpol"),
    ("the United Nations Development Programme (UNDP)", "undp"),
    ("the United Nations Office on Drugs and Crime (UNODC)", "unodc"),
    ("the International Labor Organization (ILO)", "ilo"),
    ("the International Federation of Red Cross and Red Crescent Societies", "ifrc"),
]


def test_participants_are_the_two_lists_in_printed_order(report):
    listed = [("participating", *row) for row in PARTICIPATING]
    listed += [("observer", *row) for row in OBSERVERS]
    expected = [(order, *row) for order, row in enumerate(listed, 1)]
    assert rows(report.participants, "order", "role", "name_written", "actor__slug") == expected
    assert len(expected) == 56


@pytest.mark.parametrize(
    ("key", "listed", "between"),
    [
        ("participating", PARTICIPATING, {"", ", ", " and ", ", as well as representatives of "}),
        (
            "observers",
            OBSERVERS,
            {
                "The following countries and organisations also participated as observers: ",
                "; ",
                "; and ",
            },
        ),
    ],
)
def test_printed_list_names_nobody_else(report, key, listed, between):
    left, found = report.blocks.get(key=key).text, set()
    for name, _ in listed:
        before, _, left = left.partition(name)
        found.add(before)
    assert (found, left) == (between, ".")


def test_participants_rest_on_their_name_in_their_list(report):
    lists = {"participating": "participating", "observer": "observers"}
    evidence = Evidence.objects.exclude(participant=None).select_related("participant", "block")
    for words in evidence:
        assert words.quote == words.participant.name_written
        assert words.block.key == lists[words.participant.role]


@pytest.mark.parametrize(
    ("kind", "participating", "observers", "stated_in", "words"),
    [
        ("country", 36, 11, "countries", "47 countries"),
        ("organisation", 2, 7, "organisations", "nine international and regional organisations"),
    ],
)
def test_participants_are_as_many_as_stated(report, kind, participating, observers, stated_in, words):
    attended = report.participants.filter(actor__kind=kind)
    counts = [attended.filter(role=role).count() for role in ("participating", "observer")]
    assert counts == [participating, observers]
    assert sum(counts) == getattr(report.meeting, stated_in) == {"47": 47, "nine": 9}[words.split()[0]]
    assert words in report.blocks.get(key="p2").text
