"""One list of columns per kind of record: what lists show, sort and give away, in which words."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db.models import Manager

from reports.models.actors import ActorKind
from reports.models.meetings import Attendance
from reports.models.pledges import PledgeKind, PledgeState
from reports.models.recommendations import Standing, Verb
from reports.models.text import MeetingKind
from reports.models.workshops import Reach, State, WorkshopKind, WorkshopPart

NOT_STATED = "not stated"


@dataclass(frozen=True)
class Column:
    """One column: how it is named for people and machines, and where its value comes from.

    `reads` is what it reads of a record: a field, the row pointed to by a relation, the rows that
    belong to the record by one, or the record itself (""). `show` takes that and gives text, a
    number, a date, True or False, a row with an address, a list of such rows, or None for not
    stated; where it goes on from rows that belong to a record, `follows` is by which relation of
    theirs. Nothing else is at hand for files (`reports.sources`). `sort` names the columns of the
    database that it sorts by. `shown`: a list's table has it; `fact`: the record's own page has it;
    files have every column. `main` marks the column that names the row and shows its words.
    `missing` says in words that there is no value. `number` gives how many values there are, where
    a list's table has only the first at hand. `told`: the record's own page says so where it is not
    stated; not where it follows from another column, or where few records could state it.
    """

    name: str
    label: str
    type: str
    description: str
    reads: str = ""
    show: Callable[[Any], Any] = lambda value: value
    sort: tuple[str, ...] = ()
    shown: bool = True
    fact: bool = True
    main: bool = False
    missing: str = NOT_STATED
    follows: str = ""
    number: Callable[[Any], int | None] = lambda record: None
    told: bool = True

    def get(self, record):
        """Its value for `record`, which has what the column reads at hand, or asks for it."""
        read = getattr(record, self.reads) if self.reads else record
        return self.show(read.all() if isinstance(read, Manager) else read)

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
    return Column(name, label, type_, description, name, **{"sort": (name,)} | more)


def choice(name, label, description, vocabulary, **more):
    """A column that is a field with a closed vocabulary, shown by its label."""
    labels = dict(vocabulary.choices)
    show = lambda value: labels.get(value, value)  # noqa: E731
    return field(name, label, "string", description, show=show, **more)


def pointer(name, label, description, **more):
    """A column that is the row that the record points to by the field of that name."""
    return Column(name, label, "string", description, name, **more)


def main(name, label, description, sort):
    """The column that is the record itself."""
    return Column(name, label, "string", description, sort=(sort,), fact=False, main=True)


def part(name, label, role, **more):
    """A column of the actors that had one part in a workshop."""
    return Column(
        name,
        label,
        "list",
        "Who had this part in it, by the report's own verb.",
        "roles",
        lambda roles: [each.actor for each in roles if each.role == role],
        sort=(f"first_{role.name.lower()}",),
        follows="actor",
        **more,
    )


def facts(columns, record):
    """What the page of `record` says of it, of the `columns` that are facts.

    Gives pairs of a column and its values, without those that are simply not stated, and the labels
    of these: a page names them in one line.
    """
    found = [(column, column.values(record)) for column in columns if column.fact]
    unstated = [c.label for c, values in found if c.told and not values and c.missing == NOT_STATED]
    return {
        "facts": [(c, values) for c, values in found if values or c.missing != NOT_STATED],
        "unstated": unstated,
    }


# A derived day would look like a stated one on a page.
FILES = {"shown": False, "fact": False}
QUIET = {"shown": False, "told": False}

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
        **QUIET,
    ),
    field("earliest", "Earliest day", "date", "The first day that the date can mean.", **FILES),
    field("latest", "Latest day", "date", "The last day that the date can mean.", **FILES),
)
REPORTED_BY = Column(
    "reported_by",
    "Reported by",
    "string",
    "The meeting whose report states it.",
    "meeting",
    sort=("meeting__earliest", "meeting__slug"),
    shown=False,
)
OBJECTIVES = Column(
    "objectives",
    "Objectives (editors’ reading)",
    "list",
    "What Ministers had called for that it serves, as the editors read it; the report does not say so.",
    "matchings",
    lambda matchings: [each.objective for each in matchings],
    sort=("first_objective",),
    shown=False,
    missing="none matched by the editors",
    follows="objective",
)

WORKSHOP = (
    *DATE,
    main("name", "Workshop", "What it goes by here, in words that the report uses of it.", "name"),
    part("hosts", "Hosted by", WorkshopPart.HOST),
    part("organisers", "Organised by", WorkshopPart.ORGANISER),
    part("developers", "Developed by", WorkshopPart.DEVELOPER, **QUIET),
    part("held_by", "Held by", WorkshopPart.HELD_BY, **QUIET),
    part("would_hold", "Announced by (“would hold”)", WorkshopPart.WOULD_HOLD, **QUIET),
    part("planned_by", "Planned by", WorkshopPart.PLANNED_BY, **QUIET),
    part("offered_by", "Offered by (“willing to host”)", WorkshopPart.OFFERED_BY, **QUIET),
    choice("state", "State", "Held, announced, planned, offered or intended, as of the report.", State),
    choice("kind", "Called", "Workshop or meeting, as the report calls it.", WorkshopKind, shown=False),
    field("subject", "Subject", "string", "What it was on, in the report's words.", shown=False),
    field("audience", "For", "string", "Whom it was for, in the report's words.", shown=False),
    field("also_called", "Also called", "string", "The report's short form.", **QUIET),
    choice("reach", "Reach", "Regional or national, where the words say so.", Reach, shown=False),
    pointer(
        "group",
        "Experts group",
        "The experts group that it belongs to, where the words say so.",
        sort=("group__name",),
    ),
    field("number", "How many", "integer", "Not stated for a plural.", shown=False),
    field("pilot", "Pilot", "boolean", "Yes where the report calls it a pilot.", **QUIET),
    pointer(
        "follows",
        "Follows",
        "The workshop that it followed, where the words say so.",
        sort=("follows__name",),
        **QUIET,
    ),
    OBJECTIVES,
    REPORTED_BY,
)

RECOMMENDATION = (
    main("name", "Recommendation", "What is recommended, in the report's words.", "name"),
    choice("verb", "Verb", "What was done with it, in the report's own verb.", Verb),
    pointer("speaker", "Said by", "Who says so.", sort=("speaker__slug",)),
    field(
        "speaker_written",
        "Speaker as written",
        "string",
        "In the report's words; empty where it says “they” or names nobody.",
        **QUIET,
    ),
    Column(
        "addressees",
        "Addressed to",
        "list",
        "Whom it is addressed to.",
        "addressed",
        lambda addressed: [each.actor for each in addressed],
        sort=("first_addressee",),
        missing="nobody named",
        follows="actor",
    ),
    field("due", "Due", "string", "By when, in the report's words.", shown=False),
    choice("standing", "Standing", "What was to become of the work, where the words say so.", Standing),
    OBJECTIVES,
    REPORTED_BY,
)

PLEDGE = (
    main(
        "name",
        "Pledge or contribution",
        "Giver, amount where stated, and what it is or is for.",
        "order",
    ),
    pointer(
        "giver",
        "Giver",
        "Who gives; not named where the report names nobody.",
        sort=("giver__slug",),
        missing="not named",
    ),
    field("giver_written", "Giver as written", "string", "In the report's words.", shown=False),
    field(
        "purpose",
        "What, or what for",
        "string",
        "What it is or what it is for, in the report's words.",
        shown=False,
    ),
    choice("state", "State", "How firm it was, as of the report.", PledgeState),
    choice("kind", "Kind", "Money or in kind, where the words say so.", PledgeKind),
    field("amount_written", "Amount", "string", "In the report's words.", sort=("currency", "amount")),
    field("amount", "Amount (number)", "number", "In whole units of its currency.", **QUIET),
    field("currency", "Currency", "string", "ISO 4217 code.", **QUIET),
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
        "matchings",
        lambda matchings: [record for each in matchings if (record := getattr(each, kind))],
        sort=(f"number_of_{kind}s",),
        fact=False,
        missing="none matched",
        follows=kind,
        number=attrgetter(f"number_of_{kind}s"),
    )


OBJECTIVE = (
    field("order", "No", "integer", "Its place in the report's list."),
    main("name", "Objective", "What Ministers had called for, in the report's words.", "name"),
    served_by("workshop", "Workshops"),
    served_by("recommendation", "Recommendations"),
    served_by("pledge", "Pledges"),
    REPORTED_BY,
)

EXPERTS_GROUP = (
    main("name", "Experts group", "As the report names it.", "name"),
    field("subject", "Subject", "string", "In the report's words."),
    pointer("coordinator", "Coordinated by", "Who did, as of the report.", sort=("coordinator__slug",)),
    field("representative", "Representative", "string", "Who spoke for it, as written."),
    REPORTED_BY,
)

MEETING = (
    *DATE,
    main("name", "Meeting", "As the report names it.", "name"),
    choice("kind", "Kind", "Senior officials meeting or ministerial conference.", MeetingKind),
    field("city", "City", "string", "Where it was, where stated."),
    field("delegates", "Delegates", "integer", "How many attended, as stated."),
    field("countries", "Countries", "integer", "The report's own count.", shown=False),
    field("organisations", "Organisations", "integer", "The report's own count.", shown=False),
)


def absolute(path):
    """An address of this portal in full, for files and citations that leave it."""
    return settings.SITE_URL + path


def address_of(main):
    """What only files have: where the record is that the column `main` names."""
    return Column(
        "address",
        "Address",
        "string",
        "The record's own page.",
        main.reads,
        lambda named: absolute(named.get_absolute_url()),
    )


def words(name, label, description):
    """A column of what the record's `reports.sources.Words` have under its name."""
    return Column(name, label, "list", description, "evidence", attrgetter(name))


