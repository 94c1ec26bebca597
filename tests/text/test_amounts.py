"""A quote cuts no number from its sign, currency, scale or unit, and no letter from its marks."""

from decimal import Decimal
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.text.amounts import SIGNS, amounts, read_amount, read_currency
from reports.text.quotes import locate, positions

# An amount, and words of it that a quote may not take alone.
CUT = [
    ("US$10 000", "US$10"),
    ("US$10 000", "10 000"),
    ("10 000 dollars", "10"),
    ("10\u202f000,50 dollars", "10\u202f000"),
    ("1 200", "200"),
    ("10’000 francs", "10"),
    ("10’000 francs", "000 francs"),
    ("1,00,000 rupees", "00,000"),
    *[("CHF 100", each) for each in ("CHF", "100")],
    *[("IDR 5 million", each) for each in ("IDR", "IDR 5", "5 million", "million")],
    ("AUD10,000", "10,000"),
    ("US$5 m", "US$5"),
    ("US$ 10", "10"),
    ("US $10,000", "$10,000"),
    ("USD $10,000", "USD"),
    *[("US$10-15 million", each) for each in ("US$10", "15 million", "10-15")],
    *[("US$10–US$15 million", each) for each in ("US$10", "US$15 million")],
    ("US$10 –15 million", "US$10"),
    *[(f"{sign}10,000", "10,000") for sign in ("₱", "₹", "₫", "฿", "Rs. ", "S$", "RM ", "Rp")],
    *[
        (f"10,000{unit}", "10,000")
        for unit in (
            *(" Australian dollars", " New Zealand dollars", " Papua New Guinea kina", " U.S. dollars"),
            *(" rupiah", " baht", "\u00a0dollars", "\ndollars", " €", "₫", " THB", "美元"),
        )
    ],
    *[(f"50 per{space}cent", "50") for space in (" ", "\u00a0", "\n")],
    *[("3 trillion", each) for each in ("3", "trillion")],
    *[("ten thousand dollars", each) for each in ("ten", "thousand dollars", "dollars")],
    *[("half a million dollars", each) for each in ("half", "half a million", "million dollars")],
    ("tens of thousands", "thousands"),
    ("two hundred and fifty people", "fifty people"),
    ("fifty per cent", "fifty"),
    ("twenty-five", "five"),
    ("two-thirds", "two"),
    ("US dollars 10,000", "10,000"),
    ("US dollars 10,000", "dollars 10,000"),
    ("10 km", "10"),
    ("10-kilometre", "10"),
    ("10 square kilometres", "10"),
    ("5 kg", "5"),
    ("2,5 tonnes", "2,5"),
    *[("1/2", each) for each in ("1", "2")],
    *[("-5%", each) for each in ("5%", "-5")],
    ("−5 degrees", "5 degrees"),
    ("-US$5", "US$5"),
    ("三百万", "百万"),
]
# What is told in whole words, and a quote of them.
KEPT = [
    ("three workshops", "three"),
    ("20 years", "20"),
    ("10,000 people", "10,000"),
    ("two million people", "two million"),
    ("US$10,000 for it", "US$10,000"),
    ("in 2004 $5 million", "in 2004"),
    ("in 2004 AUD 10,000", "in 2004"),
    ("in 2004 third parties", "in 2004"),
    ("the WHO $5 fund", "the WHO"),
    *[("7–8 June", each) for each in ("7", "8 June")],
    ("7 –8 June", "8 June"),
    ("2003-2004", "2003"),
    ("in June 2004, 139 delegates", "139"),
    ("groups one and two", "one"),
    ("two one-day workshops", "one-day workshops"),
    ("two third-country nationals", "third-country nationals"),
]


def refusal(text, quote):
    """Why `quote` is none of `text`; "" if it is one."""
    try:
        locate(text, "", quote)
    except ValueError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(("amount", "quote"), CUT)
def test_a_part_of_an_amount_is_no_quote(amount, quote):
    for text in (amount, f"It gave {amount} for it.", f"({amount})"):
        assert "only as a part of a longer word, number or amount" in refusal(text, quote), text
        assert locate(text, "", amount)


@pytest.mark.parametrize(("text", "quote"), KEPT)
def test_what_stands_beside_a_whole_amount_may_be_quoted(text, quote):
    assert locate(f"It said {text} of it.", "", quote)


