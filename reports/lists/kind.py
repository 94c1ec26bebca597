"""Kind: what is peculiar to one kind of record, declared once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.text import capfirst

from reports.lists.columns import ADDRESS, EVIDENCE, Column
from reports.lists.filterset import ListFilterSet
from reports.models import GuardedModel, Record


def nothing(about: Any) -> dict[str, Any]:
    """Return an empty context: a page shows nothing but what all kinds show."""
    return {}


Path = str | tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class SearchText:
    """Text that search reads of one kind.

    `number` is its part of the keys of stored documents: a change of it asks for `manage.py reindex`.
    `paths` lead from a record to the pieces of its text: a path, or a relation with paths from each
    of its rows. `prefetch` names the relations that they go through.
    """

    number: int
    paths: tuple[Path, ...]
    prefetch: tuple[str, ...]
    # Names other than those of the model: in an address, of one as read, of several as read.
    names: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class ActorSection:
    """One section of an actor's page: the rows of `model` that name the actor by one of `fields`."""

    place: int  # among the sections of the page
    anchor: str  # its fragment
    heading: str
    none: str  # what no report says of an actor without such rows; "" where that is not worth a line
    model: type[GuardedModel]
    fields: tuple[str, ...]
    # The lists of all such rows, where there are any: addresses with {} for the actor's slug. By the
    # role that each has the rows of; or one list of all under "".
    lists: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The name of its model."""
        return str(self.model._meta.model_name)


@dataclass(frozen=True)
class Kind:
    """One kind of record: its list, its pages, its files and what search reads of it."""

    model: type[GuardedModel]
    path: str  # the first part of the addresses of its list, and of its pages
    heading: str
    lede: str  # what its list is, in a sentence
    columns: tuple[Column, ...]
    filters: type[ListFilterSet]
    search: SearchText | None = None
    noun: str = ""  # of the rows of its list; else the heading
    note: str = ""  # the template of a note above its list
    pages: bool = True  # each row has a page of its own under the path
    page_path: str = ""  # of its pages, where it differs from that of its list
    page_rows: Callable[[], QuerySet] | None = None  # those that may have one, if not all published
    in_navigation: bool = True
    matrix: bool = False  # its table is mostly numbers
    stated: str = ""  # what the page of a meeting calls those that its report states
    named_by: tuple[str, ...] = ()  # relations that names of its records are made of
    sections: tuple[ActorSection, ...] = ()
    list_context: Callable[[Any], dict[str, Any]] = nothing  # takes the Listing
    # Takes the row; raises Http404 where the row has no page after all.
    page_context: Callable[[Any], dict[str, Any]] = nothing
    find_alias: Callable[[str], Any] | None = None  # another name in an address of a page

    @property
    def name(self) -> str:
        """The name of the kind in the names of addresses, such as `workshop-list`."""
        return str(self.model._meta.model_name)

    @property
    def singular(self) -> str:
        """The name of one of its rows, as a heading."""
        return capfirst(str(self.model._meta.verbose_name))

    @property
    def file_columns(self) -> tuple[Column, ...]:
        """The columns of its list's files: its own, the address, and of a record the words."""
        return (*self.columns, ADDRESS, *(EVIDENCE if issubclass(self.model, Record) else ()))

    def get_record(self, slug: str) -> Any:
        """Return the published row of that slug with all that its page shows; else raise Http404."""
        rows = self.page_rows() if self.page_rows else self.model.objects.published().with_page_data()
        return get_object_or_404(rows, slug=slug)


@dataclass(frozen=True)
class Part:
    """A model with evidence that is no kind: its rows are shown as parts of another record."""

    model: type[GuardedModel]
    reason: str
    label: str  # of one, beside a paragraph
    plural: str
    named_by: tuple[str, ...]
    sections: tuple[ActorSection, ...] = ()
    states: bool = True  # what its words say; else they only name something
