"""Hash passwords in bounded memory, and refuse those that somebody who knows the portal would guess."""

import re
import threading

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
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
