"""Columns: what lists show, sort and give away, one list of columns for each kind of record."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Manager

NOT_STATED = "not stated"
Choices = type[models.TextChoices]


def absolute(path: str) -> str:
    """Return the full address of a `path` of this portal, for files and citations that leave it."""
    return settings.SITE_URL + path


@dataclass(frozen=True)
class Link:
    """A text or number with the address that it leads to, and the words before it that are no link.

    `in_sentence` is the text as it stands within a sentence, where that differs.
    """

    value: str | int
    address: str
    in_sentence: str = ""
    before: str = ""

    def __str__(self) -> str:
        return f"{self.before} {self.value}" if self.before else str(self.value)

    def get_absolute_url(self) -> str:
        return self.address

    def after(self, words: str) -> "Link":
        """Return the link with these `words` before it."""
        return Link(self.in_sentence or self.value, self.address, before=words)


def link_to(row: Any) -> Link:
    """Return a Link to the page of `row`."""
    return Link(str(row), row.get_absolute_url(), getattr(row, "in_sentence", ""))


@dataclass(frozen=True)
class Coded:
    """A value in words with its form for programs, which a page keeps in the element around it."""

    value: str
    code: str

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class Column:
    """One column: its names for people and machines, and the path to its value.

    `path` leads from the record: to a field (`state`), to the row that a foreign key points to
    (`group`) or a field of it (`actor__kind`), to what the rows of a relation point to
    (`roles__actor`), or with "" to the record itself. `where`, a field and a value, narrows the rows
    of that relation. `choices` give the labels of a closed vocabulary. With `parts`, the field `part`
    of those rows says which part each has: pairs of its value and the words before what it points to.
    """

    name: str
    label: str
    type: str
    description: str
    path: str = ""
    where: tuple[str, str] | None = None
    choices: Choices | None = None
    part: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    # The field that says it in the report's words, where no row of the relation does.
    written: str = ""
    # The columns of the database that it sorts by; without any it cannot be sorted by.
    sort: tuple[str, ...] = ()
    # A list's table has it, the record's own page has it; files have every column.
    in_table: bool = True
    in_facts: bool = True
    # A list's table says it beside the words of a row, not in a column.
    with_words: bool = False
    # It names the row and shows its words.
    main: bool = False
    # Said where there is no value.
    empty_label: str = NOT_STATED
    # Whether the record's page says so where it is not stated. Not where it follows from another
    # column, or where few records could state it.
    unstated_in_facts: bool = True
    # What it is in the sentence on what no report states; else its label in lower case.
    noun: str = ""
    # The column whose value it gives in the report's words: a page has it where the two differ.
    written_of: str = ""
    # The fields that are its form for programs.
    codes: tuple[str, ...] = ()
    # The number of all values, as a path, where a list's table fetches only the first.
    count_path: str = ""
    # A list's table folds long values under their number, with these words behind it.
    folded_as: str = ""
    # The address of the rows that a number counts; {} stands for the slug of the record.
    link: str = ""

    def get(self, record: Any) -> Any:
        """Return its value for `record`: text, number, date, bool, row, Link, list of rows, or None."""
        first, _, rest = self.path.partition("__")
        value = getattr(record, first) if first else record
        if isinstance(value, Manager):
            rows: Iterable[models.Model] = value.all()
            if self.where:
                name, kept = self.where
                rows = [row for row in rows if getattr(row, name) == kept]
            if self.parts:
                written = getattr(record, self.written)
                return self.in_parts(rows) or [written] * bool(written)
            return [target for row in rows if (target := getattr(row, rest))]
        if self.link:
            return Link(value, self.link.format(record.slug)) if value else 0
        if rest and value is not None:
            value = getattr(value, rest)
        return self.choices(value).label if self.choices and value else value

    def in_parts(self, rows: Iterable[Any]) -> list[Link]:
        """Return what `rows` point to, by part with its words before each."""
        target, named = self.path.rpartition("__")[2], list(rows)
        return [
            link_to(getattr(row, target)).after(words)
            for part, words in self.parts
            for row in named
            if getattr(row, self.part) == part
        ]

    def count(self, record: Any) -> int:
        """Return the number of its values for `record`, those too that a list's table does not fetch."""
        return getattr(record, self.count_path) if self.count_path else len(self.values(record))

    def values(self, record: Any) -> list[Any]:
        """Return its values for `record` as a page shows them: empty where nothing is stated."""
        found = self.get(record)
        if isinstance(found, list):
            return found
        if isinstance(found, bool):
            return ["yes" if found else "no"]
        if found in (None, ""):
            return []
        codes = [str(value) for name in self.codes if (value := getattr(record, name)) not in (None, "")]
        return [Coded(str(found), " ".join(codes))] if codes else [found]

    def repeats(self, record: Any) -> bool:
        """Return True if it says of `record` no more than the column whose words it gives."""
        if not self.written_of:
            return False
        names = (self.written_of, self.path)
        one, other = (str(getattr(record, name) or "").casefold() for name in names)
        return one == other


def field(name: str, label: str, type_: str, description: str, **more: Any) -> Column:
    """Return a column that is a field of the record."""
    return Column(name, label, type_, description, name, **{"sort": (name,)} | more)


def choice(name: str, label: str, description: str, choices: Choices, **more: Any) -> Column:
    """Return a column that is a field with a closed vocabulary, shown by its label."""
    return field(name, label, "string", description, choices=choices, **more)


def pointer(name: str, label: str, description: str, **more: Any) -> Column:
    """Return a column that is the row that the record points to by the field of that name."""
    return Column(name, label, "string", description, name, **more)


def main(name: str, label: str, description: str, sort: str) -> Column:
    """Return the column that is the record itself."""
    return Column(name, label, "string", description, sort=(sort,), in_facts=False, main=True)


def facts(columns: Iterable[Column], record: Any) -> dict[str, list]:
    """Return what the page of `record` says of it: `facts` and `unstated`.

    `facts` are pairs of a column and its values; `unstated` the nouns of the columns that are simply
    not stated, which a page names in one sentence.
    """
    shown = [column for column in columns if column.in_facts and not column.repeats(record)]
    found = [(column, column.values(record)) for column in shown]
    return {
        "facts": [(c, values) for c, values in found if values or c.empty_label != NOT_STATED],
        "unstated": [
            column.noun or f"its {column.label.lower()}"
            for column, values in found
            if column.unstated_in_facts and not values and column.empty_label == NOT_STATED
        ],
    }


FILE_ONLY = {"in_table": False, "in_facts": False}
SELDOM_STATED = {"in_table": False, "unstated_in_facts": False}

ADDRESS = Column("address", "Address", "string", "The record's own page.")
# The words that a record rests on, as only files have them.
EVIDENCE = (
    Column("quotes", "Quotes", "list", "The words that it rests on, to the letter.", "evidence"),
    Column(
        "paragraphs",
        "Paragraphs",
        "list",
        "Where each quote stands: the number of a paragraph, else the first words of the piece.",
        "evidence",
    ),
    Column(
        "paragraph_addresses",
        "Addresses of the quotes",
        "list",
        "The very words of each quote in the report.",
        "evidence",
    ),
)


def dictionary(columns: Iterable[Column]) -> list[dict[str, str]]:
    """Return what each column is called and means."""
    return [
        {"name": each.name, "label": each.label, "type": each.type, "description": each.description}
        for each in columns
    ]
