"""Former addresses: what was public, and where it is now."""

import re
from collections.abc import Iterator

from django.db import models
from django.utils import timezone

PAGE = re.compile(r"(?:/[-\w]+)+/", re.ASCII)  # what the address of a page can look like
RANGE = re.compile(r"(/.+/)([0-9][0-9a-z]*)-([0-9][0-9a-z]*)/")  # of paragraphs: /…/14-16/


class FormerAddressQuerySet(models.QuerySet["FormerAddress"]):
    """QuerySet of former addresses."""

    def get_by_natural_key(self, path: str) -> "FormerAddress":
        return self.get(path=path)

    def moved(self) -> "FormerAddressQuerySet":
        """Keep those that lead to another address."""
        return self.exclude(target="")

    def follow(self, page: str) -> tuple[str, "FormerAddress | None"]:
        """Return where what stood at `page` is now, and the row that says that it was withdrawn.

        The path comes back as it is where nothing moved from it; one query tells so, and each step
        is one more. What stands below a former address has moved, or was withdrawn, with it.
        """
        asked, seen = page, set()
        while page not in seen:
            seen.add(page)
            rows = {row.path: row for row in self.filter(path__in=candidates(page))}
            above = [row for path, row in rows.items() if page.startswith(path)]
            if above:
                row = max(above, key=lambda row: len(row.path))
                if not row.target:
                    return page, row
                page = row.target + page.removeprefix(row.path)
            elif rows:  # of a range, the paragraphs at its ends
                page = moved_range(page, rows)
            else:
                return page, None
        return asked, None  # a circle, which only a hand in the database can make


def candidates(page: str) -> Iterator[str]:
    """Yield the former addresses that say something of `page`: it, those above it, ends of a range."""
    if not PAGE.fullmatch(page):
        return
    parts = page.split("/")[1:-1]
    yield from (f"/{'/'.join(parts[:number])}/" for number in range(len(parts), 0, -1))
    if found := RANGE.fullmatch(page):
        above, *ends = found.groups()
        yield from (f"{above}{end}/" for end in ends)


def moved_range(page: str, rows: dict[str, "FormerAddress"]) -> str:
    """Return the address of a range of paragraphs with its ends where `rows` lead; as it is for none."""
    found = RANGE.fullmatch(page)
    above, *ends = found.groups() if found else (page,)
    moved = [rows[path].target if (path := f"{above}{end}/") in rows else path for end in ends]
    pieces = [path.rstrip("/").rpartition("/")[2] for path in moved]
    return f"{above}{'-'.join(pieces)}/" if all(moved) else page


class FormerAddress(models.Model):
    """One address that was public and is no more: it leads to another, or what stood there is withdrawn.

    The portal keeps these rows itself, whoever writes (see reports.search.addresses). Nothing of what
    stood there is kept but the address, which a reader has already: what an editor takes away is gone,
    its name too.
    """

    path = models.CharField(
        max_length=255, unique=True, help_text="The path of the page: /workshops/x/."
    )
    target = models.CharField(
        max_length=255, blank=True, help_text="The path that it leads to. Empty: withdrawn."
    )
    date = models.DateField(default=timezone.localdate, help_text="The day of the change, in UTC.")
    owner = models.CharField(
        max_length=60,
        blank=True,
        editable=False,
        help_text="Model and key of the row that stood there, which alone may stand there again. Empty "
        "where nobody knows, as in data that were moved, whose keys are others.",
    )

    objects = FormerAddressQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        verbose_name_plural = "former addresses"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(path=models.F("target")),
                name="formeraddress_not_itself",
                violation_error_message="An address does not lead to itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path} → {self.target}" if self.target else f"{self.path}, withdrawn"

    def natural_key(self) -> tuple[str]:
        return (self.path,)
