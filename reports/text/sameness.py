"""One notion of sameness: which words and names are the same, however they are written.

Search, the filter of names, the other names of actors in addresses and the names that a text mentions
all read words as `Folded` does. The same are capitals and small letters, accents, letters without a
decomposition and what an English keyboard writes for them (ø, ß), full-width forms, every kind of
space, hyphen and apostrophe, a word with a possessive 's and without, an abbreviation with points and
without, British and American spelling. A hyphen is the same as a space and as nothing.

The exception is evidence: `reports.text.quotes` takes a quote to the letter.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

Word = tuple[str, int, int]  # a folded word, and its start and end (after it) in the folded text

APOSTROPHES = "`´ʹʻʼʽʾʿˈˊˋ՚׳᾽᾿‘’‛′‵ꞌ＇"
HYPHENS = "֊־᠆‐‑‒–⁃−﹣－"
# What no decomposition says: punctuation, and letters as an English keyboard writes them.
PLAIN = {
    **dict.fromkeys(APOSTROPHES, "'"),
    **dict.fromkeys(HYPHENS, "-"),
    **{"\u200b": " ", "\u0640": ""},  # the space without width; the stroke that stretches Arabic words
    **{"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"},
    **{"ŧ": "t", "ŋ": "n", "ĸ": "k", "ɓ": "b", "ɖ": "d", "ɗ": "d", "ƒ": "f", "ƙ": "k", "ƴ": "y"},
    **{"ə": "e", "ǝ": "e", "ɛ": "e", "ɔ": "o", "ɨ": "i", "ʉ": "u", "ƶ": "z", "ǥ": "g", "ɣ": "g"},
}

# Scripts whose vowels and tones are marks: there a mark tells words apart, and is kept.
MARKS_KEPT = (("\u0900", "\u1aaf"), ("\u3099", "\u309a"), ("\ua800", "\uabff"))
# Scripts without spaces between words, and Korean, which sets endings behind them. Each letter with
# its marks is a word, so that what is typed is a phrase, and found inside a sentence.
UNSPACED = (
    *(("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff")),  # Thai, Lao, Burmese, Khmer
    *(("\u1950", "\u19df"), ("\u1a20", "\u1aaf"), ("\ua980", "\ua9ff"), ("\uaa60", "\uaadf")),  # kin
    *(("\u3005", "\u3007"), ("\u3021", "\u3029"), ("\u3400", "\u4dbf"), ("\u4e00", "\u9fff")),  # Chinese
    *(("\U00020000", "\U0003ffff"), ("\u3031", "\u312f"), ("\u31a0", "\u31ff")),  # and Japanese kana
    ("\u1100", "\u11ff"),  # Korean, as it decomposes
)
KOREAN_RESTS = (("\u1160", "\u11ff"),)  # the vowel and the end of a syllable, behind its beginning

# A word is letters alone or digits alone, so that no engine's own parser can split it further or
# take it for a number like 1e5; “10,000” is one, and so is “U.N.”; more commas than a number ever
# has are no number, lest a long run of them takes time by its square. U and V begin a letter and a mark
# of an unspaced script.
WORD = re.compile(
    r"(?<![0-9])[0-9]{1,3}(?>(?:,[0-9]{3}){1,9})(?!,?[0-9])|[0-9]+"
    r"|(?<![a-z0-9])[a-z](?:\.[a-z])+(?![a-z0-9])|[a-z]+"
    r"|[UV][A-P]+(?:V[A-P]+)*"
)
POSSESSIVE = "'s"  # as a word

# One spelling for the two of a word, British and American: the reports use both, “Labor” and “Centre”.
SPELLINGS = tuple(
    (re.compile(pattern), spelt)
    for pattern, spelt in (
        (r"(?<=[a-z]{3})iz(?=(?:e[ds]?|ers?|ing|ations?|ational|able)$)", "is"),
        (r"(?<=[a-z]{2})yz(?=(?:e[ds]?|ers?|ing)$)", "ys"),
        (r"(?<=[a-z]{3})our(?=(?:s|ed|ing|abl[ey]|ers?|al|ites?|hoods?|ful(?:ly)?|less|y)?$)", "or"),
        (r"^((?:epi)?cent|theat|lit|fib|calib|spect|(?:kilo|centi|milli)?met)re(?=s?$)", r"\1er"),
        (
            r"^(cancel|channel|counsel|dial|equal|fuel|label|level|marshal|model|quarrel|rival|signal"
            r"|total|travel|tunnel)l(?=(?:ed|ings?|ers?|ors?)$)",
            r"\1",
        ),
        (r"^(enrol|fulfil|instal)l(?=$|s$|ments?$)", r"\1"),
        (r"^(skil|wil)l(?=ful)", r"\1"),
        (r"^(catalog|dialog|analog)ue(?=s?$)", r"\1"),
        (r"^(judg|acknowledg)e(?=ments?$)", r"\1"),
        (r"^(def|off|pret|lic)ence(?=s?$)", r"\1ense"),
        (r"^(practi)s(?=e[ds]?$|ing$)", r"\1c"),
        (r"^(orthop|p|an|h|gyn|arch|encyclop)ae(?=d|sth|m|col|ol)", r"\1e"),
        (r"^(program)me(?=s?$)", r"\1"),
        (r"^manoeuvre", "maneuver"),
    )
)
# The two begin with the same three letters, but for an ae or oe: names are found in texts by these.
SPELT = {
    **{"centred": "centered", "aluminium": "aluminum", "jewellery": "jewelry", "foetal": "fetal"},
    **{"artefact": "artifact", "artefacts": "artifacts"},
}

MAX_KEY_LENGTH = 150  # characters of the key of a name, as many as its column has


@lru_cache(maxsize=65_536)
def spell(word: str) -> str:
    """Return a folded `word` in the one spelling of its two."""
    word = SPELT.get(word, word)
    for pattern, spelt in SPELLINGS:
        word = pattern.sub(spelt, word)
    return word


@cache
def fold_character(character: str) -> str:
    """Return one `character` folded to ASCII: letters, digits, punctuation; "" for a mark."""
    if character in PLAIN:
        return PLAIN[character]
    return "".join(map(to_ascii, unicodedata.normalize("NFKD", character.casefold()).casefold()))


def to_ascii(character: str) -> str:
    """Return one decomposed `character` in ASCII.

    Letters of other scripts are spelt in a to z; those of an unspaced one in A to P, behind a U, or a
    V where they are marks of the letter before.
    """
    if character in PLAIN:
        return PLAIN[character]
    if character.isascii():
        return character
    category = unicodedata.category(character)
    is_mark = category[0] == "M"
    if category == "Cf" or (is_mark and not is_in(character, MARKS_KEPT)):
        return ""
    if (digit := unicodedata.decimal(character, None)) is not None:
        return str(digit)
    if not (is_mark or character.isalnum()):
        return " " if category[0] in "ZC" else "|"
    code = "".join(chr(ord("a") + int(digit, 16)) for digit in f"{ord(character):x}")
    if not is_in(character, UNSPACED):
        return "zq" + code
    return ("V" if is_mark or is_in(character, KOREAN_RESTS) else "U") + code.upper()


def is_in(character: str, ranges: tuple[tuple[str, str], ...]) -> bool:
    """Return True if `character` is in one of these `ranges`, each of its first and last."""
    return any(first <= character <= last for first, last in ranges)


class Folded:
    """A text with every character folded to ASCII, and the way back to it.

    `text` is the folded text. Hyphens of every kind are “-” in it, apostrophes “'”.
    """

    def __init__(self, text: str) -> None:
        self.places: list[int] = []  # of each folded character in the text; none where they agree
        if text.isascii():
            self.text = text.lower().replace("`", "'")
            return
        pieces = list(map(fold_character, text))
        self.text = "".join(pieces)
        if max(map(len, pieces)) > 1 or "" in pieces:
            self.places = [place for place, piece in enumerate(pieces) for _ in piece]
            # What is folded to nothing, such as an accent, belongs to the character before it.
            self.places.append(len(pieces))

    def words(self, start: int = 0) -> Iterator[Word]:
        """Yield the words from `start` on in one spelling, each with its start and end, all folded.

        The s of a possessive is a word of its own, POSSESSIVE, for those who ask to take or leave.
        """
        text = self.text
        for match in WORD.finditer(text, start):
            word, first = match[0], match.start()
            if (
                word == "s"
                and text[first - 1 : first] == "'"
                and text[max(first - 2, 0) : first - 1].strip()
            ):
                word = POSSESSIVE
            elif not word.isalpha():
                word = word.replace(",", "").replace(".", "")
            yield spell(word), first, match.end()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the start and end in the text itself of the folded `start` and `end`."""
        if not self.places:
            return start, end
        # Up to where the next folded character comes from: marks behind a letter are its own.
        first, last = self.places[start], self.places[end - 1] + 1
        return first, max(last, self.places[end]) if end < len(self.places) else last


def name_key(name: str) -> str:
    """Return what the same names have in common, in a to z and 0 to 9: for a filter and an address.

    Here spaces, too, are the same as nothing, since who types “Viet-Nam” or “vietnam” means one; the
    s of a possessive counts inside a name (“Lao Peoples”) and not at its end (“Japan’s”). "" where
    `name` has no letters and no digits.
    """
    words = [word for word, _, _ in Folded(name).words()]
    if words[1:] and words[-1] == POSSESSIVE:
        words.pop()
    return "".join(words).replace("'", "").lower()[:MAX_KEY_LENGTH]
