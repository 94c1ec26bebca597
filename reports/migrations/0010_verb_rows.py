# The verbs of recommendations as rows, with the names that they had in the code.

import django
from django.db import migrations

# What each is called, and what it says and does not say.
VERBS = {
    "recommended": (
        "recommended",
        "Put forward as a recommendation; whether it was taken up the verb does not say.",
    ),
    "agreed": (
        "agreed",
        "The common view of those who say it; whether it binds anybody the verb does not say.",
    ),
    "proposed": (
        "proposed",
        "Put forward for a decision; the verb does not say that one was taken.",
    ),
    "suggested": (
        "suggested",
        "Put forward as a possibility; the verb does not say that it was decided.",
    ),
    "asked": (
        "asked",
        "Requested of those who are named; whether they accepted the verb does not say.",
    ),
    "encouraged": (
        "encouraged",
        "Favoured, and left to those who are named, or to whoever will do it.",
    ),
    "reiterated-need": (
        "reiterated the need to",
        "Said again that it is needed; who is to do it the verb does not say.",
    ),
    "noted-need": (
        "noted the need for",
        "Took notice that it is needed; who is to provide it the verb does not say.",
    ),
    "noted-importance": (
        "noted the importance of",
        "Took notice that it is important; nothing more is said of it.",
    ),
    "noted-productive": (
        "noted as productive areas for possible further work",
        "Took notice that further work on it is possible; nothing is decided by it.",
    ),
    "identified": (
        "identified",
        "Named as such; nothing is decided by it.",
    ),
    "noted": (
        "noted",
        "Took notice of it; the verb does not say that anybody approved or decided it.",
    ),
    "should": (
        "should be explored",
        "The report itself says that it should be done; who is to do it is not said.",
    ),
    "could": (
        "could be taken forward",
        "The report itself says that it is possible; nothing is decided by it.",
    ),
    "might": (
        "might be taken forward",
        "The report itself says that it may be possible; nothing is decided by it.",
    ),
    "would": (
        "would remain important",
        "The report itself says that it will go on to be important.",
    ),
}


def point(
    apps: "django.apps.registry.Apps",
    schema_editor: "django.db.backends.base.schema.BaseDatabaseSchemaEditor",
) -> None:
    """Make a row of each verb that a recommendation has, and point to it."""
    using = schema_editor.connection.alias
    recommendations = apps.get_model("reports", "Recommendation").objects.using(using)
    verbs = apps.get_model("reports", "Verb").objects.using(using)
    for slug in recommendations.order_by().values_list("verb", flat=True).distinct():
        name, meaning = VERBS[slug]
        row = verbs.create(slug=slug, name=name, meaning=meaning)
        recommendations.filter(verb=slug).update(verb_row=row)


class Migration(migrations.Migration):
    dependencies = [("reports", "0009_findings")]

    operations = [migrations.RunPython(point)]
