"""Characters that a text cannot hold, or that nobody sees, are refused or told."""

import pytest

from reports.text.characters import find_unfit, is_seen, make_visible


@pytest.mark.parametrize(
    "text", ["", " ", "\u200b", "\u00ad", "\u200f", "\u2060", "\u3164", "\u2800", "\u0301", "\ufe0f\n"]
)
def test_what_nobody_sees(text):
    assert not is_seen(text)
    assert is_seen(f"{text}ا")


@pytest.mark.parametrize("text", ["!", "中", "é", "1", "\ue000", "☃", "\u0627\u200f"])
def test_what_is_seen(text):
    assert is_seen(text)


def test_a_short_text_stands_in_one_line_and_in_its_own_direction():
    for character in "\n\r\t\x0b\x1f\x7f\u0085\u2028\u202a\u202e\u2066\u2069":
        assert find_unfit(f"a{character}b", short=True) == f"U+{ord(character):04X}"
        assert not find_unfit(f"a{character}b", short=False)
    for character in "\x00\ud800\udfff":
        assert find_unfit(f"a{character}b", short=False) == f"U+{ord(character):04X}"
    assert not find_unfit("Côte d’Ivoire, 北京, قاهرة\u200f 🇫🇯", short=True)


def test_what_is_not_seen_is_shown_by_its_code():
    assert make_visible("a b\x00\ud800\u202eé") == "a b\\x00\\ud800\\u202eé"
