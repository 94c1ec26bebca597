"""False data of the Brisbane report: which row, what is made false of it, and what tells it where."""

from reports.models import (
    Actor,
    Block,
    Finding,
    IndexTerm,
    Meeting,
    MeetingRole,
    Outcome,
    Participant,
    Pledge,
    Presentation,
    Recommendation,
    StatedCount,
    Workshop,
    WorkshopRole,
)

KOREAN = {"slug": "republic-of-korea-2003-public-awareness"}
DOLLARS = {"slug": "japan-website-10000-usd"}
LATER = {"slug": "republic-of-korea-2004-public-awareness"}
EARLIER = {"workshop__slug": "malaysia-2002"}
VIEWS = {"slug": "seek-views-on-future-directions"}
OVERVIEW = {"slug": "minister-overview-2004"}
TERM = {"slug": "compilation-of-draft-paragraphs"}
WORDS = "no quote has the words"
OF_THE_FORM = ("currency", "amount", "date_edtf")

# One of each rule, tried by every way of writing.
FALSE = [
    (Participant, {"actor__slug": "japan"}, {"name_written": "Nippon"}, "name_written", WORDS),
    (Pledge, DOLLARS, {"giver_written": "Nippon"}, "giver_written", WORDS),
    (Pledge, DOLLARS, {"amount_written": "10,000 dollars"}, "amount_written", WORDS),
    (Pledge, DOLLARS, {"currency": "AUD"}, "currency", "“US$10,000” says USD, and not AUD"),
    (Pledge, DOLLARS, {"amount": "90000.00"}, "amount", "“US$10,000” says 10,000, and not 90000.00"),
    (Workshop, KOREAN, {"date_words": "in 2003", "date_edtf": "2003"}, "date_words", WORDS),
    (Workshop, KOREAN, {"date_edtf": "1999"}, "date_edtf", "The words say the year 2003"),
    (StatedCount, {"number": 9}, {"number": 12}, "number", "has the number 12"),
    (Participant, {"actor__slug": "japan"}, {"role": "observer"}, "role", "says “Observer”"),
    (Workshop, KOREAN, {"speaker": "atlantis"}, "speaker", "no paragraph of"),
    (Workshop, KOREAN, {"state": "planned"}, "state", "says “Planned”, by a word such as"),
    (Workshop, KOREAN, {"pilot": True}, "pilot", "says “yes”"),
    (WorkshopRole, EARLIER, {"role": "organiser"}, "role", "says “Organised by”"),
    (Recommendation, VIEWS, {"verb": "recommended"}, "verb", "has the word “recommended”"),
    (Pledge, DOLLARS, {"purpose": "the purchase of a boat"}, "purpose", "the words “purchase”, “boat”"),
    (Presentation, OVERVIEW, {"group": "aheg-i"}, "group", "names “AHEG I”"),
    (Participant, {"actor__slug": "japan"}, {"actor": "atlantis"}, "actor", "names “Atlantis”"),
    (Pledge, DOLLARS, {"giver": "atlantis"}, "giver", "names “Atlantis”"),
    (Actor, {"slug": "samoa"}, {"iso2": "JP", "iso3": "JPN"}, "iso2", "Another actor has that ISO code"),
    (Actor, {"slug": "samoa"}, {"iso3": "SAM"}, "iso3", "WS goes with WSM, and not with SAM"),
    (Actor, {"slug": "samoa"}, {"iso2": "JP", "iso3": "JPN"}, "iso3", "Another actor has that ISO code"),
    (IndexTerm, TERM, {"outcome": "returns-checklist"}, "outcome", "has no word of “Compilation of"),
    (
        Block,
        {"key": "p19"},
        {"text": "20. {}"},
        "text",
        "begins with the number 20, and its number is 19",
    ),
    (Block, {"key": "p19"}, {"text": "(19) {}"}, "text", "begins with the number 19, which is a field"),
    (Block, {"key": "p19"}, {"text": "Also,  {}"}, "text", "2 spaces after “Also,”"),
    (Meeting, {"city": "Brisbane"}, {"delegates": 140}, "delegates", "has the number 140"),
    (Meeting, {"city": "Brisbane"}, {"city": "Jakarta"}, "city", WORDS),
]

# More of what is compared alike: told by the same code.
MORE_FALSE = [
    (MeetingRole, {"actor__slug": "ministers"}, {"name_written": "Kings"}, "name_written", WORDS),
    (WorkshopRole, {"actor__slug": "unhcr"}, {"name_written": "UNICEF"}, "name_written", WORDS),
    (Workshop, KOREAN, {"date_edtf": "2003-10"}, "date_edtf", "The words say the month 9"),
    (Meeting, {"city": "Brisbane"}, {"date_edtf": "2004-06-07"}, "date_edtf", "the day 7 and 8"),
    (Meeting, {"city": "Brisbane"}, {"kind": "ministerial"}, "kind", "says “Ministerial conference”"),
    (Participant, {"actor__slug": "canada"}, {"role": "participating"}, "role", "says “Participating”"),
    (MeetingRole, {"actor__slug": "ministers"}, {"role": "co-host"}, "role", "says “Co-host”"),
    (Workshop, KOREAN, {"subject": "the return of victims"}, "subject", WORDS),
    (Workshop, KOREAN, {"audience": "judges"}, "audience", WORDS),
    (Workshop, KOREAN, {"speaker_written": "She"}, "speaker", "no quote of"),
    (Workshop, LATER, {"state": "held"}, "state", "says “Held”"),
    (Workshop, KOREAN, {"reach": "national"}, "reach", "says “National”"),
    (Workshop, KOREAN, {"number": 4}, "number", "has the number 4"),
    (Workshop, KOREAN, {"name": "prevention of bribery"}, "name", "has the word “bribery”"),
    (Outcome, {"workshop_written": "The identity workshop"}, {"state": "developed"}, "state", "says"),
    (Recommendation, VIEWS, {"due": "after two years"}, "due", "has the word “two”"),
    (Recommendation, VIEWS, {"standing": "completed"}, "standing", "says “Completed"),
    (Finding, {"slug": "main-goals"}, {"subject": "the cost of the meeting"}, "subject", WORDS),
    (Pledge, DOLLARS, {"state": "given"}, "state", "says “Given”"),
    (Presentation, OVERVIEW, {"kind": "report"}, "kind", "says “Report”"),
    (
        Block,
        {"key": "p19"},
        {"text": "Also,\u00a0{}"},
        "text",
        "the character NO-BREAK SPACE after “Also,”",
    ),
    (Block, {"key": "p19"}, {"text": "Also,\n{}"}, "text", "a line break after “Also,”"),
]


def is_of_form(model, field):
    """True if a form's own fields tell what is false at `field`, without a save."""
    return model in (Actor, Block) or field in OF_THE_FORM


def together(cases):
    """Share `cases` out among saves: the model, the row, and what is false of it at fields of its own.

    What a form's own fields tell comes first and alone, as then no claim is compared.
    """
    saves = {}
    for model, which, changes, field, said in cases:
        alone = repr(changes) if is_of_form(model, field) else ""
        saves.setdefault((model, repr(which), alone), (model, which, []))[2].append(
            (changes, field, said)
        )
    return list(saves.values())
