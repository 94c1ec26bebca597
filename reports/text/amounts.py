"""Amounts in a text: numbers as they are written, with their signs, currencies, scales and units."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

# Of ISO 4217.
CODES = (
    "AED|AFN|ALL|AMD|ANG|AOA|ARS|AUD|AWG|AZN|BAM|BBD|BDT|BGN|BHD|BIF|BMD|BND|BOB|BRL|BSD"
    "|BTN|BWP|BYN|BZD|CAD|CDF|CHF|CLP|CNY|COP|CRC|CUP|CVE|CZK|DJF|DKK|DOP|DZD|EGP|ERN|ETB|EUR"
    "|FJD|FKP|GBP|GEL|GHS|GIP|GMD|GNF|GTQ|GYD|HKD|HNL|HTG|HUF|IDR|ILS|INR|IQD|IRR|ISK|JMD|JOD"
    "|JPY|KES|KGS|KHR|KMF|KPW|KRW|KWD|KYD|KZT|LAK|LBP|LKR|LRD|LSL|LYD|MAD|MDL|MGA|MKD|MMK|MNT"
    "|MOP|MRU|MUR|MVR|MWK|MXN|MYR|MZN|NAD|NGN|NIO|NOK|NPR|NZD|OMR|PAB|PEN|PGK|PHP|PKR|PLN|PYG"
    "|QAR|RON|RSD|RUB|RWF|SAR|SBD|SCR|SDG|SEK|SGD|SHP|SLE|SOS|SRD|SSP|STN|SVC|SYP|SZL|THB|TJS"
    "|TMT|TND|TOP|TRY|TTD|TWD|TZS|UAH|UGX|USD|UYU|UZS|VES|VND|VUV|WST|XAF|XCD|XOF|XPF|YER|ZAR"
    "|ZMW|ZWG"
)
SIGNS = "".join(sign for sign in map(chr, range(0x20000)) if unicodedata.category(sign) == "Sc")
# Of the currencies, in the plural or as shortened before a number.
CURRENCIES = (
    r"dollars?|cents?|euros?|pounds?|sterling|yen|yuan|renminbi|won|baht|rupiahs?|rupees?|ringgit|pesos?"
    r"|dong|kip|riels?|kyats?|taka|francs?|marks?|kron(?:a|e|er|or)|rands?|rou?bles?|lira|dirhams?"
    r"|dinars?|r[iy]y?als?|shekels?|afghanis?|kina|vatu|tala|pa[ʻ'’]anga|tenge|som|ngultrum|patacas?"
    r"|shillings?|naira|rufiyaa|tugriks?"
)
SHORT = r"(?:Rs|Rp|RM|Tk|Nu|Fr|Kr|Php)\.?"
SCALES = r"(?:hundred|thousand|million|billion|trillion|dozen|lakh|crore)s?"
SMALL = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)"
    "teen|half|several|few"
)
TENS = "tens|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
FRACTIONS = r"(?:thirds?|quarters?|fifths?|tenths?)(?!-)"
MEASURES = (
    r"per\s?cent|percentage\spoints?|degrees?"
    r"|(?:square\s|cubic\s|nautical\s)?(?:(?:kilo|centi|milli)?met(?:re|er)s?|miles?|feet|hectares?|acres?"
    r"|(?:kilo|milli)?grams?|kilos?|tons?|tonnes?|lit(?:re|er)s?|knots?|barrels?|(?:kilo|mega|giga)watts?)"
)
SYMBOLS = "[kcm]?m[²³23]?|km/h|m?g|kg|t|ha|bn|mn|tn|k|[kKMGT]B|[kMG]Wh?|[kMG]?Hz"
DASH = r"\s?[-‐‑‒–—−]\s?"
POINTS = ".,٫٬"
MINUS = r"(?:(?<![^\s(\[“‘])(?<!\d\s)[-−–+±])?"  # and no dash between two numbers
# Thousands may be grouped by a space or an apostrophe. More groups than a number ever has are none,
# lest a long run of them takes time by its square. Atomic groups, since in Python 3.11.0 to 3.11.4 `)*+`
# takes in a point that no digit follows (python/cpython#106052).
NUMBER = (
    r"(?:\d{1,3}(?>(?:[ \u00a0\u2007\u2009\u202f'’ʼ]\d{3}){1,9})(?!\d)"
    rf"(?>(?:[{POINTS}]\d++)*)|\d++(?>(?:[{POINTS}/⁄:]\d++)*)|[¼-¾⅐-⅞])"
)
# What stands before a number belongs to that one, not to one before it.
BEFORE = rf"(?=\s?(?:[{SIGNS}]\s?)?\d)"
PIECE = re.compile(
    rf"(?P<number>{MINUS}{NUMBER})"
    rf"|(?P<before>{MINUS}(?:(?:(?<!\w)(?:US|AU|NZ|HK|CA)\s|[A-Z]{{1,3}})?[{SIGNS}]"
    rf"|(?<![^\W\d])(?:{CODES}|{SHORT})){BEFORE})"
    rf"|(?P<after>[A-Z]{{0,3}}[{SIGNS}]|[%‰°]|(?<![^\W\d])(?:{CODES}|{SYMBOLS})(?!\w))"
    rf"|(?<!\w)(?:(?P<scale>(?i:{SCALES}))|(?P<tens>(?i:{TENS}))|(?P<small>(?i:{SMALL}))"
    rf"|(?P<fraction>(?i:{FRACTIONS}))|(?P<unit>(?i:{MEASURES}))"
    rf"|(?P<currency>(?:(?:US|U\.S\.|NZ)\s)?(?i:{CURRENCIES})))(?!\w)"
)
# Grouped by commas, as English has it; “10.000” may be ten, or ten thousand.
PLAIN_NUMBER = re.compile(
    r"(?<![\d.,])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.(?!\d{3}(?!\d))\d+)?)(?![\d]|[.,]\d)"
    r"(?:[\s-]?(?P<scale>(?:thousand|million|billion|trillion)s?)(?!\w)|(?![\s-]?(?:[kmbt]|[mbt]n)(?!\w)))",
    re.ASCII | re.IGNORECASE,
)
DOLLARS = {
    "US": "USD",
    "A": "AUD",
    "AU": "AUD",
    "NZ": "NZD",
    "CA": "CAD",
    "HK": "HKD",
    "S": "SGD",
}  # before “$”
CERTAIN = {
    "€": "EUR",
    "₩": "KRW",
    "฿": "THB",
    "₫": "VND",
    "₹": "INR",
    "₱": "PHP",
}  # of one currency alone
POWERS = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
NEAR = re.compile(r"[\s-]?")
# What may stand between a piece and the next, by what they are, for both to be of one amount.
LINKS = {
    **{("before", right): NEAR for right in ("number", "before")},
    **{(left, "after"): NEAR for left in ("number", "scale", "after")},
    **{(left, "unit"): NEAR for left in ("number", "scale", "small", "tens", "after")},
    **{
        (left, "currency"): re.compile(r"-|\s?(?:of\s)?(?:[A-Z][\w.]*\s){0,3}")
        for left in ("number", "scale", "small", "tens", "after")
    },
    **{(left, "scale"): re.compile(r"-|\s(?:an?\s|of\s)?") for left in ("small", "tens", "scale")},
    **{("scale", right): re.compile(r"-|\s(?:and\s)?") for right in ("small", "tens")},
    **{(left, "fraction"): NEAR for left in ("small", "tens")},
    ("number", "scale"): NEAR,
    ("tens", "small"): re.compile(r"[\s-]"),
    ("currency", "number"): re.compile(r"\s"),
}
# Two numbers with a dash between are two, as in “7–8 June”, but where one has a currency or unit.
RANGES = {
    **{("number", right): re.compile(DASH) for right in ("number", "before")},
    ("small", "small"): re.compile(DASH),
}


def read_amount(text: str) -> Decimal | None:
    """Return the one amount that `text` says in digits, in whole units: 10000 of “US$10,000”.

    None where it says none or several, or where its digits can be read in two ways.
    """
    if len(re.findall(r"\d[\d.,]*", text)) != 1:
        return None
    found = PLAIN_NUMBER.search(text)
    if not found:
        return None
    scale = found["scale"] or ""
    if not scale and re.search(SCALES, text, re.IGNORECASE):
        return None
    power = next((power for name, power in POWERS.items() if scale.lower().startswith(name)), 0)
    return Decimal(found["number"].replace(",", "")) * 10**power


def read_currency(text: str) -> str:
    """Return the ISO 4217 code of the one currency that `text` names for certain: USD of “US$10,000”.

    "" where it names none or several; a bare “$” is none.
    """
    named = {match[0] for match in re.finditer(rf"(?<![^\W\d])(?:{CODES})(?![^\W\d])", text)}
    named |= {
        DOLLARS[match[1]]
        for match in re.finditer(r"(?<![^\W\d])([A-Z]{1,2})\s?\$", text)
        if match[1] in DOLLARS
    }
    named |= {CERTAIN[sign] for sign in CERTAIN if sign in text}
    return named.pop() if len(named) == 1 else ""


def amounts(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each amount in `text`, in order: of each number, at the least."""
    run: list[re.Match[str]] = []
    linked = False  # by more than dashes
    for piece in PIECE.finditer(text):
        kinds = (str(run[-1].lastgroup), str(piece.lastgroup)) if run else ("", "")
        link, in_range = (
            kinds in table and bool(table[kinds].fullmatch(text, run[-1].end(), piece.start()))
            for table in (LINKS, RANGES)
        )
        if not (link or in_range):
            yield from spans(run, linked)
            run, linked = [], False
        run.append(piece)
        linked |= link
    yield from spans(run, linked)


def spans(run: list[re.Match[str]], linked: bool) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of the amount that a `run` of pieces is, or of each piece."""
    if linked:
        yield run[0].start(), run[-1].end()
    else:
        yield from (piece.span() for piece in run)
