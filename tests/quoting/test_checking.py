"""A sentence is called verbatim where a published report has it to the letter, and nowhere else."""

import re
from pathlib import Path
from time import process_time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reports.integrity.checks import deferred_checks
from reports.models import Block
from reports.quoting.checking import Checker, Verdict, count_sentences
from reports.text.sentences import sentences
from tests.examples import examples
from tests.factories import make_block, make_report

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
BOTH = {Verdict.VERBATIM, Verdict.TYPOGRAPHY}
SLIPS = 20  # of each kind; Hypothesis draws the sentences anew for each


def check(text):
    return Checker().check(text)


def one(text):
    """The verdict on a text of one sentence."""
    (checked,) = check(text)
    return checked


def sentences_of(report):
    """Every sentence of a report with its block, headings and titles too."""
    return [
        (block, block.text[start:end])
        for block in report.blocks.all()
        for start, end in sentences(block.text)
    ]


def test_every_sentence_of_the_report_is_verbatim_where_it_stands(report):
    checker, count = Checker(), 0
    for block, sentence in sentences_of(report):
        (checked,) = checker.check(sentence)
        assert (checked.label, checked.whole, checked.beside) == ("Verbatim", [], []), sentence
        assert block.pk in {place.block.pk for place in checked.places}
        assert {place.words for place in checked.places} == {sentence}
        count += 1
    assert count > 90


def test_every_heading_and_title_is_verbatim(report):
    heads = report.blocks.exclude(kind="paragraph")
    assert heads.count() > 10
    for block in heads:
        checked = one(block.text)
        assert checked.label == "Verbatim", block.text
        assert [place.block.key for place in checked.places] == [block.key]


def test_a_whole_page_pasted_from_the_source_is_verbatim_throughout(report):
    source = (FIXTURES / "brisbane-2004.txt").read_text(encoding="utf-8").replace("\\$", "$")
    pieces = re.split(r"\n\n(?=[0-9]+\. |Part )", source)  # not where a page breaks in a sentence
    checked = [each for piece in pieces for each in check(piece)]
    assert len(checked) > 85
    odd = {each.text: each.label for each in checked if not each.is_verbatim}
    assert odd == {}
    names = {name for each in checked for name in each.but_for}
    assert names == {"line breaks"}  # the two pages of a sentence; printed numbers are the report's


WORD = r"\S+"
OTHER = ("zebra", "rejected", "the", "officials", "2004")


def swap(draw, words, place):
    words[place] = draw(st.sampled_from(OTHER))


def drop(draw, words, place):
    del words[place]


def add(draw, words, place):
    words.insert(place, draw(st.sampled_from(OTHER)))


def capitalise(draw, words, place):
    words[place] = words[place][:1].swapcase() + words[place][1:]


def hyphen(draw, words, place):
    """Drop a hyphen, or join two words with one."""
    if "-" in words[place]:
        words[place] = words[place].replace("-", draw(st.sampled_from(["", " "])), 1)
    else:
        words[place : place + 2] = ["-".join(words[place : place + 2])]


def inside(change):
    """A strategy of sentences with one slip inside them: not at the beginning, nor at the end."""

    @st.composite
    def made(draw, texts):
        text = draw(st.sampled_from(texts))
        words = text.split(" ")
        assume(len(words) > 3)
        change(draw, words, draw(st.integers(1, len(words) - 2)))
        slipped = " ".join(words)
        assume(slipped != text)
        return slipped

    return made


def by_pattern(pattern, others):
    """A strategy of sentences in which what the `pattern` finds is one of the `others`."""

    @st.composite
    def made(draw, texts):
        fitting = [text for text in texts if re.search(pattern, text)]
        text = draw(st.sampled_from(fitting))
        match = draw(st.sampled_from(list(re.finditer(pattern, text))))
        other = draw(st.sampled_from(others))
        return text[: match.start()] + other(match) + text[match.end() :]

    return made


