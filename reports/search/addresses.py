"""Former addresses follow every write: what was public and has moved since, or is there no more.

The index of search has a document of each record that is public, with its address: it knows what
was public before a write, whoever writes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from reports.integrity import checks
from reports.integrity.checks import Change
from reports.integrity.problems import Problem
from reports.models import KEYS_A_KIND, Block, Document, FormerAddress, GuardedModel, Report
from reports.search.documents import BATCH, BLOCKS, batches, document_kinds

Documents = dict[int, Document]

BLOCK_NUMBERS = [kind.number for kind in BLOCKS]


class Taker(NamedTuple):
    """A row that has a page of its own: its model and key."""

    model: Any  # of GuardedModel
    pk: int

    @property
    def owner(self) -> str:
        """The row as former addresses name it."""
        return f"{self.model._meta.model_name} {self.pk}"


class Taken(NamedTuple):
    """A public address that a row takes, with the one that it had before, or ""."""

    path: str
    before: str
    row: Taker


@dataclass
class Moves:
    """Effects of a write on public addresses: those left, by path, and those that are live now."""

    left: dict[str, checks.LeftAddress] = field(default_factory=dict)
    live: set[str] = field(default_factory=set)
    owners: dict[str, str] = field(default_factory=dict)  # of those left, "" of a piece of a report
    taken: list["Taken"] = field(default_factory=list)

    def add(self, kind: str, name: str, old: str, new: str, row: "Taker | None" = None) -> None:
        """Add that `name`, of that `kind`, stood at `old` and is at `new`; "" for no public address.

        `row` is which row that is; None for a piece of a report, which may stand where another did.
        """
        if old and old != new:
            self.left[old] = checks.LeftAddress(old, new, kind, name)
            self.owners[old] = row.owner if row else ""
        if new and old != new:
            self.live.add(new)
            if row:
                self.taken.append(Taken(new, old, row))


def keep_former_addresses(
    changes: Iterable[Change], before: Documents, after: Documents, using: str
) -> None:
    """Keep the public addresses that `changes` leave, and forget those that are live again.

    `before` and `after` are the documents, by key, of all that the changes bear on.
    """
    moves = Moves()
    rows = net_changes(changes)
    add_records(moves, before, after)
    reports = changed(rows, Report, ("meeting_id", "slug", "published"))
    add_reports(moves, reports, before, using)
    blocks = changed(rows, Block, ("report_id", "piece"))
    add_blocks(moves, blocks, before, after, using)
    if problems := list(find_taken(moves, using)):
        raise ValidationError(problems)
    if moves.left or moves.live:
        write(moves, using)


def find_taken(moves: Moves, using: str) -> Iterator[Problem]:
    """Yield a sentence for each address that a row takes and that was another row's before."""
    if not moves.taken:
        return
    former = FormerAddress.objects.using(using)
    rows: dict[str, FormerAddress] = {}
    for some in batches(taken.path for taken in moves.taken):
        rows |= {row.path: row for row in former.filter(path__in=some)}
    for path, before, taker in moves.taken:
        row, place = rows.get(path), ""
        if row is None:
            # Left in the same write: two that swap their addresses are told apart by these.
            place = moves.left[path].target if path in moves.left else ""
            other = place and before not in moves.live
        else:
            place, withdrawn = former.follow(path)
            place = "" if withdrawn else place
            known = row.owner or not row.target
            other = row.owner not in ("", taker.owner) if known else place not in (before, path)
        if other:
            stored = taker.model._base_manager.using(using).get(pk=taker.pk)
            yield Problem(taken_sentence(path, place, taker.model), stored, "slug")


def taken_sentence(path: str, place: str, model: type[GuardedModel]) -> str:
    """Return that `path` is kept for what is at `place` now, or for what was withdrawn from it."""
    document = Document.objects.filter(url=place).first() if place else None
    if place:
        holder = f"of “{document.heading}”" if document else "of another"
        return (
            f"The address {path} was that {holder}, which is at {place} now: it leads there for ever. "
            "Choose another address, or give this one back to its owner."
        )
    return (
        f"The address {path} was that of another {model._meta.verbose_name}, which was withdrawn, and "
        "is kept for it for ever. Choose another address, or restore what was withdrawn."
    )


def net_changes(changes: Iterable[Change]) -> list[Change]:
    """Return `changes` with one for each row: as it was before the first of them, and after the last."""
    found: dict[tuple[type, Any], Change] = {}
    for change in changes:
        row: GuardedModel = change.after or change.before  # type: ignore[assignment] # one is there
        first = found.get((type(row), row.pk), change)
        found[type(row), row.pk] = Change(first.before, change.after)
    return list(found.values())


def changed(changes: list[Change], model: type[GuardedModel], names: tuple[str, ...]) -> list[Change]:
    """Return those of `changes` that are of rows of `model` and of one of its attributes `names`."""
    return [
        change
        for change in changes
        if isinstance(change.after or change.before, model)
        and any(
            getattr(change.before, name, None) != getattr(change.after, name, None) for name in names
        )
    ]


