"""Words by which a report says what records have as a choice: “hosted” says that an actor was the host.

The longest of them that stand in a text count: “would be willing to host” does not say that somebody
hosted. A report may say it in other words still: then the editor is asked.
"""

from functools import cache
from typing import Any

from reports.models import (
    GuardedModel,
    Meeting,
    MeetingRole,
    Outcome,
    Participant,
    Pledge,
    Presentation,
    Recommendation,
    Workshop,
    WorkshopRole,
)
from reports.text.sameness import POSSESSIVE, Folded

Words = dict[Any, tuple[str, ...]]  # by the value of the choice

HOLDS = ("held", "had held", "held by", "holding", "taken place", "took place")
HOSTS = ("hosted", "hosted by", "hosting", "host", "hosts")
WOULD_HOLD = (
    *("would hold", "will hold", "would be held", "will be held", "to be held"),
    *("would host", "will host", "would be hosted", "will be hosted", "to be hosted"),
)
PLANS = (
    *("planning to hold", "plans to hold", "plan to hold", "planned to hold", "planned"),
    *("planning to host", "plans to host", "plan to host", "planned to host", "planned by"),
)
OFFERS = (
    *("willing to host", "willingness to host", "offered to host", "offer to host", "offers to host"),
    *("willing to hold", "willingness to hold", "offered to hold", "offer to hold", "offers to hold"),
    *("offered", "offered by"),
)
INTENDS = (
    *("intention to hold", "intend to hold", "intends to hold", "intended to hold", "intended"),
    *("intention to host", "intend to host", "intends to host", "intended to host"),
)
SAID: dict[tuple[type[GuardedModel], str], Words] = {
    (Meeting, "kind"): {
        "senior-officials": ("senior officials", "senior official"),
        "ministerial": ("ministerial conference", "ministerial conferences", "ministerial meeting"),
    },
    (MeetingRole, "role"): {
        "co-chair": ("co-chaired", "co-chair", "co-chairs", "chaired by"),
        "co-host": ("co-hosted", "co-host", "co-hosts", "hosted by"),
        "mandated-by": ("mandated by", "mandated", "mandate"),
    },
    (Participant, "role"): {
        "participating": ("participating", "participants", "participant", "attended"),
        "observer": ("observers", "observer"),
    },
    (Workshop, "kind"): {
        "workshop": ("workshop", "workshops"),
        "meeting": ("meeting", "meetings"),
    },
    (Workshop, "state"): {
        "held": (*HOLDS, *HOSTS),
        "announced": WOULD_HOLD,
        "planned": PLANS,
        "offered": OFFERS,
        "intended": INTENDS,
    },
    (Workshop, "reach"): {"regional": ("regional",), "national": ("national",)},
    (Workshop, "pilot"): {True: ("pilot",), False: ("no pilot", "not a pilot")},
    (WorkshopRole, "role"): {
        "host": HOSTS,
        "organiser": ("organised by", "organised"),
        "organised-with": ("organised jointly with", "jointly organised", "organised together with"),
        "developer": ("developed by", "developed"),
        "held-by": HOLDS,
        "would-hold": WOULD_HOLD,
        "planned-by": PLANS,
        "offered-by": OFFERS,
    },
    (Outcome, "state"): {
        "developed": ("developed", "produced", "drafted", "drawn up"),
        "begun": ("begun", "began", "started"),
        "effect": ("increased", "assisted", "helped", "contributed", "led to", "resulted in"),
    },
    (Recommendation, "standing"): {
        "continue": ("continue", "continued", "continues", "continuing", "ongoing"),
        "completed": ("completed", "concluded"),
        "underway-elsewhere": ("underway", "being addressed", "addressed in other forums"),
        "could-elsewhere": ("could be taken forward",),
        "might-elsewhere": ("might be taken forward", "might productively be taken forward"),
        "further": ("further work", "additional work"),
        "possible": ("possible further work", "possible", "could be taken forward", "could usefully"),
        "discontinue": ("discontinue", "discontinued"),
    },
    (Pledge, "state"): {
        "pledged": ("pledged", "pledges", "pledge"),
        "announced": ("announced", "announces"),
        "willing": ("willingness to consider", "willing to consider"),
        "given": ("given", "gave", "provided", "contributed", "donated"),
        "thanked": ("thanked", "thanks", "appreciation"),
        "highlighted": ("highlighted",),
    },
    (Pledge, "kind"): {
        "money": ("funding", "funds", "funded", "fund", "money", "financial", "dollars"),
        "in-kind": ("in kind",),
    },
    (Presentation, "kind"): {
        "presentation": ("presentation", "presentations", "presented"),
        "report": ("report", "reports", "reported"),
        "overview": ("overview", "overviews"),
        "update": ("update", "updates", "updated"),
    },
}


def find_values(words: Words, text: str) -> set[Any]:
    """Return which values of a choice, said by `words`, the `folded` text says."""
    found: set[Any] = set()
    for phrase, values in longest_first(tuple(words.items())):
        if phrase in text:
            found |= values
            text = text.replace(phrase, " | ")
    return found


@cache
def longest_first(words: tuple[tuple[Any, tuple[str, ...]], ...]) -> list[tuple[str, set[Any]]]:
    """Return the folded phrases of `words`, each with the values that it says, the longest first."""
    values: dict[str, set[Any]] = {}
    for value, phrases in words:
        for phrase in phrases:
            values.setdefault(folded(phrase), set()).add(value)
    return sorted(values.items(), key=lambda pair: -len(pair[0]))


def folded(text: str) -> str:
    """Return the words of `text` as the same words are written alike, with a space around each."""
    words = (word for word, _, _ in Folded(text).words() if word != POSSESSIVE)
    return f" {' '.join(words)} "
