"""Dates are read as people write them, and are never more exact than the words."""

import pytest

from reports.text.date_words import read_date, say_span
from reports.text.dates import find_contradiction
from reports.text.edtf import Edtf


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("2004", "2004"),
        ("late 2004", "2004"),
        ("mid-2004", "2004"),
        ("end of 2004", "2004"),
        ("late June 2004", "2004-06"),
        ("second half of 2004", "2004-41"),
        ("the first half of 2004", "2004-40"),
        ("third quarter of 2004", "2004-07/2004-09"),
        ("September 2003", "2003-09"),
        ("Sept. 2003", "2003-09"),
        ("in June 2004", "2004-06"),
        ("June, 2004", "2004-06"),
        ("2004-06", "2004-06"),
        ("2004-06-07", "2004-06-07"),
        ("2004-41", "2004-41"),
        ("2004-06-07/2004-06-08", "2004-06-07/2004-06-08"),
        ("7 June 2004", "2004-06-07"),
        ("7th of June 2004", "2004-06-07"),
        ("June 7, 2004", "2004-06-07"),
        ("7–8 June 2004", "2004-06-07/2004-06-08"),
        ("7-8 June 2004", "2004-06-07/2004-06-08"),
        ("7 to 8 June 2004", "2004-06-07/2004-06-08"),
        ("7 and 8 June 2004", "2004-06-07/2004-06-08"),
        ("June 7–8, 2004", "2004-06-07/2004-06-08"),
        ("30 June to 2 July 2004", "2004-06-30/2004-07-02"),
        ("30 December 2003 – 2 January 2004", "2003-12-30/2004-01-02"),
        ("June to July 2004", "2004-06/2004-07"),
        ("between June and July 2004", "2004-06/2004-07"),
        ("December 2003 to January 2004", "2003-12/2004-01"),
        ("2003 to 2004", "2003/2004"),
        ("2003-2004", "2003/2004"),
        ("2004-06-07 to 2004-06-08", "2004-06-07/2004-06-08"),
    ],
)
def test_what_people_write_is_read(words, text):
    assert read_date(words).text == text
    assert read_date(words.upper()).text == text


@pytest.mark.parametrize(
    "words",
    [
        *("", "soon", "June", "7 June", "7/6/2004", "31 June 2004", "8 to 7 June 2004", "2004-13"),
        *(
            "before 2004",
            "about 2004",
            "2003/04",
            "summer 2004",
            "June to 7 July 2004",
            "1066",
            "7–8 2004",
        ),
        *("not in 2004", "June 2004 or later", "7 June to July 2004"),
    ],
)
def test_what_cannot_be_read_is_refused_with_examples(words):
    with pytest.raises(ValueError, match=r"could not be read as a date. Write it as in “7 June 2004”"):
        read_date(words)


def test_a_reading_is_told_in_words():
    assert say_span(Edtf.parse("2004")) == "from 1 January 2004 to 31 December 2004"
    assert say_span(Edtf.parse("2004-06-07")) == "on 7 June 2004"


@pytest.mark.parametrize(
    "words", ["late 2004", "7–8 June 2004", "June to July 2004", "second half of 2004"]
)
def test_what_is_read_contradicts_no_words(words):
    assert find_contradiction(words, read_date(words).text) == ""
