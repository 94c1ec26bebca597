"""Compare the data of this release with the portal's, and take of it what is told."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from reports.admin import reasons
from reports.integrity.checks import deferred_checks
from reports.integrity.locks import is_lock
from reports.management.backups import release
from reports.management.shipped import (
    Difference,
    find_differences,
    hold_writers,
    note_loaded,
    rows_in_words,
)
from reports.management.taking import take
from reports.models import DataVersion
from reports.snapshot import snapshot

SAFE = "safe"  # what --take takes for all rows that nobody here has changed
STATES = ("loaded", "here", "release")


class Command(BaseCommand):
    """List where the data of this release differ from those last loaded; take or keep what is told."""

    help = "Lists what this release adds, changes and removes in the data, and takes what it is told to."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--take",
            nargs="+",
            default=[],
            metavar="NAME",
            help="Rows to have as the release ships them: “safe” for all that nobody here has changed, "
            "a pattern such as 'finding/*' for some of these, or the whole name of any row.",
        )
        parser.add_argument(
            "--merge",
            nargs="+",
            default=[],
            metavar="NAME",
            help="Rows to have as the release ships them, but for the fields that were changed here.",
        )
        parser.add_argument(
            "--keep",
            nargs="+",
            default=[],
            metavar="NAME",
            help="Rows to leave as they are here and to ask of no more: names or patterns.",
        )

    def handle(self, *, take: list[str], merge: list[str], keep: list[str], **options: Any) -> None:
        if not (take or merge or keep):
            with snapshot():
                self.tell([each for each in find_differences() if not each.is_settled])
            return
        try:
            with reasons.recorded_as(AnonymousUser(), reasons.taken_from(release())), deferred_checks():
                hold_writers()
                taken, kept, left = self.settle(take, merge, keep)
        except ValidationError as error:
            raise CommandError(
                "Nothing was taken: the data would break a rule of the portal. Take the rows along that "
                "belong to it, or leave out what does not fit.\n- " + "\n- ".join(error.messages)
            ) from error
        except DatabaseError as error:
            if not is_lock(error):
                raise
            raise CommandError("Nothing was taken: somebody else was saving. Run it again.") from error
        if taken:
            acts = Counter(each.act for each in taken)
            version = DataVersion.objects.current()
            self.stdout.write(
                f"Taken from release {release()}: "
                + ", ".join(f"{number} {act}" for act, number in sorted(acts.items()))
                + f" ({version})."
            )
        if kept:
            self.stdout.write(f"Kept as here: {rows_in_words(len(kept))}.")
        self.tell(left)

    def settle(
        self, take_names: list[str], merge_names: list[str], keep_names: list[str]
    ) -> tuple[list[Difference], list[Difference], list[Difference]]:
        """Take, merge and keep the rows that the command names.

        Returns those that were taken or merged, those that were kept, and those that are left.
        """
        found = find_differences()
        left = [each for each in found if not each.is_settled]
        kept = choose(left, keep_names, by_pattern=left)
        left = [each for each in left if each not in kept]
        merged = choose([each for each in left if each.merged], merge_names, by_pattern=[])
        left = [each for each in left if each not in merged]
        taken = choose(left, take_names, by_pattern=[each for each in left if each.is_safe])
        merged += [each for each in taken if each.is_safe and each.merged]
        whole = [each for each in taken if each not in merged]
        take([*whole, *(replace(each, shipped=each.merged) for each in merged)])
        settled = [each for each in found if each.is_settled]
        note_loaded({each.name: each.shipped for each in (*settled, *merged, *whole, *kept)})
        return [*merged, *whole], kept, [each for each in left if each not in taken]

    def tell(self, found: list[Difference]) -> None:
        """Print the differences: those that are safe to take, by act; then the others, in full."""
        if not found:
            self.stdout.write("The portal has settled all that this release ships.")
            return
        for act in ("added", "changed", "removed"):
            rows = [each for each in found if each.is_safe and each.act == act]
            if rows:
                self.stdout.write(f"{act.capitalize()} by the release, not changed here: {len(rows)}")
            for each in rows:
                fields = ", ".join(each.fields_changed)
                here = "" if each.is_untouched else " (other fields of it were changed here, and stay)"
                self.stdout.write(f"  {each.name}" + (f": {fields}{here}" if act == "changed" else ""))
        rows = [each for each in found if not each.is_safe]
        if rows:
            self.stdout.write(f"By the release and here too, taken only by the whole name: {len(rows)}")
        for each in rows:
            self.stdout.write(f"  {each.name}: {clash_of(each)}")
            for line in lines_of(each):
                self.stdout.write(f"    {line}")
        self.stdout.write(
            f"Take with `manage.py load_report --take {SAFE}` all that is not changed here, or --take "
            "NAME… what you choose; --merge NAME… takes of a row what was not changed here; with --keep "
            "NAME… a row stays as it is and is not asked of again."
        )


def choose(rows: list[Difference], names: list[str], by_pattern: list[Difference]) -> list[Difference]:
    """Return which of `rows` have one of `names`, or are among `by_pattern` and fit one as a pattern.

    Raises CommandError where one of `names` means none.
    """
    chosen: dict[str, Difference] = {}
    for name in names:
        meant = [each for each in rows if each.name == name]
        if name == SAFE:
            meant = [each for each in by_pattern if each.is_safe]
        elif not meant:
            meant = [each for each in by_pattern if fnmatchcase(each.name, name)]
        if not meant and name != SAFE:
            raise CommandError(
                f"{name} is no row that can be taken or kept so: see `manage.py load_report`. What was "
                "changed here is taken only by its whole name."
            )
        chosen |= {each.name: each for each in meant}
    return list(chosen.values())


def clash_of(each: Difference) -> str:
    """Return in words what became of a row on both sides."""
    here = "deleted" if each.stored is None else "added" if each.loaded is None else "changed"
    return f"{each.act} by the release, {here} here"


def lines_of(each: Difference) -> Iterator[str]:
    """Yield each field in which the states of a row differ, and its value in each of them."""
    states = zip(STATES, (each.loaded, each.stored, each.shipped), strict=True)
    there = [name for name, state in states if state is not None]
    for field, values in each.values():
        yield f"{field}:"
        for name, value in zip(there, values, strict=True):
            yield f"  {name:8} {value if value not in (None, '') else '(empty)'}"
