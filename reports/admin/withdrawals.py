"""Withdrawals: what is public is taken off the portal only after a page that names it and asks why.

Nobody foresees what goes: it is done, looked at, and undone where the page of this module has not been
seen. So it holds for whatever a page of the desk writes, and names what follows from it elsewhere. A
page that only deletes is held to it for drafts too: what another has written meanwhile is seen first.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import CASCADE, prefetch_related_objects
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from reports.admin import reasons
from reports.admin.conflicts import read_mark, sign
from reports.admin.differences import Difference
from reports.admin.recording import serialize
from reports.admin.states import Names, differences, read_rows
from reports.integrity import checks
from reports.integrity.checks import LeftAddress
from reports.models import Evidence, FormerAddress, GuardedModel, RetiredAnchor, foreign_keys

SEEN = "_withdrawal"  # the hidden input that says which withdrawal the page has named
NAMED = "_named"  # the hidden input with the values of what it names
# Characters of these that a page carries; of more it is only told that some differ.
MOST_NAMED = 1_000_000
TYPIST = "_typist"  # the hidden input of a form that says for whom its page was made
BACK = "_back"  # the button that goes back and changes nothing
NOT_NAMED = (RetiredAnchor,)  # rows that no editor has made
CHANGED = (
    "What goes is not what this page named before, since something was saved meanwhile: look again."
)

Tree = list[Any]  # names, each followed by the list of those that go with it, where there are any


@dataclass(frozen=True)
class Withdrawal:
    """Withdrawal of what is public: rows that are deleted, and addresses that are left.

    `gone` answer 410, of which `former` were former addresses before; `moved` lead elsewhere. `state`
    has the values of all that is deleted, as JSON: what somebody has just edited is named anew. Of
    drafts alone it is not `is_public`.
    """

    deleted: Tree
    state: str
    counts: list[str]
    gone: list[LeftAddress]
    former: list[str]
    moved: list[LeftAddress]
    is_public: bool

    @property
    def digest(self) -> str:
        """A digest of all that it names."""
        said = [self.deleted, self.state, self.gone, self.former, self.moved]
        return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()


class UnseenError(Exception):
    """Something would be taken off the portal or deleted, and no page has named it yet."""

    def __init__(self, withdrawal: Withdrawal) -> None:
        super().__init__("a withdrawal that no page has named")
        self.withdrawal = withdrawal


def require_seen(request: HttpRequest, *, drafts: bool = False) -> None:
    """Raise UnseenError where the open block takes something off the portal that was not named.

    Or without a reason. With `drafts`, where it deletes anything that was not named. Call it when all
    is written, and before anything says so.
    """
    found = find_withdrawal(checks.announce_so_far())
    if found is None or not (found.is_public or drafts):
        return
    reason = reasons.ReasonForm(request, required=found.is_public)
    if request.POST.get(SEEN) != found.digest or not reason.is_valid():
        raise UnseenError(found)


def find_withdrawal(written: checks.DeferredChecks) -> Withdrawal | None:
    """Return what the changes `written` delete or take off the portal; None where that is nothing."""
    rows = [change.before for change in written.changes if change.before and change.after is None]
    gone = sorted({each for each in written.left if not each.target})
    named = [row for row in rows if not isinstance(row, NOT_NAMED)]
    if not gone and not named:
        return None
    former = FormerAddress.objects.filter(target__in=[each.path for each in gone])
    return Withdrawal(
        tree(named),
        serialize(sorted(named, key=lambda row: (row._meta.label, row.pk))),
        counted(named),
        gone,
        sorted(former.values_list("path", flat=True)),
        sorted({each for each in written.left if each.target}),
        bool(gone or written.published),
    )


def changed_since(named: str, state: str) -> list[Difference]:
    """Return where `state` differs from what a page has named, by the mark that it carries."""
    before = read_mark(named)
    if before is None:
        return []
    old, new = read_rows(before), read_rows(json.loads(state))
    return differences(old, new, Names([*old, *new]), titled=True)


def counted(rows: Iterable[GuardedModel]) -> list[str]:
    """Return how many `rows` there are of each model: “1 workshop”, “14 participants”."""
    counts = Counter(type(row) for row in rows)
    said = [
        f"{number} {model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural}"
        for model, number in counts.items()
    ]
    return sorted(said, key=lambda each: each.partition(" ")[2])


def tree(rows: Sequence[GuardedModel]) -> Tree:
    """Return the names of deleted `rows`, each with those that were deleted along with it."""
    by_key = {(type(row), row.pk): row for row in rows}
    by_model: dict[type, list[GuardedModel]] = defaultdict(list)
    owners: dict[int, GuardedModel] = {}
    for row in rows:
        by_model[type(row)].append(row)
        for field in foreign_keys(type(row)):
            owner = by_key.get((field.related_model, getattr(row, field.attname)))
            if owner is not None:
                field.set_cached_value(row, owner)
                if field.remote_field.on_delete is CASCADE:
                    owners[id(row)] = owner
    for same in by_model.values():  # what their names are made of, read at once
        keys = foreign_keys(type(same[0]))
        names = [key.name for key in keys if any(getattr(row, key.attname) for row in same)]
        inner = ["block__part"] if isinstance(same[0], Evidence) else []
        prefetch_related_objects(same, *names, *inner)
    with_it: dict[int, list[GuardedModel]] = defaultdict(list)
    for row in rows:
        with_it[id(owners.get(id(row)))].append(row)
    return branch(with_it[id(None)], with_it)


def branch(rows: Iterable[GuardedModel], with_it: dict[int, list[GuardedModel]]) -> Tree:
    """Return the names of `rows`, sorted, each followed by the branch of those `with_it`."""
    found: Tree = []
    for name, row in sorted(((name_of(row), row) for row in rows), key=lambda pair: pair[0]):
        found.append(name)
        if mine := branch(with_it[id(row)], with_it):
            found.append(mine)
    return found


def name_of(row: GuardedModel) -> str:
    """Return the kind of a deleted row and its name, where that does not need what is deleted too."""
    kind = capfirst(str(row._meta.verbose_name))
    try:
        return f"{kind}: {row}"
    except ObjectDoesNotExist:
        return kind


def page(
    desk: ModelAdmin, request: HttpRequest, found: Withdrawal, posted: dict[str, str] | None = None
) -> TemplateResponse:
    """Return the page that names the withdrawal `found` and asks why; of drafts it may stay unsaid.

    What was posted goes along in it, with `posted` besides: sent with a reason, it is done.
    """
    before = request.POST.get(SEEN)
    is_other = before not in (None, found.digest)
    form = reasons.ReasonForm(request, required=found.is_public)
    form.is_bound = before is not None or bool(request.POST.get(reasons.NAME))
    own = {SEEN, NAMED, TYPIST, BACK, reasons.NAME, "csrfmiddlewaretoken"}
    kept = [(name, value) for name, values in request.POST.lists() for value in values]
    kept = [pair for pair in kept if pair[0] not in own] + list((posted or {}).items())
    reason = form["reason"]
    if reason.errors:
        reason.field.widget.attrs["autofocus"] = True
    context = {
        **desk.admin_site.each_context(request),
        "title": "Take it off the public portal?" if found.is_public else "Delete?",
        "opts": desk.opts,
        "media": desk.media,
        "withdrawal": found,
        "kept": kept,
        "reason": reason,
        "reasons_offered": form.offered,
        "unsaved": posted is None,  # a form goes along, or a reason
        "named": sign(found.state) if len(found.state) <= MOST_NAMED else "",
        "changed": CHANGED if is_other else "",
        "differences": changed_since(request.POST.get(NAMED, ""), found.state) if is_other else [],
    }
    request.current_app = desk.admin_site.name
    return TemplateResponse(request, "admin/withdrawal.html", context)
