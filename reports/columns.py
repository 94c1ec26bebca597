"""One list of columns per kind of record: what lists show, sort and give away, in which words."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.conf import settings

from reports.models.workshops import WorkshopPart

NOT_STATED = "not stated"


@dataclass(frozen=True)
class Column:
    """One column: how it is named for people and machines, and where its value comes from.

    `get` takes a record from its `for_listing` queryset and gives text, a number, a date, True or
    False, a row with an address, a list of such rows, or None for not stated. `sort` names the
    columns of the database that it sorts by. `shown`: a list's table has it; `fact`: the record's
    own page has it; files have every column. `main` marks the column that names the row and shows
    its words. `missing` says in words that there is no value. `needs` is what `get` follows of a
    record, as `reports.light` has it; `number` how many values there are, where a list's table has
    only the first at hand.
    """

    name: str
    label: str
    type: str
    description: str
    get: Callable[[Any], Any]
    sort: tuple[str, ...] = ()
    shown: bool = True
    fact: bool = True
    main: bool = False
    missing: str = NOT_STATED
    needs: tuple[str, ...] = ()
    number: Callable[[Any], int | None] = lambda record: None

    def values(self, record) -> list:
        """Its values for `record`, in order: a list, empty where nothing is stated."""
        found = self.get(record)
        if isinstance(found, list):
            return found
        if isinstance(found, bool):
            return ["yes" if found else "no"]
        return [] if found in (None, "") else [found]


def field(name, label, type_, description, **more):
    """A column that is a field of the record."""
    sort = more.pop("sort", (name,))
    return Column(name, label, type_, description, attrgetter(name), sort, **more)


def choice(name, label, description, **more):
    """A column that is a closed vocabulary, shown by its label."""
    labels = {}

    def get(record):
        value = getattr(record, name)
        if value not in labels:
            labels[value] = getattr(record, f"get_{name}_display")()
        return labels[value]

    return Column(name, label, "string", description, get, (name,), **more)


def pointer(name, label, description, **more):
    """A column that is the row that the record points to by the field of that name."""
    return Column(name, label, "string", description, attrgetter(name), needs=(name,), **more)


def many(record, relation):
    """The rows of `relation` of `record`: those at hand, as they are, or else a queryset."""
    held = record.__dict__.get("_prefetched_objects_cache", {})
    return held[relation] if relation in held else getattr(record, relation).all()


def by_part(workshop):
    """The actors with a part in `workshop`, by part."""
    if "_by_part" not in workshop.__dict__:
        workshop._by_part = found = {}
        for each in many(workshop, "roles"):
            found.setdefault(each.role, []).append(each.actor)
    return workshop._by_part


def part(name, label, role, **more):
    """A column of the actors that had one part in a workshop."""
    return Column(
        name,
        label,
        "list",
        f"{label}, by the report's own verb.",
        lambda workshop: by_part(workshop).get(role, []),
        sort=(f"first_{role.name.lower()}",),
        needs=("roles__actor",),
        **more,
    )


def facts(columns, record):
    """What the page of `record` says of it, of the `columns` that are facts.

    Gives pairs of a column and its values, without those that are simply not stated, and the labels
    of these: a page names them in one line.
    """
    found = [(column, column.values(record)) for column in columns if column.fact]
    unstated = [c.label for c, values in found if not values and c.missing == NOT_STATED]
    return {
        "facts": [(c, values) for c, values in found if values or c.missing != NOT_STATED],
        "unstated": unstated,
    }


# A derived day would look like a stated one on a page.
FILES = {"shown": False, "fact": False}

DATE = (
    field(
        "date_words",
        "Date",
        "string",
        "The date in the report's own words.",
        sort=("earliest", "latest"),
    ),
    field(
        "date_edtf",
        "Date (EDTF)",
        "string",
        "The date as EDTF (ISO 8601-2), no more exact than the words.",
        shown=False,
    ),
    field("earliest", "Earliest day", "date", "The first day that the date can mean.", **FILES),
    field("latest", "Latest day", "date", "The last day that the date can mean.", **FILES),
)
REPORTED_BY = Column(
    "reported_by",
    "Reported by",
    "string",
    "The meeting whose report states it.",
    attrgetter("meeting"),
    ("meeting__earliest", "meeting__slug"),
    shown=False,
    needs=("meeting",),
)
OBJECTIVES = Column(
    "objectives",
    "Objectives (editors’ reading)",
    "list",
    "What Ministers had called for that it serves, as the editors read it; the report does not say so.",
    lambda record: [matching.objective for matching in many(record, "matchings")],
    sort=("first_objective",),
    shown=False,
    missing="none matched by the editors",
    needs=("matchings__objective",),
)

WORKSHOP = (
    *DATE,
    Column(
        "name",
        "Workshop",
        "string",
        "What it goes by here, in words that the report uses of it.",
        lambda workshop: workshop,
        ("name",),
        fact=False,
        main=True,
    ),
    part("hosts", "Hosted by", WorkshopPart.HOST),
    part("organisers", "Organised by", WorkshopPart.ORGANISER),
    part("developers", "Developed by", WorkshopPart.DEVELOPER, shown=False),
    part("held_by", "Held by", WorkshopPart.HELD_BY, shown=False),
    part("would_hold", "Announced by (“would hold”)", WorkshopPart.WOULD_HOLD, shown=False),
    part("planned_by", "Planned by", WorkshopPart.PLANNED_BY, shown=False),
    part("offered_by", "Offered by (“willing to host”)", WorkshopPart.OFFERED_BY, shown=False),
    choice("state", "State", "Held, announced, planned, offered or intended, as of the report."),
    choice("kind", "Called", "Workshop or meeting, as the report calls it.", shown=False),
    field("subject", "Subject", "string", "What it was on, in the report's words.", shown=False),
    field("audience", "For", "string", "Whom it was for, in the report's words.", shown=False),
    field("also_called", "Also called", "string", "The report's short form.", shown=False),
    choice("reach", "Reach", "Regional or national, where the words say so.", shown=False),
    pointer(
        "group",
        "Experts group",
        "The experts group that it belongs to, where the words say so.",
        sort=("group__name",),
    ),
    field("number", "Number", "integer", "How many; not stated for a plural.", shown=False),
    field("pilot", "Pilot", "boolean", "Yes where the report calls it a pilot.", shown=False),
    pointer(
        "follows",
        "Follows",
        "The workshop that it followed, where the words say so.",
        sort=("follows__name",),
        shown=False,
    ),
    OBJECTIVES,
    REPORTED_BY,
)

RECOMMENDATION = (
    Column(
        "name",
        "Recommendation",
        "string",
        "What is recommended, in the report's words.",
        lambda recommendation: recommendation,
        ("name",),
        fact=False,
        main=True,
    ),
    choice("verb", "Verb", "What was done with it, in the report's own verb."),
    pointer("speaker", "Said by", "Who says so.", sort=("speaker__slug",)),
    field("speaker_written", "Speaker as written", "string", "In the report's words.", shown=False),
    Column(
        "addressees",
        "Addressed to",
        "list",
        "Whom it is addressed to.",
        lambda recommendation: [each.actor for each in many(recommendation, "addressed")],
        ("first_addressee",),
        missing="nobody named",
        needs=("addressed__actor",),
    ),
    field("due", "Due", "string", "By when, in the report's words.", shown=False),
    choice("standing", "Standing", "What was to become of the work, where the words say so."),
    OBJECTIVES,
    REPORTED_BY,
)

PLEDGE = (
    Column(
        "name",
        "Pledge or contribution",
        "string",
        "Giver, amount where stated, and what it is or is for.",
        lambda pledge: pledge,
        ("order",),
        fact=False,
        main=True,
    ),
    pointer(
        "giver",
        "Giver",
        "Who gives; not named where the report names nobody.",
        sort=("giver__slug",),
        missing="not named",
    ),
    field("giver_written", "Giver as written", "string", "In the report's words.", shown=False),
    Column(
        "purpose",
        "What, or what for",
        "string",
        "What it is or what it is for, in the report's words.",
        lambda pledge: pledge.purpose,
        ("purpose",),
        shown=False,
    ),
    choice("state", "State", "How firm it was, as of the report."),
    choice("kind", "Kind", "Money or in kind, where the words say so."),
    field("amount_written", "Amount", "string", "In the report's words.", sort=("currency", "amount")),
    field("amount", "Amount (number)", "number", "In whole units of its currency.", shown=False),
    field("currency", "Currency", "string", "ISO 4217 code.", shown=False),
    OBJECTIVES,
    REPORTED_BY,
)


def served_by(kind, label):
    """A column of the records of one kind that serve an objective, by the editors' reading."""
    return Column(
        f"{kind}s",
        label,
        "list",
        f"{label} that serve it, as the editors read it; the report does not say so.",
        lambda objective: [m.record for m in many(objective, "matchings") if m.kind == kind],
        sort=(f"number_of_{kind}s",),
        fact=False,
        missing="none matched",
        needs=tuple(f"matchings__{each}" for each in ("workshop", "recommendation", "pledge")),
        number=attrgetter(f"number_of_{kind}s"),
    )


