"""Every page of the editors' desk answers, to editors alone."""

import re

from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.urls import resolve, reverse
from reversion import models as reversion

from reports.admin.conflicts import STALE_MESSAGE
from reports.admin.proposals import carried
from reports.models import (
    DataVersion,
    Evidence,
    Finding,
    Meeting,
    Participant,
    Pledge,
    Presentation,
    Report,
    RetiredAnchor,
    Revision,
)
from tests.admin.desk import (
    GUARDED,
    SITE,
    failing,
    make_actor,
    make_participant,
    make_text,
    typed,
    url,
)
from tests.admin.test_versions import keep


def test_every_page_answers_and_is_all_from_this_site(read_desk, undrawn):
    # Our page before a deletion; Django's, where a rule would refuse it; its page of what is protected.
    drawn = (Pledge, Presentation, Meeting, DataVersion)

    def check(model):
        row = model.objects.first()
        pages = [url(model, "changelist"), url(model, "change", row.pk)]
        alike = [url(model, "history", row.pk)]  # those that are drawn alike for all models
        if model in GUARDED:
            pages.append(url(model, "add"))
            alike.append(url(model, "delete", row.pk))
        if model in drawn:
            pages += alike
        else:
            for page in alike:
                undrawn(page)
        for page in pages:
            answer = read_desk(page)
            assert answer.status_code == 200, page
            assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", answer.text), page

    assert failing(check) == {}


def test_a_save_that_changes_nothing_keeps_every_value(read_desk, admin_client):
    def check(model):
        before = list(model.objects.order_by("pk").values()), Revision.objects.current()
        page = url(model, "change", model.objects.first().pk)
        assert admin_client.post(page, typed(read_desk(page))).status_code == 302
        assert (list(model.objects.order_by("pk").values()), Revision.objects.current()) == before

    assert failing(check, GUARDED) == {}


def test_every_reference_on_a_page_is_an_autocomplete(read_desk):
    def check(model):
        context = read_desk(url(model, "add")).context
        forms = [context["adminform"].form]
        forms += [inline.formset.empty_form for inline in context["inline_admin_formsets"]]
        for name, field in (named for form in forms for named in form.fields.items()):
            if hasattr(field, "queryset") and not field.widget.is_hidden:
                assert isinstance(field.widget.widget, AutocompleteSelect), name

    assert failing(check, GUARDED) == {}


def test_view_on_site_is_the_row_s_own_address(read_desk):
    def check(model):
        row = model.objects.first()
        if hasattr(row, "get_absolute_url"):
            answer = read_desk(url(model, "change", row.pk))
            assert answer.context["absolute_url"] == row.get_absolute_url()

    assert failing(check) == {}


def test_a_draft_is_not_to_be_viewed_on_site(empty, admin_client):
    block = make_text(published=False)
    for row in (block, block.report, block.report.meeting, block.evidence.get()):
        answer = admin_client.get(url(type(row), "change", row.pk))
        assert answer.context["absolute_url"] is None
        assert "View on site" not in answer.content.decode()


def test_a_version_of_what_is_stored_fills_the_form_as_it_stands(read_desk, undrawn):
    def check(model):
        row = model.objects.first()
        version = keep(row)
        answer = undrawn(url(model, "restore", row.pk, version.pk))
        stored = typed(read_desk(url(model, "change", row.pk)))
        bounds = ("MIN_NUM_FORMS", "MAX_NUM_FORMS")  # which nobody reads
        wanted = {name: value for name, value in stored.items() if value and not name.endswith(bounds)}
        assert {name: value for name, value in typed(answer).items() if value} == wanted
        assert not answer.context["errors"]
        assert answer.context["notes"] == answer.context["differences"] == []
        assert answer.context["form_url"] == url(model, "change", row.pk)
        assert undrawn(url(model, "version", row.pk, version.pk)).context["fields"]

    assert failing(check, GUARDED) == {}


def test_loading_keeps_no_version(report):
    assert not reversion.Version.objects.exists()
    assert not reversion.Revision.objects.exists()


def test_a_stale_page_of_a_meeting_is_merged_in_all_its_inlines(read_desk, undrawn, report):
    page = url(Meeting, "change", report.meeting_id)
    first = typed(read_desk(page))
    row = report.meeting.participants.order_by("pk").last()
    Participant.objects.filter(pk=row.pk).update(name_written="Theirs")
    answer = undrawn(page, first)
    assert answer.context["adminform"].form.non_field_errors() == [STALE_MESSAGE]
    [(_, *told)] = answer.context["theirs"]
    assert told == ["Name as written", row.name_written, "Theirs"]
    again = typed(answer)
    left = {name for name in first if first[name] and name != "_seen"}
    [changed] = [name for name in left if again[name] != first[name]]
    assert (first[changed], again[changed]) == (row.name_written, "Theirs")


def test_a_report_s_page_leads_to_its_pieces_and_records(read_desk, undrawn, report):
    page = read_desk(url(Report, "change", report.pk)).text
    links = re.findall(r'href="(/admin/reports/\w+/\?report__id__exact=\d+)">(\d+) ', page)
    assert links[0][1] == str(report.blocks.count())
    for link, number in links:
        assert undrawn(link).context["cl"].result_count == int(number)


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


def test_nobody_but_staff_gets_in(report, client, django_user_model):
    user = django_user_model.objects.create_user("reader")
    pages = [reverse("admin:autocomplete")]
    for model in SITE:
        row = model.objects.first()
        pages += [url(model, "changelist"), url(model, "add")]
        pages += [url(model, page, row.pk) for page in ("change", "delete", "history")]
    client.force_login(user)
    # Who is no staff is told from others by the site, before any page of a model.
    asked = {page: client.get(page).get("Location", "") for page in pages[:6]}
    assert {page for page, address in asked.items() if not address.startswith("/admin/login/")} == set()
    user.is_staff = True  # without a permission
    user.save()
    client.force_login(user)  # the session from before has ended
    answers = [client.get(page) for page in pages[:6]]
    assert {answer.status_code for answer in answers} == {403}
    # The others' views are asked without the page that says so, which takes longer than they do.
    assert [page for page in pages if not refuses(page, answers[0].wsgi_request)] == []


def refuses(page, request):
    """Return True if the view of a page lets nobody in who sends `request`."""
    view, args, named = resolve(page)
    try:
        view(request, *args, **named)
    except PermissionDenied:
        return True
    return False


def test_an_anchor_and_a_value_of_a_query_stay_fixed(read_desk, report):
    evidence = Evidence.objects.filter(workshop__isnull=False).first()
    page = read_desk(url(Evidence, "change", evidence.pk))
    assert page.context["adminform"].form.fields["anchor"].disabled
    verb = evidence.block.evidence.exclude(finding=None).first()
    verb = verb.finding.verb if verb else report.findings.exclude(verb=None).first().verb
    page = read_desk(url(type(verb), "change", verb.pk))
    assert page.context["adminform"].form.fields["slug"].disabled


def test_what_is_protected_is_named_where_it_would_be_deleted(read_desk, report):
    assert "Cannot delete meeting" in read_desk(url(Meeting, "delete", report.meeting_id)).text


def test_the_next_row_is_about_nothing_that_it_need_not_be_about(report):
    about = Finding.objects.exclude(workshop=None).first()
    assert carried(about).keys() == {"report", "order"}


def test_the_desk_says_whose_it_is_in_the_portal_s_colours(admin_client):
    page = admin_client.get("/admin/").content.decode()
    assert "Bali Process reports: the editors’ desk</a>" in page
    assert "css/desk.css" in page
    assert "Django administration" not in page
