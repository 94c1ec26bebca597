"""Check all the data against every rule: what `manage.py verify` says."""

from collections.abc import Callable, Iterator

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.serializers import sort_dependencies

from reports.integrity.checks import find_problems
from reports.integrity.claims import find_claim_problems
from reports.integrity.fields import find_field_faults
from reports.integrity.signals import stored_values
from reports.models import Actor, Block, GuardedModel, Report
from reports.text.lines import unify_line_ends
from reports.text.mentions import ActorMatcher

# Further checks that modules above register in AppConfig.ready: each yields sentences.
further_checks: list[Callable[[], Iterator[str]]] = []


def guarded_models() -> list[type[GuardedModel]]:
    """Return the models under the rules, each after those that it points to."""
    models = sort_dependencies([(apps.get_app_config("reports"), None)])
    return [model for model in models if issubclass(model, GuardedModel)]


def find_faults() -> Iterator[str]:
    """Yield everything that is wrong with the stored data, in sentences."""
    for model in guarded_models():
        rows = list(model._base_manager.select_related())
        for row in rows:
            yield from (f"{where(row)}: {fault}" for fault in find_faults_of(row))
        if model is not Report:  # of which the quotes are those of its records
            yield from (f"{where(fault.row)}: {fault}" for fault in find_claim_problems(rows))
    yield from find_unnamed_actors()
    for check in further_checks:
        yield from check()


def where(row: GuardedModel) -> str:
    """Return what `row` is and what it is known by."""
    return f"{row._meta.verbose_name} “{'/'.join(map(str, row.natural_key()))}”"


def find_faults_of(row: GuardedModel) -> Iterator[str]:
    """Yield what is wrong with one row: its fields, derived fields, its own rules."""
    try:
        row.full_clean(validate_unique=False, validate_constraints=False)  # as the database holds these
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


def find_unnamed_actors() -> Iterator[str]:
    """Yield a sentence for each actor that no report names by any of its names."""
    matcher = ActorMatcher(Actor.objects.prefetch_related("other_names"))
    texts = Block.objects.values_list("text", flat=True)
    named = {pk for text in texts for pk in matcher.actors(text)}
    for actor in Actor.objects.exclude(pk__in=named):
        yield f"actor “{actor.slug}”: no report names it; remove it, or add the name that one uses."