OBJECTIVE = (
    field("order", "No.", "integer", "Its place in the report's list."),
    Column(
        "name",
        "Objective",
        "string",
        "What Ministers had called for, in the report's words.",
        lambda objective: objective,
        ("name",),
        fact=False,
        main=True,
    ),
    served_by("workshop", "Workshops"),
    served_by("recommendation", "Recommendations"),
    served_by("pledge", "Pledges"),
    REPORTED_BY,
)

EXPERTS_GROUP = (
    Column(
        "name",
        "Experts group",
        "string",
        "As the report names it.",
        lambda group: group,
        ("name",),
        fact=False,
        main=True,
    ),
    field("subject", "Subject", "string", "In the report's words."),
    pointer("coordinator", "Coordinated by", "Who coordinates it.", sort=("coordinator__slug",)),
    field("representative", "Representative", "string", "Who spoke for it, as written."),
    REPORTED_BY,
)

MEETING = (
    *DATE,
    Column(
        "name",
        "Meeting",
        "string",
        "As the report names it.",
        lambda meeting: meeting,
        ("name",),
        fact=False,
        main=True,
    ),
    choice("kind", "Kind", "Senior officials meeting or ministerial conference."),
    field("city", "City", "string", "Where it was, where stated."),
    field("delegates", "Delegates", "integer", "How many attended, as stated."),
    field("countries", "Countries", "integer", "The report's own count.", shown=False),
    field("organisations", "Organisations", "integer", "The report's own count.", shown=False),
)