# The words that a record rests on, as only files have them.
WORDS = (
    words("quotes", "Quotes", "The words that it rests on, to the letter."),
    words(
        "paragraphs",
        "Paragraphs",
        "Where each quote stands: the number of a paragraph, else the key of an unnumbered piece.",
    ),
    words(
        "paragraph_addresses",
        "Addresses of the quotes",
        "The very words of each quote in the report.",
    ),
)


def for_files(columns):
    """The columns of a list's files: those of its table and its records' pages, and their words."""
    (named,) = [column for column in columns if column.main]
    return (*columns, address_of(named), *(() if columns is ACTOR else WORDS))


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

    def count(actor):
        times = getattr(actor, f"times_{name}")
        return Link(times, address.format(actor.slug)) if times else 0

    return Column(name, label, "integer", description, show=count, sort=(f"times_{name}",))


ACTOR = (
    main("name", "Who", "A country, organisation, process, agency or office.", "slug"),
    choice("kind", "Kind", "What it is.", ActorKind, shown=False),
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
    field("order", "No", "integer", "Its place in the lists as printed."),
    pointer("actor", "Participant", "The name it goes by here.", sort=("actor__slug",), main=True),
    field("name_written", "As written", "string", "As the report's list prints it."),
    choice("role", "Role", "Participating or observer.", Attendance),
    Column(
        "kind",
        "Kind",
        "string",
        "Country or territory, organisation, process or forum.",
        "actor",
        lambda actor: actor.get_kind_display(),
        sort=("actor__kind",),
    ),
    pointer(
        "meeting",
        "Meeting",
        "The meeting attended.",
        sort=("meeting__earliest", "meeting__slug"),
        shown=False,
    ),
)