def add_records(moves: Moves, before: Documents, after: Documents) -> None:
    """Add to `moves` the records and actors whose documents came, went or have another address."""
    kinds = {kind.number: kind for kind in document_kinds().values() if kind.model is not Block}
    for key in before.keys() | after.keys():
        if kind := kinds.get(key // KEYS_A_KIND):
            old, new = before.get(key), after.get(key)
            known: Document = old or new  # type: ignore[assignment] # one is there
            row = Taker(kind.model, key % KEYS_A_KIND)
            moves.add(kind.label, known.heading, old.url if old else "", new.url if new else "", row)


def add_reports(moves: Moves, changes: list[Change], before: Documents, using: str) -> None:
    """Add to `moves` the reports of `changes`. What stands below a report goes with it."""
    now = Report._base_manager.using(using).in_bulk(pks_of(changes))
    meetings = document_kinds()["meeting"].number * KEYS_A_KIND
    for stored, saved in changes:
        row: Any = saved or stored
        old = ""
        if isinstance(stored, Report) and stored.published:
            # Its meeting may be renamed or deleted by now: the index has it as it was.
            meeting = before.get(meetings + stored.meeting_id)
            page = meeting.url if meeting else stored.meeting.get_absolute_url()
            old = f"{page}{stored.slug}/"
        report = now.get(row.pk)
        new = report.get_absolute_url() if report and report.published else ""
        moves.add("Report", row.title, old, new, Taker(Report, row.pk))


def add_blocks(
    moves: Moves, changes: list[Change], before: Documents, after: Documents, using: str
) -> None:
    """Add to `moves` the pieces of `changes`; those of a report that is published stand there again."""
    for key in after.keys() - before.keys():
        if key // KEYS_A_KIND in BLOCK_NUMBERS:
            page, _, fragment = after[key].url.partition("#")
            moves.live |= {f"{page}{piece}/" for piece in (fragment, fragment.removeprefix("p"))}
    now = Block._base_manager.using(using).in_bulk(pks_of(changes))
    for stored, saved in changes:
        row: Any = saved or stored
        keys = [number * KEYS_A_KIND + row.pk for number in BLOCK_NUMBERS]
        old = next((before[key] for key in keys if key in before), None)
        new = next((after[key] for key in keys if key in after), None)
        moves.add(
            "Paragraph" if row.number else "Piece of a report",
            (old or new or Document()).heading,
            piece_page(old, stored) if old and stored else "",
            piece_page(new, now[row.pk]) if new and row.pk in now else "",
        )


def piece_page(document: Document, block: Any) -> str:
    """Return the path of the page of a `block` alone, which has that `document`."""
    return f"{document.url.partition('#')[0]}{block.piece}/"


def pks_of(changes: list[Change]) -> list[Any]:
    """Return the primary keys of the rows of `changes`."""
    return [(change.after or change.before).pk for change in changes]  # type: ignore[union-attr]


def write(moves: Moves, using: str) -> None:
    """Store what `moves` say; tell the open `deferred_checks` block of the addresses left."""
    former = FormerAddress.objects.using(using)
    rows = [
        FormerAddress(path=each.path, target=each.target, owner=moves.owners[each.path])
        for each in moves.left.values()
        if each.path not in moves.live
    ]
    rows += below(moves, using)
    outdated = moves.live.union(row.path for row in rows)
    for some in batches(outdated):
        former.filter(path__in=some).delete()
    former.bulk_create(rows, batch_size=BATCH)
    checks.tell_left([each for each in moves.left.values() if each.path not in moves.live])


def below(moves: Moves, using: str) -> list[FormerAddress]:
    """Take out the former addresses below what has moved; return them as they are below it now.

    So a paragraph's former address is always below the present one of its report.
    """
    former = FormerAddress.objects.using(using)
    found = []
    for old, new in ((each.path, each.target) for each in moves.left.values() if each.target):
        rows = former.filter(path__startswith=old).exclude(path=old)
        # SQLite takes capitals and small letters for the same there.
        inner = [row for row in rows if row.path.startswith(old)]
        for row in inner:
            target = row.target
            if target.startswith(old):
                target = new + target.removeprefix(old)
            path = new + row.path.removeprefix(old)
            found.append(FormerAddress(path=path, target=target, date=row.date, owner=row.owner))
        former.filter(pk__in=[row.pk for row in inner]).delete()
    return found


def find_wrong_addresses() -> Iterator[str]:
    """Yield a sentence for each former address that is live, or that leads nowhere."""
    rows = {row.path: row for row in FormerAddress.objects.all()}
    if not rows:
        return
    live = live_pages()
    for path, row in rows.items():
        what = f"former address “{path}”"
        if path in live:
            yield f"{what}: a page stands there; delete the row."
        elif row.target:
            place, withdrawn = FormerAddress.objects.follow(path)
            if not withdrawn and place not in live:
                yield f"{what}: it leads to “{place}”, where no page is; correct the row, or delete it."


def live_pages() -> set[str]:
    """Return the paths of the pages of all public records, reports and pieces of reports."""
    rows = Document.objects.exclude(url__contains="#").values_list("url", flat=True)
    reports = Report.objects.published()
    pieces = Block.objects.published().select_related("report__meeting")
    return {
        *rows,
        *(report.get_absolute_url() for report in reports),
        *(block.get_passage_url() for block in pieces),
    }
