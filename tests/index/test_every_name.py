"""Everything that the report writes with a capital letter is in the index, or there is a reason."""

import re

import pytest

from reports.models import Actor, Evidence, IndexTerm
from reports.text.mentions import ActorMatcher, NameMatcher
from reports.text.quotes import locate

SMALL = "(?:of|on|in|and|the|for) "  # words that may stand between two with a capital letter
WORD = r"[A-Z][\w'-]*"
RUN = re.compile(rf"\b{WORD}(?: (?:{SMALL})*{WORD})*")
SENTENCE = re.compile(r"(?:^|[.;:–] )$")  # what stands before the first word of a sentence

# First words of sentences, which name nobody: each alone, or before a run, and only there.
ORDINARY = {
    *("Among", "Areas", "Following", "For", "Given", "In", "Interaction", "Numerous", "On"),
    *("Presentations", "Referring", "She", "The", "They", "This", "Three", "Work"),
}
# What else has a capital letter and no line in the index, with the reason.
MONTH, PART = "a month: dates have the timeline", "a part of the report itself: its contents name it"
EXPLAINED = {
    "Brisbane": "a place: the city on the page of the meeting",
    "Introduction": PART,
    "Part I": PART,
    "Part II": PART,
    "Part III": PART,
    "Part IV": PART,
    "Parts II III": PART,
    "Prevention International Trafficking Promotion Public Awareness Campaigns": (
        "the subject of a workshop, whose page has it"
    ),
    "US": "of “US$10,000”: a currency",
    "NZ": "of “NZ$30,000”: a currency",
    **dict.fromkeys(("February", "March", "April", "May", "June", "September", "November"), MONTH),
}


@pytest.fixture
def covered(report):
    """A function that gives the places of a text, that of a block, where a name of the index stands."""
    actors = Actor.objects.prefetch_related("other_names")
    terms = IndexTerm.objects.prefetch_related("other_names")
    names = [
        (name, term.pk) for term in terms for name in (term.name, *map(str, term.other_names.all()))
    ]
    matchers = ActorMatcher(actors), NameMatcher(names)
    quotes = list(Evidence.objects.exclude(index_term=None).select_related("block"))

    def covered(text, key):
        found = [span for matcher in matchers for span in matcher.find(text)]
        found += [locate(text, each.prefix, each.quote) for each in quotes if each.block.key == key]
        return {place for start, end, *_ in found for place in range(start, end)}

    return covered


def unnamed(text, there):
    """Yield the words with a capital letter in `text` that are not at places `there`, in their runs."""
    for run in RUN.finditer(text):
        words = list(re.finditer(rf"\b{WORD}", run[0]))
        missing = [word[0] for word in words if run.start() + word.start() not in there]
        first = words[0][0] in missing and SENTENCE.search(text[: run.start()])
        if first and words[0][0] in ORDINARY:
            missing = missing[1:]
        if missing:
            yield " ".join(missing)


def test_every_run_of_capitalised_words_is_in_the_index_or_explained(report, covered):
    found = {
        words
        for block in report.blocks.all()
        for words in unnamed(block.text, covered(block.text, block.key))
    }
    assert found - EXPLAINED.keys() == set()
    assert EXPLAINED.keys() - found == set()  # no reason for what is not there


def test_a_name_that_the_index_lacks_is_found(covered):
    text = (
        "They met the Budapest process. Zyzzogeton of Atlantis, and Interpol and the Nemo Fund, spoke."
    )
    found = unnamed(text, covered(text, "of no report"))
    assert list(found) == ["Zyzzogeton Atlantis", "Nemo Fund"]


def test_every_first_word_that_is_passed_over_is_one(report):
    texts = "\n".join(report.blocks.values_list("text", flat=True))
    assert [word for word in ORDINARY if not re.search(rf"(?:^|[.;:] |\n){word} ", texts)] == []