@given(st.sampled_from(SIGNS), st.integers(0, 10**9), st.sampled_from(["", " ", "\u00a0"]))
def test_the_sign_of_any_currency_goes_with_its_number(sign, number, space):
    for amount in (f"{sign}{space}{number:,}", f"{number:,}{space}{sign}"):
        assert positions(f"of {amount} and", f"{number:,}") == []
        assert list(amounts(f"of {amount} and")) == [(3, 3 + len(amount))]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("部长们在北京讨论了人口走私问题", "北京"),
        ("日本とインドネシア", "インドネシア"),
        ("统一的", "统一"),
        ("在Japan开会", "Japan"),
        ("ประเทศไทยให้การสนับสนุน", "ประเทศไทย"),
        ("ປະເທດລາວໄດ້", "ລາວ"),
        ("ប្រទេសកម្ពុជាបាន", "កម្ពុជា"),
        ("မြန်မာနိုင်ငံက", "မြန်မာ"),
        ("대한민국은 동의하였다", "대한민국"),
    ],
)
def test_words_of_a_script_without_spaces_may_be_quoted(text, quote):
    start = text.index(quote)
    assert locate(text, "", quote) == (start, start + len(quote))


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        *(("กี", "ก"), ("ກີ", "ກ"), ("နို", "န"), ("កម្ពុជា", "កម"), ("កម្ពុជា", "ពុជា"), ("นำ", "น")),
        *(("Cote\u0301", "Cote"), ("Cote\u0301s", "Cote\u0301"), ("العَرَبية", "الع"), ("प्रवासी", "प्र")),
        *(("2004年", "2004"), ("한국", "하")),
    ],
)
def test_a_letter_is_not_cut_from_its_marks_nor_from_its_word(text, quote):
    assert positions(f"x {text} y", quote) == []


@given(st.text("中国ทีี่ไกလူကု\u0301ae 5万三", max_size=12), st.integers(0, 12))
def test_where_one_quote_may_end_the_next_may_begin(text, cut):
    before, after = text[:cut], text[cut:]
    if before and after:
        assert (0 in positions(text, before)) == (len(before) in positions(text, after))


LONG = {
    "digits": ("1" * 30_000, "2"),
    "decimals": ("1.0 a " * 5_000, "a"),
    "a word": ("a " * 15_000, "a " * 7_500),
    "groups": ("1 000 " * 5_000, "1"),
    "noughts": (" 000" * 7_500, "1"),
    "capitals": ("A" * 30_000, "A"),
    "capital words": ("10 Aa " * 5_000, "Aa"),
    "thousands": ("half a thousand " * 1_875, "thousand"),
    "dashes": ("1-" * 15_000, "1"),
    "codes": ("USD " * 7_500, "USD"),
    "signs": ("$" * 30_000, "$"),
    "Thai": ("ที่ประชุม" * 3_000, "ประชุม"),
    "marks": ("a" + "\u0301" * 30_000, "a"),
    "spaces": (" " * 30_000, "a"),
    "words not there": ("seven dollars " * 2_000, "no such words " * 2_000),
}


@pytest.mark.parametrize(("text", "quote"), LONG.values(), ids=LONG)
def test_a_quote_is_looked_for_in_a_long_text_at_once(text, quote):
    start = perf_counter()
    refusal(text, quote)
    assert perf_counter() - start < 1  # an eighth of it is usual


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("US$10,000", 10_000),
        ("targeted funding of NZ$30,000", 30_000),
        ("1.5 million dollars", 1_500_000),
        ("EUR 12.50", Decimal("12.50")),
        ("US$5 billion", 5_000_000_000),
        # none, several, or to be read in two ways
        *(
            (text, None)
            for text in ("some funds", "ten thousand dollars", "US$10 to US$20", "10.000 francs")
        ),
        *(
            (text, None)
            for text in ("US$10 000", "10’000 francs", "1,00,000 rupees", "5 crore", "US$5m")
        ),
        *((text, None) for text in ("US$5 bn", "10k", "3 hundred thousand dollars")),
    ],
)
def test_the_one_amount_in_digits_is_read(text, amount):
    assert read_amount(text) == amount


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("US$10,000", "USD"), ("NZ$30,000", "NZD"), ("A$ 5 million", "AUD"), ("AUD 5", "AUD"),
        ("€5", "EUR"), ("$10,000", ""), ("US$5 or NZ$6", ""), ("5 dollars", ""), ("PLUS$5", ""),
        ("funding", ""),
    ],
)  # fmt: skip
def test_a_currency_is_read_where_it_is_named_for_certain(words, code):
    assert read_currency(words) == code
