"""The whole of the data against every rule: what `manage.py verify` says."""

from django.apps import apps
from django.core.exceptions import ValidationError

from reports import indexing
from reports.mentions import Names
from reports.models import Actor, Block
from reports.models.base import Kept
from reports.receivers import values


def faults():
    """Everything that is wrong with the stored data: a generator of sentences, empty when sound."""
    for model in apps.get_app_config("reports").get_models():
        if issubclass(model, Kept):
            for row in model._base_manager.all():
                where = f"{model._meta.verbose_name} “{'/'.join(map(str, row.natural_key()))}”"
                yield from (f"{where}: {fault}" for fault in faults_of(row))
    yield from unnamed_actors()
    yield from indexing.faults()


def faults_of(row):
    """What is wrong with one row: its fields and constraints, what is derived, its own rules."""
    try:
        row.full_clean()
    except ValidationError as error:
        for field, messages in error.message_dict.items():
            for message in messages:
                yield message if field == "__all__" else f"{field}: {message}"
    stored = values(row)
    try:
        row.derive()
    except ValidationError:
        return  # said above, of the field it comes from
    for name, value in values(row).items():
        if value != stored[name]:
            yield f"{name} is {stored[name]} and should be {value}: save the row anew."
    yield from row.problems()


def unnamed_actors():
    """Actors that no report names, by any of their names: nothing is kept beyond the reports."""
    names = Names(Actor.objects.prefetch_related("other_names"))
    named = {pk for text in Block.objects.values_list("text", flat=True) for pk in names.actors(text)}
    for actor in Actor.objects.exclude(pk__in=named):
        yield f"actor “{actor.slug}”: no report names it; remove it, or add the name that one uses."