DIGIT = by_pattern(r"[0-9]", [lambda found, n=n: str((int(found[0]) + n) % 10) for n in range(1, 10)])
MORE_DIGITS = by_pattern(
    r"[0-9](?![0-9,])", [lambda found: f"{found[0]}0", lambda found: f"{found[0]},000"]
)
CURRENCY = by_pattern(
    r"(?:US|NZ)\$", [lambda found, c=c: c for c in ("A$", "$", "€", "US $", "USD ", "HK$")]
)
NEGATION = by_pattern(r"\b(?:not|no|non-|never) ?", [lambda found: ""])
QUALIFIER = by_pattern(r" (?:could|might|largely|would|should|may) ", [lambda found: " "])
KINDS = {
    **{"swapped": inside(swap), "dropped": inside(drop), "added": inside(add)},
    **{"capital": inside(capitalise), "hyphen": inside(hyphen)},
    **{"negation": NEGATION, "qualifier": QUALIFIER, "digit": DIGIT, "digits": MORE_DIGITS},
    **{"currency": CURRENCY},
}


@pytest.mark.parametrize("kind", KINDS)
def test_no_slip_inside_a_sentence_is_called_verbatim(report, kind):
    texts = [sentence for _, sentence in sentences_of(report)]
    checker = Checker()  # which reads each paragraph once

    @examples(SLIPS)
    @given(KINDS[kind](texts))
    def none_is_verbatim(slipped):
        assert slipped not in texts
        for checked in checker.check(slipped):
            assert checked.verdict not in BOTH, (slipped, checked.label)

    none_is_verbatim()


TYPOGRAPHY = {
    "quotation marks": (lambda text: text.replace('"', "”"), '"'),
    "apostrophes or quotation marks": (lambda text: text.replace("'", "’"), "'"),
    "dashes": (lambda text: text.replace(" – ", "—"), " – "),
    "hyphens": (lambda text: text.replace("-", "\u2011"), "-"),
    "spaces": (lambda text: text.replace(" ", "\u00a0", 3), " "),
    "line breaks": (lambda text: text.replace(" ", "\n", 3), " "),
    "ligatures": (lambda text: text.replace("fi", "ﬁ"), "fi"),
    "invisible characters": (lambda text: text.replace("e", "e\u00ad", 2), "e"),
    "a hyphen at the end of a line": (lambda text: text.replace("-", "-\n", 1), "-"),
    "the small letter at its start": (lambda text: text[0].lower() + text[1:], ""),
    "the quotation marks around it": (lambda text: f"“{text}”", ""),
}


def test_other_typography_is_told_apart_from_other_words(report):
    block = make_block(make_report(), text='They called it "fine" – as Ministers\' well-known fiat.')
    every, checker = [block.text, *(text for _, text in sentences_of(report))], Checker()
    for name, (change, needs) in TYPOGRAPHY.items():
        texts = [text for text in every if needs in text and re.match("[A-Z][a-z]", text)]
        assert texts
        for text in texts[:4]:
            (checked,) = checker.check(change(text))
            assert checked.label == f"Verbatim but for {name}", change(text)


def test_several_kinds_of_typography_are_named_together(report):
    checked = one("Part\u00a0III: coordination,\nfunding and administration")
    assert checked.label == "Verbatim but for spaces and line breaks"


def test_a_hyphen_at_a_line_end_is_tried_both_ways(report):
    whole = Block.objects.get(key="p22").text
    assert one(whole.replace("non-binding", "non-\nbinding")).is_verbatim
    assert one(whole.replace("participation", "partici-\npation")).is_verbatim
    assert not one(whole.replace("participation", "partici-pation")).is_verbatim
    assert not one(whole.replace("non-binding", "nonbinding")).is_verbatim


def test_a_part_of_a_sentence_is_shown_whole_and_what_stands_just_outside_is_told(report):
    checked = one("generated sufficient funds")
    assert checked.verdict == Verdict.PART
    assert checked.beside == ["had not"]
    assert checked.places[0].block.key == "p25"
    assert "".join(text for text, _ in checked.whole).startswith("They noted that the last appeal")
    assert [text for text, quoted in checked.whole if quoted] == ["generated sufficient funds"]


@pytest.mark.parametrize(
    ("words", "left_out"),
    [
        ("been met as a result of the high level political focus", ["largely"]),
        ("productively be taken forward in those forums", ["might"]),
        ("Bali process should continue, focusing on practical operational cooperation", []),
    ],
)
def test_words_that_change_what_is_said_are_pointed_out(report, words, left_out):
    found = [word.lower() for word in one(words).beside]
    assert [word for word in left_out if not any(word in each for each in found)] == []
    assert bool(found) == bool(left_out)


