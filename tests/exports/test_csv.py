"""A CSV follows RFC 4180, and none of its cells is a formula."""

import csv
import io
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reports.exports import files
from reports.exports.files import BOM, csv_cell, write_csv
from reports.lists.columns import ADDRESS
from tests.exports.downloaded import download

CHARACTERS = st.one_of(st.characters(codec="utf-8"), st.sampled_from('",;\r\n ='))


def test_csv_is_rfc_4180_with_a_byte_order_mark(reader):
    body, answer = download(reader, "/workshops.csv")
    assert body.startswith(b"\xef\xbb\xbfname,who,date_words,")
    assert body.count(b"\r\n") == 19
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("nasty", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("x")'])
def test_no_cell_is_a_formula(nasty):
    assert csv_cell(nasty) == f"'{nasty}"
    assert csv_cell(-5) == "-5"


@given(st.lists(st.text(CHARACTERS, max_size=6), min_size=2, max_size=4))
@example(["a", "a,b", 'a"b', "a\rb", "a\nb", "", " ", ";"])
def test_a_line_of_csv_is_as_the_library_writes_it(values):
    line, file = io.StringIO(newline=""), io.BytesIO()
    csv.writer(line).writerow([csv_cell(value) for value in values])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "export_rows", lambda records, columns: [values])
        listing = SimpleNamespace(kind=SimpleNamespace(file_columns=[ADDRESS]), ordered_queryset=None)
        write_csv(listing, file)
    assert file.getvalue().decode() == f"{BOM}address\r\n{line.getvalue()}"
