"""Rules of publication: what is public has evidence, and points to nothing that is a draft."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from reports.integrity.problems import Problem
from reports.models import (
    RECORDS,
    SERVING_KEYS,
    Evidence,
    GuardedModel,
    Meeting,
    ObjectiveLink,
    Record,
    Report,
    foreign_keys,
)

NO_EVIDENCE = "“{}” has no evidence in a published report: quote the words that it rests on."


def find_publication_problems(row: GuardedModel) -> list[str]:
    """Return what makes `row` unfit to be public, where it is, in sentences."""
    found: list[str] = []
    if isinstance(row, Record | ObjectiveLink) and row.is_published():
        if isinstance(row, Record) and not has_public_words(row):
            found.append(missing_evidence(row))
        found += find_draft_targets(row)
    if isinstance(row, Report) and row.published and not row.meeting.is_published():
        found.append(missing_evidence(row.meeting))
    if isinstance(row, Meeting) and not row.is_published() and is_named_in_public(row):
        found.append(missing_evidence(row))
    return found


def missing_evidence(record: Record) -> Problem:
    """Return the sentence that `record` has no evidence."""
    return Problem(NO_EVIDENCE.format(record), record, "")


def has_public_words(record: Record) -> bool:
    """Return True if `record` has evidence in a published report; `verify` has asked of all at once."""
    known = record.__dict__.get("public_words")
    return record.evidence.filter(block__report__published=True).exists() if known is None else known


def is_named_in_public(meeting: Meeting) -> bool:
    """Return True if a published report is of `meeting`, names a term of it or who took part."""
    pointing = (meeting.reports, meeting.participants, meeting.roles, meeting.index_terms)
    return any(rows.published().exists() for rows in pointing)


def find_draft_targets(row: GuardedModel) -> list[str]:
    """Say of each record of a draft that the public `row` points to that it must be published too.

    A reader would be told of a draft. A draft may point to what is public: it builds on that.
    """
    targets = [getattr(row, name) for name in record_keys(type(row))]
    return [
        f"“{row}” is published and points to “{target}”, which is not: publish that too, or first."
        for target in targets
        if target and not target.is_published()
    ]


def record_keys(model: type[GuardedModel]) -> dict[str, type[Record]]:
    """Return the names of the foreign keys of `model` to records, with the models they lead to."""
    return {
        field.name: field.remote_field.model
        for field in foreign_keys(model)
        if issubclass(field.remote_field.model, Record)
    }


def find_problems_of_records(report: Report) -> list[str]:
    """Return the problems that publishing or unpublishing `report` makes for records.

    Public records without words in a published report; and public records, of this report or of
    another, that point to one that is not public now. Of a report that is new, each record is checked
    by itself.
    """
    found: list[str] = []
    if not report.published and not Report.objects.published().exists():
        return found  # nothing is public
    quoted = kinds_quoting(report)
    for name, model in RECORDS.items():
        if not model.report_path:
            continue  # of no one report: public with its words
        stated = Q(**{model.report_path: report})
        # Most kinds have nothing to do with a report, which is cheap to tell.
        if name in quoted or model.objects.filter(stated).exists():
            bare = model.objects.published().exclude(evidence__block__report__published=True)
            mine = stated | Q(evidence__block__report=report)
            found += [missing_evidence(record) for record in bare.filter(mine).distinct()]
    drafts = not report.published or Report.objects.filter(published=False).exists()
    for public, name, target in pointers():
        if target is not Meeting and not drafts:
            continue  # every record is public
        pointing = public.filter(**{f"{name}__isnull": False})
        told = pointing.exclude(**{f"{name}__in": target.objects.published()})
        found += [problem for row in told for problem in find_draft_targets(row)]
    return found


def kinds_quoting(report: Report) -> set[str]:
    """Return the names of the kinds of record that have evidence in `report`."""
    keys = [f"{name}_id" for name in RECORDS]
    rows = Evidence.objects.filter(block__report=report).order_by().values_list(*keys)
    return {name for row in rows for name, key in zip(RECORDS, row, strict=True) if key}


def pointers() -> Iterator[tuple[QuerySet, str, type[Record]]]:
    """Yield each way in which a row of one report can point to a record of another.

    Gives the published rows of a model, the name of their foreign key, and the model of the record.
    """
    paths = [(model.objects.published(), model.report_path) for model in RECORDS.values()]
    for name in SERVING_KEYS:
        path = f"{name}__report"
        paths.append((ObjectiveLink.objects.filter(**{f"{path}__published": True}), path))
    for public, path in paths:
        for name, target in record_keys(public.model).items():
            if name != path.partition("__")[0]:
                yield public, name, target