def test_the_quoters_marks_are_told_from_the_reports(report):
    checked = one("“the last appeal had not generated sufficient funds.”")
    assert checked.label == (
        "Part of a sentence, but for the full stop at its end and the quotation marks around it"
    )
    assert one("Work completed.").label == "Verbatim but for the full stop at its end"


def test_an_omission_within_a_paragraph_is_shown(report):
    checked = one("The last appeal … encouraged further contributions to the IOM appeal.")
    assert checked.label == "Verbatim with omissions, but for the capital letter at its start"
    (omitted,) = checked.omissions
    assert omitted.startswith("had not generated")
    assert "not" in checked.beside
    for mark in ("[…]", "...", "(...)", "[...]", ". . ."):
        other = one(f"the last appeal {mark} encouraged further contributions to the IOM appeal.")
        assert (other.verdict, other.omissions) == (Verdict.OMISSIONS, [omitted]), mark


def test_an_omission_before_a_capital_does_not_end_the_sentence(report):
    checked = one("Japan pledged US$10,000 … New Zealand pledged targeted funding of NZ$30,000")
    assert checked.verdict == Verdict.OMISSIONS
    assert checked.omissions == ["for the upkeep and management of the website;"]


def test_words_in_brackets_are_told_from_the_reports(report):
    checked = one("[T]he last appeal [of the IOM] had not generated sufficient funds")
    assert checked.verdict == Verdict.OMISSIONS
    assert sorted(checked.find.insertions) == ["[T]", "[of the IOM]"]
    assert checked.omissions == []
    assert checked.label == "Verbatim with additions in brackets"
    assert not one("the last appeal [IOM] had generated sufficient funds").find


def test_an_ellipsis_that_leaves_nothing_out_is_told(report):
    assert "an ellipsis where nothing is left out" in one("the last appeal … had not generated").but_for


def test_pieces_of_different_paragraphs_are_not_verbatim(report):
    checked = one("Japan pledged US$10,000 … that it would be willing to host a future workshop.")
    assert checked.verdict == Verdict.PIECES
    assert [place.block.key for place in checked.places] == ["p19", "p20"]
    assert checked.in_one_report
    backwards = one("a more streamlined way … Senior officials recommended that")
    assert backwards.verdict == Verdict.PIECES


def test_the_nearest_passage_has_each_difference(report):
    checked = one(
        "They agrees that the Steering Group should continue in its planning and coordination role."
    )
    assert checked.verdict == Verdict.DIFFERENT
    assert checked.places[0].block.key == "p24"
    assert [tuple(each) for each, _ in checked.changes] == [("agrees", "agreed"), ("", "current")]
    dropped = one(
        "They noted that the last appeal had generated sufficient funds to provide a secure budget"
    )
    assert (("", "not"), True) in [(tuple(each), turns) for each, turns in dropped.changes]


def test_a_number_is_one_with_its_currency(report):
    checked = one("Japan pledged $10,000 for the upkeep and management of the website")
    assert [tuple(each) for each, _ in checked.changes] == [("$10,000", "US$10,000")]
    assert one("Japan pledged US$10").verdict == Verdict.DIFFERENT
    assert one("8 delegates").verdict not in BOTH | {Verdict.PART}


def test_what_no_report_is_like_is_told(report):
    assert one("A lazy dog sleeps under the oldest tree in town.").verdict == Verdict.NOTHING
    assert one("???").verdict == Verdict.NO_WORDS
    assert check("") == []


def test_a_paragraphs_number_is_the_reports_and_no_other_is(report):
    text = Block.objects.get(key="p13").text
    for number in ("13. ", "13 ", "[13] ", "13) "):
        assert one(number + text).label == "Verbatim", number
    assert one("14. " + text).verdict == Verdict.DIFFERENT
    first = Block.objects.get(key="p1").text.split(". ")[0]  # whose number is not printed
    assert "the number of the paragraph before it" in one("1. " + first).but_for


