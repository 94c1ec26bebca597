"""Rules of publication: what is public has evidence, and points to nothing that is a draft."""

from collections.abc import Iterator

from django.db.models import ForeignKey, Q

from reports.models import RECORDS, SERVING_KEYS, GuardedModel, Meeting, ObjectiveLink, Record

NO_EVIDENCE = "“{}” has no evidence: quote the words that it rests on."


def find_publication_problems(row: GuardedModel) -> list[str]:
    """Return what makes `row` unfit to be public, where it is, in sentences."""
    found = []
    if isinstance(row, Record | ObjectiveLink) and row.is_published():
        if isinstance(row, Record) and not row.evidence.exists():
            found.append(NO_EVIDENCE.format(row))
        found += find_draft_targets(row)
    if isinstance(row, Meeting):
        found += find_problems_of_records(row)
    return found


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
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and issubclass(field.remote_field.model, Record)
    }


def find_problems_of_records(meeting: Meeting) -> list[str]:
    """Return the problems that publishing or unpublishing `meeting` makes for records.

    Those that its report states without evidence; and public records, of this report or of another,
    that point to one that is not public now.
    """
    found = []
    models = [model for model in RECORDS.values() if model is not Meeting]
    for model in models if meeting.published else ():
        bare = model.objects.filter(**{model.meeting_path: meeting, "evidence": None})
        found += [NO_EVIDENCE.format(record) for record in bare]
    for pointing, path, target in pointers(models):
        told = Q(**{f"{path}__published": True, f"{target}__published": False})
        rows = pointing.objects.filter(told, Q(**{path: meeting}) | Q(**{target: meeting}))
        found += [problem for row in rows for problem in find_draft_targets(row)]
    return found


def pointers(models: list[type[Record]]) -> Iterator[tuple[type[GuardedModel], str, str]]:
    """Yield each way in which a row of one report can point to a record of another.

    Gives the model, the path to the meeting that decides if its row is public, and the path to the
    meeting of what it points to.
    """
    paths: list[tuple[type[GuardedModel], str]] = [(model, model.meeting_path) for model in models]
    paths += [(ObjectiveLink, f"{name}__meeting") for name in SERVING_KEYS]
    for pointing, path in paths:
        for name, target in record_keys(pointing).items():
            if target is not Meeting and name != path.partition("__")[0]:
                yield pointing, path, f"{name}__{target.meeting_path}"
