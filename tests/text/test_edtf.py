"""The date type gives the same days as the edtf library where that knows the form."""

from contextlib import suppress
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from edtf import parse_edtf
from hypothesis import example, given
from hypothesis import strategies as st

from reports.text.edtf import Edtf, validate_edtf
from tests.examples import examples

dates = st.dates(date(1900, 1, 1), date(2100, 12, 31))
years = st.integers(1900, 2100).map(str)
months = dates.map("{:%Y-%m}".format)
days = dates.map(date.isoformat)
points = years | months | days
halves = st.builds("{}-{}".format, years, st.sampled_from(["40", "41"]))
intervals = st.builds("{}/{}".format, points, points)


@examples(40)
@given(points | halves | intervals)
@example("1900-02")  # no leap year
@example("2000-02")
@example("2003-02/2004")
def test_days_are_those_of_the_edtf_library(text):
    try:
        ours = Edtf.parse(text)
    except ValueError:
        assert "/" in text  # only an interval that does not go forwards
        return
    theirs = parse_edtf(text)
    assert ours.earliest.timetuple()[:3] == theirs.lower_strict()[:3]
    assert ours.latest.timetuple()[:3] == theirs.upper_strict()[:3]


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2004", date(2004, 1, 1), date(2004, 12, 31)),
        ("2004-02", date(2004, 2, 1), date(2004, 2, 29)),
        ("2004-41", date(2004, 7, 1), date(2004, 12, 31)),
        ("2004-06-07/2004-06-08", date(2004, 6, 7), date(2004, 6, 8)),
    ],
)
def test_stated_date_spans_what_it_can_mean_and_no_more(text, earliest, latest):
    assert Edtf.parse(text) == Edtf(text, earliest, latest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "late 2004",
        "04",
        "2004-13",
        "2004-02-30",
        "2004-6",
        "2004-42",
        "2004-00",
        "0000",
        "1899",
        "2101-01",
        "9999",
        "2004-40-01",
        "2004/2003",
        "2004/2004-06",
        "2004/",
        "/2004",
        "2004/2005/2006",
        "２００４",
    ],
)
def test_other_forms_are_refused_with_the_forms_allowed(text):
    with pytest.raises(ValidationError, match="Write 2004, 2004-06"):
        validate_edtf(text)


@given(st.text(max_size=30))
def test_any_text_is_either_kept_or_refused(text):
    with suppress(ValueError):
        assert Edtf.parse(text).text == text