def test_headings_pasted_with_the_text_are_told_from_its_sentences(report):
    checked = check("Work completed\n17. " + Block.objects.get(key="p17").text)
    assert [each.label for each in checked] == ["Verbatim", "Verbatim"]
    checked = check("Participants\n" + Block.objects.get(key="participating").text)
    assert [each.label for each in checked] == ["Verbatim", "Verbatim"]
    checked = check("A heading of ours\n\n" + Block.objects.get(key="p13").text)
    assert [each.is_verbatim for each in checked] == [False, True]


def test_lines_that_each_stand_somewhere_are_judged_each(report):
    checked = check("generated sufficient funds\nhad largely been met\nWork completed")
    assert [each.verdict for each in checked] == [Verdict.PART, Verdict.PART, Verdict.VERBATIM]
    wrapped = check(
        "They noted that the last appeal had\ngenerated sufficient money to provide\na secure"
    )
    assert [each.verdict for each in wrapped] == [Verdict.DIFFERENT]


def test_a_draft_is_never_told(empty):
    draft = make_report("2009-draft", published=False)
    make_block(draft, text="Zebras gallop across the wide open plains.")
    assert one("Zebras gallop across the wide open plains.").verdict == Verdict.NOTHING
    assert one("Zebras gallop across the wide closed plains.").verdict == Verdict.NOTHING
    draft.published = True
    draft.save()
    assert one("Zebras gallop across the wide open plains.").verdict == Verdict.VERBATIM


def test_the_newest_report_comes_first_and_further_places_are_counted(empty, monkeypatch):
    monkeypatch.setattr("reports.quoting.checking.MAX_PLACES", 2)
    with deferred_checks():
        for year in range(2005, 2009):
            old = make_report(f"{year}-som", date_words=str(year), date_edtf=str(year))
            make_block(old, text="Senior officials agreed on all of that.")
    checked = one("Senior officials agreed on all of that.")
    assert checked.verdict == Verdict.VERBATIM
    assert [place.block.report.meeting.slug for place in checked.places] == ["2008-som", "2007-som"]
    assert checked.elsewhere == 2


def test_a_place_leads_to_the_very_words(report):
    place = one(
        "Japan and Thailand announced that they were planning to hold further national workshops"
    ).places[0]
    assert place.get_absolute_url() == (
        "/meetings/2004-brisbane-som/report/20/#p20:~:text=Japan%20and%20Thailand%20announced%20that"
        "%20they%20were%20planning%20to%20hold%20further%20national%20workshops"
    )
    long = one(next(text for _, text in sentences_of(report) if len(text) > 400)).places[0]
    assert len(long.get_absolute_url()) < 300


def test_words_that_stand_twice_are_told_by_those_before_them(empty):
    make_block(make_report("2006-som"), text="Of co-chairs, one; to the co-chairs, one.")
    twice = one("co-chairs, one").places[0]
    assert twice.get_absolute_url().endswith("#p1:~:text=Of-,co%2Dchairs%2C%20one")


@pytest.mark.parametrize(
    "behind",
    ["", " for its activities", " in the year 2004", " and Ministers said so"],
)
def test_the_nearest_passage_has_the_rare_words_whatever_stands_before_them(report, behind):
    found = one(f"Senior officials agreed that the Bali Process had generated sufficient funds{behind}")
    assert found.verdict == Verdict.DIFFERENT
    assert found.places[0].block.number == "25"
    assert "had not generated sufficient funds" in found.places[0].words
    assert [each.passage for each, turns in found.changes if turns] == ["not"]


def test_words_that_no_passage_has_together_are_beside_none(report):
    assert one("The workshop in Fiji was about refugees and borders").verdict == Verdict.NOTHING


@examples(40)
@given(st.text(max_size=300))
def test_any_text_has_a_verdict(report, text):
    checked = check(text.replace("\x00", " "))
    assert all(each.label and (each.verdict not in BOTH or each.places) for each in checked)


LONG = (
    *(" " * 5000, "A\n\n" * 1600, "x. " * 1600, "… a " * 1200, "[a] " * 1200, "-\n" * 2500, "“" * 5000),
    *("Participants\n" * 380, "(" * 5000, "a" * 5000, "not " * 1250, "senior officials " * 290),
)


@pytest.mark.parametrize("text", LONG, ids=[ascii(text[:5]) for text in LONG])
def test_no_text_takes_long(report, text):
    started = process_time()
    if count_sentences(text) <= 60:
        check(text)
    assert process_time() - started < 10
