"""The rows that a soak edits, and whether they and all else in the database are sound.

Import it when Django is set up. It leaves no connection open, which would keep SQLite from healing.
"""

import hashlib
import json
import zipfile
from collections import Counter

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from reversion.models import Version

from reports.admin.recording import Page, arrange, last_versions, pages, serialize, stored
from reports.integrity.checks import deferred_checks
from reports.integrity.verify import find_faults, guarded_models
from reports.management.shipped import loaded_rows, name_of, note_loaded, stored_rows
from reports.models import (
    Block,
    DataVersion,
    Finding,
    FormerAddress,
    Objective,
    Report,
    Revision,
    Verb,
)
from tests.factories import make_block, make_record, make_report, make_verb
from tests.soak.desk import NAME, PASSWORD

HALLS = 400
TEXT = "Officials had called for better lunch in room {} of the town."
QUOTE = "better lunch in room {}"
SHIPPED = "2004-brisbane-som"
EDITED, TOGGLED = "2005-soak-som", "2006-soak-som"  # the meetings of two small reports


def prepare():
    """Make an editor's account and two small reports: one to edit, one to publish and take off."""
    User.objects.create_superuser(NAME, password=PASSWORD)
    report = make_report(EDITED)
    halls = ", ".join(f"hall {number}" for number in range(HALLS))
    with deferred_checks():
        block = make_block(report, 1, f"Officials had called for {halls}.")
        make_record(block, Objective, "hall 0", slug="soak-hall", order=1, name="hall 0")
        block = make_block(report, 2, TEXT.format(0))
        make_record(block, Objective, QUOTE.format(0), slug="soak-lunch", order=2, name="better lunch")
    make_report(TOGGLED, published=False)
    connection.close()


def rows():
    """Return the row that each kind of work edits."""
    return {
        "record": Objective.objects.get(slug="soak-hall"),
        "text": Block.objects.get(report__meeting__slug=EDITED, key="p2"),
        "publishing": Report.objects.get(meeting__slug=TOGGLED),
    }


def keys():
    """Return the primary key of each of `rows`."""
    found = {name: row.pk for name, row in rows().items()}
    connection.close()
    return found


def state():
    """Return what is stored of the edits.

    `done` has the numbers of the edits that the history has, by kind of work, in their order; `last`
    what each row holds now; the other two are the counters.
    """
    found = {"done": {}, "last": {}, "revision": Revision.objects.current()}
    version = DataVersion.objects.current()
    found["data_version"] = version.number if version else 0
    for name, row in rows().items():
        kind = ContentType.objects.get_for_model(row)
        made = Version.objects.filter(content_type=kind, object_id=str(row.pk)).order_by("pk")
        comments = made.values_list("revision__comment", flat=True)
        found["done"][name] = [int(said.split()[-1]) for said in comments if said.startswith("Soak ")]
    record, text, report = rows().values()
    found["last"] = {
        "record": [record.name, *record.evidence.values_list("quote", flat=True)],
        "text": [text.text, *text.evidence.values_list("quote", flat=True)],
        "publishing": report.published,
    }
    connection.close()
    return found


def wanted(name, number, published):
    """Return what `last` has of the edit with that number, if it is whole."""
    if name == "record":
        return [f"hall {number % HALLS}"] * 2
    return [TEXT.format(number), QUOTE.format(number)] if name == "text" else published


def verify():
    """Return every fault that `manage.py verify` would tell."""
    found = list(find_faults())
    connection.close()
    return found


def history():
    """Return a sentence for each page whose last version is not what is stored."""
    models = {ContentType.objects.get_for_model(model).pk: model for model in pages()}
    kept = Version.objects.order_by().values_list("content_type", "object_id").distinct()
    touched = [Page(models[kind], int(key)) for kind, key in kept if kind in models]
    last, shown = last_versions(touched, "default"), arrange(touched, stored(touched, "default"))
    found = [
        f"the last version of {page.model.__name__} {page.pk} is not what is stored"
        for page in touched
        if last[page].serialized_data != serialize(shown.get(page, []))
    ]
    connection.close()
    return found


def contents():
    """Return all that is stored and was loaded of the reports by name, and what the history has of each.

    Without primary keys, which are others where a transaction was cut off before.
    """
    made = Counter(Version.objects.values_list("object_repr", "revision__comment"))
    found = all_rows(), loaded_rows(), made
    connection.close()
    return found


def all_rows():
    """Return the fields of all rows under the rules, by name."""
    return {name_of(model, row): row for model in guarded_models() for _, row in stored_rows(model)}


def make_outdated():
    """Take the report back to what an older release might have shipped, under the portal's rules.

    This one adds its findings, changes the report and every verb, and removes a verb; an editor has
    changed a verb too, which is therefore left as it is.
    """
    with deferred_checks():
        report = Report.objects.get(meeting__slug=SHIPPED)
        report.fully_recorded = False
        report.save()
        for finding in Finding.objects.filter(report=report):
            finding.delete()
        for verb in Verb.objects.all():
            verb.meaning = f"Older: {verb.meaning}"
            verb.save()
        make_verb("soaked")
    FormerAddress.objects.all().delete()  # of the findings: they come back as others
    rows = all_rows()
    note_loaded({name: rows.get(name) for name in [*loaded_rows(), "verb/soaked"]})
    edited = Verb.objects.get(slug="agreed")
    edited.meaning = "An editor's."
    edited.save()
    connection.close()


def files(folder, temporary, checked):
    """Return a sentence for each file in `folder` or `temporary` that no portal should leave there.

    `checked` are the backups found whole before.
    """
    found = [f"{path} is left in the folder of temporary files" for path in temporary.rglob("*")]
    for path in folder.rglob("*"):
        place = path.relative_to(folder).parts
        if path.is_dir() or place[0] in ("static", "answers"):
            if place[0] == "answers" and path.name.startswith("."):
                found.append(f"{path} is left unfinished")
        elif place[0] == "backups":
            if path not in checked and not is_whole(path):
                found.append(f"{path} is no whole backup")
            checked.add(path)
        elif path.name not in (
            *("portal.sqlite3", "portal.sqlite3-wal", "portal.sqlite3-shm"),
            ".static-sources",
        ):
            found.append(f"{path} is left")
    return found


def is_whole(path):
    """Return True if `path` is a backup whose dump is what its manifest says."""
    try:
        with zipfile.ZipFile(path) as archive:
            [(member, said)] = json.loads(archive.read("manifest.json"))["members"].items()
            return hashlib.sha256(archive.read(member)).hexdigest() == said["sha256"]
    except (zipfile.BadZipFile, KeyError, ValueError):
        return False
