"""Fill in and send the forms of the editors' desk, as a browser does."""

import re

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.db import transaction
from django.urls import reverse

from reports.integrity.checks import deferred_checks
from reports.models import Actor, Meeting, Participant, Report
from reports.models.base import GuardedModel
from tests.factories import make_block, make_evidence

SITE = {
    model: desk for model, desk in admin.site._registry.items() if model._meta.app_label == "reports"
}
INLINES = {inline.model: inline for desk in SITE.values() for inline in desk.inlines}
GUARDED = [model for model in SITE if issubclass(model, GuardedModel)]  # those that editors write

WHY = {"_reason": "As printed."}  # a change of what is published needs a reason

TEXT = "Officials met in a hall.\nThe dinner was hosted by Fiji, the lunch was hosted by Fiji too."


def failing(check, cases=SITE):
    """The cases that `check` finds wrong, by name, each with why; the writes of each are undone.

    For cases that need no world of their own: to set one up for each takes longer than most of them.
    """
    found = {}
    for case in cases:
        with transaction.atomic():
            try:
                check(case)
            except Exception as error:  # a page that breaks, too, is told with its case
                found[getattr(case, "__name__", str(case))] = f"{type(error).__name__}: {error}"
            transaction.set_rollback(True)
    return found


def url(model, page, *args):
    """The address of an admin page of `model`."""
    return reverse(f"admin:reports_{model._meta.model_name}_{page}", args=args)


def make_text(slug="2005-test", **fields):
    """A paragraph of a published report that rests on one quote of it."""
    with deferred_checks():
        meeting = Meeting.objects.create(slug=slug, name="Test Meeting", kind="ministerial")
        fields = {"published": True} | fields
        block = make_block(Report.objects.create(meeting=meeting, title="Test", **fields), text=TEXT)
        make_evidence(block, "hosted by Fiji", "dinner", prefix="dinner was ", meeting=meeting)
    return block


def make_actor(slug="testland", **fields):
    """A country that no report names."""
    return Actor.objects.create(slug=slug, name=slug.title(), kind="country", **fields)


def make_participant(block, actor, order=1):
    """An actor at the meeting of `block`, which is a draft."""
    fields = {"name_written": actor.name, "role": "observer", "order": order}
    where = {"report": block.report, "meeting": block.report.meeting}
    return Participant.objects.create(**where, actor=actor, **fields)


def typed(answer):
    """The values that a browser would send back of the form on the page `answer`, with a reason."""
    forms = [answer.context["adminform"].form]
    for inline in answer.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    fields = [field for form in forms for field in form if not field.field.disabled]
    values = {field.html_name: field.value() for field in fields if field.value() is not False}
    if "_reason" in values:
        values |= WHY
    if "seen" in answer.context:
        values["_seen"] = answer.context["seen"]
    return {name: "" if value is None else sent(value) for name, value in values.items()}


def sent(value):
    """Return `value` as a browser sends it: with its own line ends, whichever a page had."""
    return str(value).replace("\r\n", "\n").replace("\n", "\r\n")


def change(client, row, **changes):
    """Change some of what the page of `row` shows, and save: the answer."""
    page = url(type(row), "change", row.pk)
    return client.post(page, typed(client.get(page)) | changes)


def delete(client, row, **fields):
    """Ask to delete `row`, and send what the page that names what goes has: the answer."""
    page = url(type(row), "delete", row.pk)
    return client.post(page, form_of(client.get(page)) | WHY | fields)


def delete_selected(client, model, *keys, **fields):
    """Ask to delete the rows of `model` with these keys, selected in their list: the answer."""
    page = url(model, "changelist")
    action = {"action": "delete_selected", "_selected_action": keys}
    return client.post(page, form_of(client.post(page, action)) | WHY | fields)


def form_of(answer):
    """Return what a browser would send of the form on the page that names what goes from the portal."""
    page = answer.content.decode()
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    sent = {}
    for name, value in fields:
        sent.setdefault(name, []).append(value)
    return sent


def told(answer):
    """The messages that an answer leaves for the editor, as one text."""
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def errors(answer):
    """The sentences above the form of a save that was refused, as one text."""
    assert answer.status_code == 200
    assert not told(answer)
    assert not LogEntry.objects.exists()
    return " ".join(answer.context["adminform"].form.non_field_errors())


def told_at(answer, name):
    """The sentence that the list of errors at the top of a page has of the field with that name."""
    assert answer.status_code == 200
    [said] = [line.message for line in answer.context["problems"] if line.target == f"id_{name}"]
    assert f'href="#id_{name}"' in answer.text
    return said


def form_once(kept, client, page, read=typed):
    """Return the form of a page as a browser would send it back, asked for once.

    `kept` has the forms that were asked for, by path; `read` finds the form in an answer.
    """
    if page not in kept:
        kept[page] = read(client.get(page))
    return dict(kept[page])
