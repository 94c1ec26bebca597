"""Words as search knows them: folded, split and stemmed once, here, for both database engines."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from threading import Lock

import snowballstemmer

# Letters that have no decomposition, and what an English keyboard writes for them.
PLAIN = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
# A word is letters alone or digits alone, so that no engine's own parser can split it further or
# take it for a number like 1e5; “10,000” is one word.
WORD = re.compile(r"(?<![0-9])[0-9]{1,3}(?:,[0-9]{3})+(?!,?[0-9])|[0-9]+|[a-z]+")
# Between pieces of one document, so that no phrase runs from one into the next. Of letters and
# digits together, it is no word that a text or a query can have.
BREAK = "x0"
MAX_TOKEN_LENGTH = 64  # characters of a token
MAX_TOKENS = 16_000  # of a document: PostgreSQL numbers positions up to 16,383

# One spelling for the two of a word, British and American: the reports use both, “Labor” and “Centre”.
IZE = re.compile(r"(?<=[a-z]{3})iz(?=(?:e[ds]?|ers?|ing|ations?|ational|able)$)")
OUR = re.compile(r"(?<=[a-z]{3})our(?=(?:s|ed|ing|able|ers?|al|ites?)?$)")
SPELT = {
    **{"centre": "center", "centres": "centers", "centred": "centered"},
    **{"programme": "program", "programmes": "programs"},
    **{"defence": "defense", "defences": "defenses", "offence": "offense", "offences": "offenses"},
    **{"licence": "license", "licences": "licenses"},
}

_stemmer, _stemming = snowballstemmer.stemmer("english"), Lock()


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the Snowball English stem of a folded `word` in one spelling, cut where it is too long."""
    word = OUR.sub("or", IZE.sub("is", SPELT.get(word, word)))
    with _stemming:  # the stemmer keeps its word in itself, and a server has threads
        return _stemmer.stemWord(word[:MAX_TOKEN_LENGTH])


@cache
def fold_character(character: str) -> str:
    """Return one `character` folded to ASCII: letters, digits, punctuation; "" for a mark."""
    return "".join(map(to_ascii, unicodedata.normalize("NFKD", character.casefold()).casefold()))


def to_ascii(character: str) -> str:
    """Return one decomposed `character` in ASCII; letters of other scripts are spelt in a to z."""
    character = PLAIN.get(character, character)
    if character.isascii():
        return character
    category = unicodedata.category(character)
    if category[0] == "M" or category == "Cf":
        return ""
    if (digit := unicodedata.decimal(character, None)) is not None:
        return str(digit)
    if not character.isalnum():
        return " "
    return "zq" + "".join(chr(ord("a") + int(digit, 16)) for digit in f"{ord(character):x}")


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the tokens of `text` in order, each with the start and the end of its word in it."""
    pieces = list(text.lower() if text.isascii() else map(fold_character, text))
    places = [place for place, piece in enumerate(pieces) for _ in piece]
    for match in WORD.finditer("".join(pieces)):
        end = places[match.end() - 1] + 1
        while end < len(text) and not pieces[end]:
            end += 1  # a mark belongs to the letter before it
        yield stem(match[0].replace(",", "")), places[match.start()], end


def tokens(text: str) -> tuple[str, ...]:
    """Return the tokens of `text` in order."""
    return tuple(token for token, _, _ in spans(text))


def stored(pieces: list[str]) -> str:
    """Return the token string of a document made of these `pieces` of text, as the engines keep it."""
    joined = f" {BREAK} ".join(" ".join(tokens(piece)) for piece in pieces)
    return " ".join(joined.split(" ", MAX_TOKENS)[:MAX_TOKENS]) if len(joined) > MAX_TOKENS else joined
