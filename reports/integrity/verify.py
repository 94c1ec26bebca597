"""Check all the data against every rule: what `manage.py verify` says."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, NamedTuple, cast

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.serializers import sort_dependencies
from django.db import DatabaseError, connection
from django.db.models import Exists, OuterRef, QuerySet

from reports.integrity.checks import find_problems
from reports.integrity.claims import KEYS, find_claim_problems
from reports.integrity.fields import find_field_faults
from reports.integrity.names import mark_alone
from reports.integrity.places import find_place_problems
from reports.integrity.signals import stored_values
from reports.models import (
    Actor,
    Block,
    DataVersion,
    Evidence,
    GuardedModel,
    ObjectiveLink,
    Record,
    Report,
    Revision,
    foreign_keys,
)
from reports.text.lines import unify_line_ends
from reports.text.mentions import ActorMatcher

AT_ONCE = 2000  # rows that are read, with what the rules ask of them, at a time


class Check(NamedTuple):
    """Result of a check: the name and number of what was checked, and each fault as a sentence."""

    what: str
    number: int
    faults: list[str]


# Further checks that modules above register in AppConfig.ready.
further_checks: list[Callable[[], Check]] = []


def guarded_models() -> list[type[GuardedModel]]:
    """Return the models under the rules, each after those that it points to."""
    models = sort_dependencies([(apps.get_app_config("reports"), None)])
    return [model for model in models if issubclass(model, GuardedModel)]


def run_checks() -> Iterator[Check]:
    """Yield every check of the stored data, when it is done."""
    yield check_database()
    for model in guarded_models():
        yield check_model(model)
    yield check_actors()
    yield check_counters()
    yield from (check() for check in further_checks)


def find_faults() -> Iterator[str]:
    """Yield everything that is wrong with the stored data, in sentences."""
    yield from (fault for check in run_checks() for fault in check.faults)


def check_database() -> Check:
    """Check the database itself: that SQLite's file is whole, and every foreign key leads to a row.

    PostgreSQL holds its foreign keys at every write, and has no such question.
    """
    tables = connection.introspection.table_names()
    faults = []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            said = [row[0] for row in cursor.execute("PRAGMA quick_check").fetchall()]
        if said != ["ok"]:
            faults = [f"the database file is damaged ({line}): restore a backup." for line in said]
        else:
            try:
                connection.check_constraints()
            except DatabaseError as error:
                faults = [f"a foreign key leads to no row: {error}"]
    return Check("tables of the database", len(tables), faults)


def check_model(model: type[GuardedModel]) -> Check:
    """Check all rows of `model`: fields, derived fields, rules, and what their quotes say."""
    number, faults = 0, []
    rows = rows_to_check(model).iterator(AT_ONCE)
    while some := list(islice(rows, AT_ONCE)):
        number += len(some)
        mark_alone(some)
        for row in some:
            faults += [f"{where(row)}: {fault}" for fault in find_faults_of(row)]
        if model is not Report:  # of which the quotes are those of its records
            told = [*find_claim_problems(some), *find_place_problems(some)]
            faults += [f"{where(fault.row)}: {fault}" for fault in told]
    return Check(str(model._meta.verbose_name_plural), number, faults)


def rows_to_check(model: type[GuardedModel]) -> QuerySet[Any]:
    """Return all rows of `model` with what the rules ask of each, so that none costs a query."""
    rows: Any = model._base_manager.order_by("pk").select_related()
    if issubclass(model, Record | ObjectiveLink):  # which point to no draft
        for field in foreign_keys(model):
            target = cast(type[GuardedModel], field.related_model)
            path = target.report_path if issubclass(target, Record) else ""
            rows = rows.select_related(f"{field.name}__{path}" if path else field.name)
    if issubclass(model, Record):
        own = {KEYS[model]: OuterRef("pk")}
        rows = rows.select_related(*model.fetched_with)
        return rows.annotate(public_words=Exists(Evidence.objects.published().filter(**own)))
    if model is Block:
        return rows.select_related("part").prefetch_related("evidence", "retired")
    return rows.prefetch_related("block__retired") if model is Evidence else rows


def where(row: GuardedModel) -> str:
    """Return what `row` is and what it is known by."""
    return f"{row._meta.verbose_name} “{'/'.join(map(str, row.natural_key()))}”"


def find_faults_of(row: GuardedModel) -> Iterator[str]:
    """Yield what is wrong with one row: its fields, derived fields, its own rules."""
    keys = {field.name for field in row._meta.concrete_fields if field.is_relation}
    try:
        # The database holds what is unique, its constraints, and foreign keys.
        row.full_clean(exclude=keys, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        for field, messages in error.message_dict.items():
            for message in messages:
                yield message if field == "__all__" else f"{field}: {message}"
    for field, messages in find_field_faults(row).items():
        yield from (f"{field}: {message}" for message in messages)
    stored = stored_values(row)
    try:
        row.set_derived_fields()
    except ValidationError:
        return  # told above, of the field that it comes from
    for name, value in stored_values(row).items():
        if isinstance(value, str) and value == unify_line_ends(str(stored[name])) != stored[name]:
            yield f"{name} has line ends of several kinds, which cannot be seen: save the row anew."
        elif value != stored[name]:
            yield f"{name} is {stored[name]} and should be {value}: save the row anew."
    yield from find_problems(row)


def check_actors() -> Check:
    """Check that a report names each actor, by any of its names."""
    matcher = ActorMatcher(Actor.objects.prefetch_related("other_names"))
    texts = Block.objects.values_list("text", flat=True)
    named = {pk for text in texts for pk in matcher.actors(text)}
    faults = [
        f"actor “{actor.slug}”: no report names it; remove it, or add the name that one uses."
        for actor in Actor.objects.exclude(pk__in=named)
    ]
    return Check("actors that reports name", len(named), faults)


def check_counters() -> Check:
    """Check that the data versions are 1, 2, 3 and so on, in the order of their days, and a revision."""
    versions = list(DataVersion.objects.order_by("number").values_list("number", "date"))
    faults = []
    if [number for number, _ in versions] != list(range(1, len(versions) + 1)):
        faults.append("the data versions are not 1, 2, 3 and so on: restore a backup.")
    days = [day for _, day in versions]
    if days != sorted(days):
        faults.append("a data version is older than the one before it: see the clock of this machine.")
    if versions and not Revision.objects.current():
        faults.append("there are data and no revision: save any row anew.")
    return Check("data versions", len(versions), faults)