def absolute(path):
    """An address of this portal in full, for files and citations that leave it."""
    return settings.SITE_URL + path


# What only files have: where the record is, and the words that it rests on.
ADDRESS = Column(
    "address",
    "Address",
    "string",
    "The record's own page.",
    lambda record: absolute(record.get_absolute_url()),
)


def words(name, label, description, get):
    """A column of what `get` gives of each of the record's `reports.light.Words`."""
    return Column(
        name,
        label,
        "list",
        description,
        lambda record: [get(each) for each in many(record, "evidence")],
        needs=("evidence",),
    )


WORDS = (
    words("quotes", "Quotes", "The words that it rests on, to the letter.", attrgetter("quote")),
    words(
        "paragraphs",
        "Paragraphs",
        "Where each quote stands: the number of a paragraph, else the key of an unnumbered piece.",
        attrgetter("paragraph"),
    ),
    words(
        "paragraph_addresses",
        "Addresses of the quotes",
        "The very words of each quote in the report.",
        lambda each: absolute(each.path),
    ),
)


def for_files(columns):
    """The columns of a list's files: those of its table and its records' pages, and their words."""
    return (*columns, ADDRESS, *(() if columns is ACTOR else WORDS))


@dataclass(frozen=True)
class Link:
    """A value with the address of what it counts."""

    value: int
    address: str

    def __str__(self):
        return str(self.value)

    def get_absolute_url(self):
        """Where the rows that it counts are."""
        return self.address


def deed(name, label, description, address):
    """A column of how often an actor did something; `address` leads to the rows, by its slug."""

    def get(actor):
        count = getattr(actor, f"times_{name}")
        return Link(count, address.format(actor.slug)) if count else 0

    times = f"times_{name}"
    return Column(name, label, "integer", description, get, (times,), needs=(times,))


ACTOR = (
    Column(
        "name",
        "Who",
        "string",
        "A country, organisation, process, agency or office.",
        lambda actor: actor,
        ("slug",),
        main=True,
    ),
    choice("kind", "Kind", "What it is.", shown=False),
    deed("attended", "Attended", "Meetings attended or observed.", "/participants/?actor={}"),
    deed("co_chaired", "Co-chaired", "Meetings co-chaired.", "/participants/{}/#meetingrole"),
    deed("co_hosted", "Co-hosted", "Conferences co-hosted.", "/participants/{}/#meetingrole"),
    deed(
        "coordinated",
        "Coordinated",
        "Experts groups coordinated.",
        "/experts-groups/?coordinator={}",
    ),
    deed("hosted", "Hosted", "Workshops hosted.", "/workshops/?host={}"),
    deed("organised", "Organised", "Workshops organised.", "/workshops/?organiser={}"),
    deed("held", "Held", "National meetings held.", "/workshops/?held_by={}"),
    deed("presented", "Presented", "Presentations given.", "/participants/{}/#presentation"),
    deed("pledged", "Pledged", "Pledges and contributions.", "/pledges/?giver={}"),
    deed("offered", "Offered", "Workshops offered to be hosted.", "/workshops/?offered_by={}"),
)

PARTICIPANT = (
    field("order", "No.", "integer", "Its place in the lists as printed."),
    pointer("actor", "Participant", "The name it goes by here.", sort=("actor__slug",), main=True),
    field("name_written", "As written", "string", "As the report's list prints it."),
    choice("role", "Role", "Participating or observer."),
    Column(
        "kind",
        "Kind",
        "string",
        "Country or territory, organisation, process or forum.",
        lambda participant: participant.actor.get_kind_display(),
        ("actor__kind",),
        needs=("actor",),
    ),
    pointer(
        "meeting",
        "Meeting",
        "The meeting attended.",
        sort=("meeting__earliest", "meeting__slug"),
        shown=False,
    ),
)
