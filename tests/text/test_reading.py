"""The sentences around a quote."""

import pytest

from reports.text.reading import sentences_around

TEXT = "They met. “Fiji hosted it.” Tonga came (late).\nNauru, too"


@pytest.mark.parametrize(
    ("quote", "sentence"),
    [
        ("They", "They met."),
        ("They met.", "They met."),
        ("hosted", "“Fiji hosted it.”"),
        ("hosted it.” Tonga", "“Fiji hosted it.” Tonga came (late)."),
        ("late", "Tonga came (late)."),
        ("Nauru", "Nauru, too"),
        ("elsewhere", ""),
    ],
)
def test_they_are_whole_and_no_more(quote, sentence):
    assert sentences_around(TEXT, "", quote) == sentence
