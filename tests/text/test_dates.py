"""What a date says in words is compared with its EDTF form, as far as the words can be read."""

import pytest

from reports.text.dates import find_contradiction


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("September 2003", "2003-09"),
        ("Sept. 2003", "2003-09"),
        ("SEPTEMBER 2003", "2003-09"),
        ("late 2004", "2004"),
        ("second half of 2004", "2004-41"),
        ("first half of 2004", "2004-40"),
        ("7 to 8 June 2004", "2004-06-07/2004-06-08"),
        ("7–8 June 2004", "2004-06-07/2004-06-08"),
        ("June 7th and 8th, 2004", "2004-06-07/2004-06-08"),
        ("7, 8 and 9 June 2004", "2004-06-07/2004-06-09"),
        ("31 May to 2 June 2004", "2004-05-31/2004-06-02"),
        ("31 December 2004 to 1 January 2005", "2004-12-31/2005-01-01"),
        ("2002–2004", "2002/2004"),
        # says less than the words, which is true
        ("7 to 8 June 2004", "2004-06"),
        ("June 2004", "2004"),
        ("May 2004", "2004-40"),
        # the year is the reader's, as EDTF has no form without one
        ("7 June", "2004-06-07"),
        # cannot be read, and is left alone
        ("then", "2004-06-07"),
        ("2003-04", "2003/2004"),
        ("7/6/2004", "2004-07-06"),
        ("a year after June 2004", "2005-06"),
        ("septembre 2003", "2003-09"),
        ("พ.ศ. 2547", "2004"),
        ("the week of 7 June 2004", "2004-06-07/2004-06-13"),
        ("the 2nd meeting, June 2004", "2004-06-07"),
        ("it may be held in September 2003", "2003-09"),
    ],
)
def test_an_edtf_form_that_the_words_bear_is_let_be(words, edtf):
    assert find_contradiction(words, edtf) == ""


@pytest.mark.parametrize(
    ("words", "edtf", "said"),
    [
        ("September 2003", "1999", "The words say the year 2003, the EDTF form 1999."),
        ("in September 2003, as reported", "1999-09", "the year 2003, the EDTF form 1999"),
        ("September 2003", "2003-08", "the month 9, the EDTF form 8"),
        ("7 to 8 June 2004", "2004-06-07", "the day 7 and 8, the EDTF form 7"),
        ("7 to 8 June 2004", "2004-06-07/2004-06-09", "the day 7 and 8, the EDTF form 7 and 9"),
        ("June 2004", "2004-06/2004-07", "the month 6, the EDTF form 6 and 7"),
        ("2002 to 2004", "2002", "the year 2002 and 2004, the EDTF form 2002"),
        ("late 2004", "2004-11", "The words say no month, the EDTF form 11: it may not be more exact"),
        ("June 2004", "2004-06-07", "The words say no day, the EDTF form 7"),
        ("second half of 2004", "2004-40", "another half of the year"),
        ("September 2004", "2004-40", "the month 9, which is not in the half year 2004-40"),
    ],
)
def test_an_edtf_form_that_contradicts_the_words_is_told(words, edtf, said):
    assert said in find_contradiction(words, edtf)
