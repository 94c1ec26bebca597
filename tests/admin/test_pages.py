"""Every page of the editors' desk answers, to editors alone."""

import re

import pytest
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import connection
from django.db.models import ForeignKey
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.models import DataVersion, Participant, Report, RetiredAnchor, Revision
from reports.models.base import GuardedModel
from tests.admin.desk import (
    INLINES,
    SITE,
    every_model,
    make_actor,
    make_participant,
    make_text,
    typed,
    url,
)


@every_model
def test_every_page_answers_and_is_all_from_this_site(read_desk, model):
    row = model.objects.first()
    pages = [url(model, "changelist"), url(model, "change", row.pk), url(model, "history", row.pk)]
    if issubclass(model, GuardedModel):
        pages += [url(model, "add"), url(model, "delete", row.pk)]
    for page in pages:
        answer = read_desk(page)
        assert answer.status_code == 200
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", answer.content.decode())


@every_model
def test_a_save_that_changes_nothing_keeps_every_value(read_desk, admin_client, model):
    before = list(model.objects.order_by("pk").values()), Revision.objects.current()
    for row in model.objects.all()[:1] if issubclass(model, GuardedModel) else ():
        page = url(model, "change", row.pk)
        assert admin_client.post(page, typed(read_desk(page))).status_code == 302
    assert (list(model.objects.order_by("pk").values()), Revision.objects.current()) == before


def references():
    """Every foreign key that an editor fills in, with the model that has it."""
    for model in SITE | INLINES:
        if issubclass(model, GuardedModel):
            for field in model._meta.concrete_fields:
                if isinstance(field, ForeignKey):
                    yield pytest.param(model, field, id=f"{model._meta.model_name}-{field.name}")


@pytest.mark.parametrize(("model", "field"), references())
def test_every_reference_is_found_by_autocomplete(report, admin_client, model, field):
    target = field.remote_field.model._meta.model_name
    assert target in {model._meta.model_name for model in SITE}
    query = {"app_label": "reports", "model_name": model._meta.model_name, "field_name": field.name}
    with CaptureQueriesContext(connection) as queries:
        answer = admin_client.get(reverse("admin:autocomplete"), query | {"term": ""})
    assert answer.json()["results"]
    assert len(queries) <= 6


@every_model
def test_every_reference_on_a_page_is_an_autocomplete(read_desk, model):
    if not issubclass(model, GuardedModel):
        return
    context = read_desk(url(model, "add")).context
    forms = [context["adminform"].form]
    forms += [inline.formset.empty_form for inline in context["inline_admin_formsets"]]
    for field in (field for form in forms for field in form.fields.values()):
        if hasattr(field, "queryset") and not field.widget.is_hidden:
            assert isinstance(field.widget.widget, AutocompleteSelect)


@every_model
def test_view_on_site_is_the_row_s_own_address(read_desk, model):
    row = model.objects.first()
    if hasattr(row, "get_absolute_url"):
        answer = read_desk(url(model, "change", row.pk))
        assert answer.context["absolute_url"] == row.get_absolute_url()


def test_a_draft_is_not_to_be_viewed_on_site(empty, admin_client):
    block = make_text(published=False)
    for row in (block, block.report, block.report.meeting, block.evidence.get()):
        answer = admin_client.get(url(type(row), "change", row.pk))
        assert answer.context["absolute_url"] is None
        assert "View on site" not in answer.content.decode()


def test_a_report_s_page_leads_to_its_pieces_and_records(report, admin_client):
    page = admin_client.get(url(Report, "change", report.pk)).content.decode()
    links = re.findall(r'href="(/admin/reports/\w+/\?report__id__exact=\d+)">(\d+) ', page)
    assert links[0][1] == str(report.blocks.count())
    for link, number in links:
        assert admin_client.get(link).context["cl"].result_count == int(number)


def test_records_without_evidence_are_found(empty, admin_client):
    bare = make_participant(make_text(published=False), make_actor())
    listed = admin_client.get(url(Participant, "changelist"), {"evidence__isempty": 1}).context["cl"]
    assert list(listed.result_list) == [bare]


def test_data_versions_are_only_read(report, admin_client):
    row = DataVersion.objects.first()
    assert admin_client.get(url(DataVersion, "add")).status_code == 403
    assert admin_client.post(url(DataVersion, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert admin_client.post(url(DataVersion, "change", row.pk), {"number": 9}).status_code == 403
    assert {Revision, RetiredAnchor}.isdisjoint(SITE)


@every_model
def test_nobody_but_staff_gets_in(report, client, django_user_model, model):
    user = django_user_model.objects.create_user("reader")
    row = model.objects.first()
    pages = [url(model, "changelist"), url(model, "add"), reverse("admin:autocomplete")]
    pages += [url(model, page, row.pk) for page in ("change", "delete", "history")]
    client.force_login(user)
    assert all(client.get(page).url.startswith("/admin/login/") for page in pages)
    user.is_staff = True  # without a permission
    user.save()
    client.force_login(user)  # the session from before has ended
    assert {client.get(page).status_code for page in pages} == {403}


def test_the_desk_says_whose_it_is_in_the_portal_s_colours(admin_client):
    page = admin_client.get("/admin/").content.decode()
    assert "Bali Process reports: the editors’ desk</a>" in page
    assert "css/desk.css" in page
    assert "Django administration" not in page
