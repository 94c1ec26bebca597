"""Pages of the desk cost the same: their queries do not grow with the rows that they show."""

from collections import Counter
from cProfile import Profile
from pstats import Stats
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from reversion.models import Version

from reports.admin.withdrawals import tree
from reports.models import Evidence, Meeting, Participant
from reports.models.base import GuardedModel
from tests.admin.desk import INLINES, SITE, failing, url
from tests.admin.test_versions import keep


def count_queries(client, page):
    """The number of queries that a page asks for."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


def test_the_page_of_a_meeting_with_all_its_participants_is_cheap(report, admin_client):
    assert report.participants.count() > 40
    page = url(Meeting, "change", report.meeting_id)
    ContentType.objects.get_for_models(*SITE, *INLINES)  # which are asked for once
    assert count_queries(admin_client, page) <= 20
    with Profile() as profile:
        admin_client.get(page)
    assert Stats(profile).total_calls < 380_000  # unlike its time, the same on every machine


def owner_field(model, row_model):
    """The name of the foreign key from rows to the row of `model` whose page they are on."""
    keys = [field for field in row_model._meta.concrete_fields if field.remote_field]
    return next(field.name for field in keys if field.remote_field.model is model)


def longest_pages():
    """The row with the most rows in each inline, as its model and key, with these inlines of it.

    Of several it is one that is found already: a page costs as much for one inline as for two.
    """
    found = {}
    for model, desk in SITE.items():
        for inline in desk.inlines:
            name = owner_field(model, inline.model)
            keys = [*inline.model.objects.exclude(**{name: None}).values_list(name, flat=True)]
            if keys:
                rows = Counter(keys)
                owners = [(model, key) for key in sorted(rows) if rows[key] == max(rows.values())]
                owner = next((each for each in owners if each in found), owners[0])
                found.setdefault(owner, []).append(inline.model.objects.filter(**{name: owner[1]}))
    return found


def test_a_page_asks_as_many_queries_for_one_row_as_for_all(report, admin_client):
    pages = longest_pages()

    def check(owner):
        page = url(owner[0], "change", owner[1])
        many = count_queries(admin_client, page)
        assert many <= 30
        if max(rows.count() for rows in pages[owner]) == 1:
            return  # it has no more rows than the other page would
        for rows in pages[owner]:
            rows.exclude(pk=rows.first().pk)._raw_delete("default")
        one = count_queries(admin_client, page)
        assert one <= many
        assert many - one <= 2  # whom only other rows point to

    ContentType.objects.get_for_models(*SITE, *INLINES)  # which are asked for once
    assert failing(check, pages) == {}


def shown(client, model, field):
    """The options that a picker shows first."""
    query = {"app_label": "reports", "model_name": model._meta.model_name, "field_name": field.name}
    return client.get(reverse("admin:autocomplete"), query | {"term": ""}).json()["results"], query


def pickers():
    """One foreign key to each model that an editor chooses rows of, and each that takes only some."""
    found = {}
    for model in SITE | INLINES:
        if issubclass(model, GuardedModel):
            for field in model._meta.concrete_fields:
                if field.is_relation:
                    assert field.remote_field.model in SITE, field
                    some = str(field.get_limit_choices_to())
                    found.setdefault((field.remote_field.model, some), (model, field))
    return found.values()


def test_a_picker_offers_rows_and_finds_every_word_that_it_shows(report, admin_client, rf):
    """Ask Django's view for a whole option, and what that view asks for each of the many words."""

    def check(picker):
        model, field = picker
        with CaptureQueriesContext(connection) as queries:
            options, query = shown(admin_client, model, field)
        assert options
        assert len(queries) <= 6
        owners = {}  # of each word, which is looked for once
        for option in options[:2]:
            for word in option["text"].split():
                owners.setdefault(word, set()).add(int(option["id"]))
        target = field.remote_field.model
        desk, every = SITE[target], target.objects.order_by()
        for word, keys in owners.items():
            rows, _ = desk.get_search_results(rf.get("/"), every, word)
            assert keys <= {*rows.filter(pk__in=keys).values_list("pk", flat=True)}, word
        found = admin_client.get(reverse("admin:autocomplete"), query | {"term": options[0]["text"]})
        assert options[0] in found.json()["results"]

    assert failing(check, pickers()) == {}


def test_a_picker_says_which_report(report, admin_client):
    options, _ = shown(admin_client, Evidence, Evidence._meta.get_field("block"))
    assert all(each["text"].endswith(f"{report.title} · {report.meeting.slug}") for each in options)
    page = admin_client.get(
        url(Evidence, "change", Evidence.objects.filter(block__report=report).first().pk)
    )
    assert f"{report.title} · {report.meeting.slug}</option>" in page.text


def test_many_deleted_rows_are_named_in_as_many_queries_as_few(report):
    rows = [*Participant.objects.all()[:20], *Evidence.objects.exclude(participant=None)[:20]]
    counts = []
    for chosen in (rows[:1] + rows[-1:], rows):
        fresh = [type(row)._base_manager.get(pk=row.pk) for row in chosen]
        with CaptureQueriesContext(connection) as asked:
            assert tree(fresh)
        counts.append(len(asked))
    assert counts[0] >= counts[1] - 1
    assert counts[1] < 20


def test_histories_and_comparisons_take_as_many_queries_whatever_they_hold(report, admin_client):
    meeting = report.meeting
    history, counts = url(Meeting, "history", meeting.pk), []
    for number in range(1, 26):
        keep(meeting)
        Meeting.objects.filter(pk=meeting.pk).update(city=f"City {number}")
        if number in (2, 25):
            counts.append(count_queries(admin_client, history))
    first, last = Version.objects.earliest("pk"), Version.objects.latest("pk")
    two = urlencode({"old": first.pk, "new": last.pk})
    whole = count_queries(admin_client, f"{url(Meeting, 'compare', meeting.pk)}?{two}")
    assert abs(counts[0] - counts[1]) <= 1  # a second page asks for the version before
    assert max(*counts, whole) <= 25
