"""Hash passwords in bounded memory, and refuse those that somebody who knows the portal would guess."""

import re
import threading
from functools import lru_cache

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

# A process hashes two passwords at most at the same time: 38 MiB, however many log in.
AT_ONCE = threading.BoundedSemaphore(2)


class BoundedArgon2(Argon2PasswordHasher):
    """Argon2id as OWASP advises it: 19 MiB, two passes, one lane (Django's own takes 100 MiB)."""

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """Return the hash of `password`, made when no more than one other is under way."""
        with AT_ONCE:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Return True if `encoded` is of `password`; waits as `encode` does."""
        with AT_ONCE:
            return super().verify(password, encoded)


# Words of the report, of the portal and of its desk, in small letters. A word stands before those that
# are a part of it.
OWN_WORDS = (
    *("baliprocess", "bali", "processes", "process", "reports", "report", "portals", "portal"),
    *("smuggling", "smugglers", "smuggler", "trafficking", "traffickers", "people", "persons", "person"),
    *("transnational", "crime", "refugees", "refugee", "migration", "migrants", "migrant", "border"),
    *("workshops", "workshop", "meetings", "meeting", "ministerial", "ministers", "minister"),
    *("officials", "official", "senior", "brisbane", "australia", "indonesia", "thailand", "fiji"),
    *("editors", "editor", "desk", "admin", "secretariat", "passwords", "password", "passwort"),
)
REST = 8  # letters that a password with such words needs besides them
# Digits and signs that are typed for letters.
INSTEAD = str.maketrans("013457@$!", "oieastasi")


class OwnWordsValidator:
    """Password validator that refuses little more than the portal's own words, as in BaliProcess2004!

    The words are those of the report and of the desk, of the portal's host name and of its keeper.
    """

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError if `password` has such a word and fewer than 8 letters besides."""
        letters = password.lower().translate(INSTEAD)
        rest = re.sub("|".join(map(re.escape, own_words())), "", letters)
        if rest != letters and sum(map(str.isalpha, rest)) < REST:
            raise ValidationError(
                "This password is made of words of this portal or its report, which are guessed first. "
                f"Leave them out, or add at least {REST} other letters.",
                code="password_of_own_words",
            )

    def get_help_text(self) -> str:
        """Return the rule, for the form."""
        return "Your password can’t be made of words of this portal, such as “Bali” or “report”."


def own_words() -> tuple[str, ...]:
    """Return the words of the portal, and those of its host name and its keeper from four letters on."""
    names = f"{settings.SITE_URL} {settings.KEEPER_NAME}".lower()
    return (*OWN_WORDS, *(word for word in re.findall(r"[^\W\d_]{4,}", names) if word != "https"))


FEWEST = 6  # different characters of a password
LENGTH = 12  # of a password, and of the piece that one repeats
# Keys that stand in a row, either way round, as pieces that are no word by chance.
ROWS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "01234567890")
RUN = 4
RUNS = {row[::way][at : at + RUN] for row in ROWS for way in (1, -1) for at in range(len(row) - RUN + 1)}


class PatternValidator:
    """Password validator that refuses what is long and soon guessed all the same.

    Few characters or a short piece again and again, as in abcabcabcabc; keys in a row, as in
    qwertyuiopas; a common password or the account's name with digits and signs around it, as in
    Summer2026!!!
    """

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError if `password` of `user`, an account or None, is of such a kind."""
        small = password.lower()
        if len(set(small)) < FEWEST or len(piece(small)) < min(LENGTH, len(small)):
            said = "This password is a few characters again and again. Take other words into it."
        elif outside_of_runs(small) < REST:
            said = "This password is keys that stand in a row. Take other words into it."
        elif piece(re.sub(r"^[\W\d_]+|[\W\d_]+$", "", small)) in common() | {name_of(user)}:
            said = (
                "This password is a common one, or your own name, with digits or signs around it. Take "
                "other words into it."
            )
        else:
            return
        raise ValidationError(said, code="password_of_a_pattern")

    def get_help_text(self) -> str:
        """Return the rule, for the form."""
        return "Your password can’t be a repetition, a row of keys, or a common password with digits."


def outside_of_runs(text: str) -> int:
    """Return how many characters of `text` are no part of keys in a row."""
    starts = [at for at in range(len(text)) if text[at : at + RUN] in RUNS]
    return len(text) - len({at + step for at in starts for step in range(RUN)})


def piece(text: str) -> str:
    """Return the piece that `text` repeats to its end, such as abc of abcabcab; else all of it."""
    sizes = range(1, len(text) // 2 + 1)
    return next((text[:size] for size in sizes if text[size:] == text[:-size]), text)


@lru_cache(maxsize=1)
def common() -> frozenset[str]:
    """Return the common passwords that Django knows, in small letters."""
    return frozenset(CommonPasswordValidator().passwords)


def name_of(user: object) -> str:
    """Return the name of an account in small letters; a blank of none."""
    return str(getattr(user, "username", "") or " ").lower()
