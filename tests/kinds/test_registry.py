"""Tests that all the registry declares is in every place, and that a place without it is noticed."""

import re
from functools import cache, partial
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from types import ModuleType, SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.urls import include, path, reverse

import baliportal.urls
from reports import kinds
from reports.kinds.actors import actor_sections
from reports.lists.columns import absolute
from reports.models import (
    RECORDS,
    Actor,
    Addressee,
    Outcome,
    Participant,
    Pledge,
    Presentation,
    Presenter,
    Recommendation,
    WorkshopRole,
)
from reports.models.actors import naming_relations
from reports.models.base import url_parts
from tests.reading import piece_of

SOURCES = Path(__file__).parent.parent.parent / "reports"


def left_out(model, registered):
    """Return a new list of what is `registered`, without what is of `model`."""
    return [each for each in registered if each.model is not model]


def kind_of(model):
    """The registered kind of `model`."""
    return next(kind for kind in kinds.KINDS if kind.model is model)


def unregistered():
    """The models with evidence that are neither of a kind nor of a part."""
    known = [each.model for each in (*kinds.KINDS, *kinds.PARTS)]
    assert len(known) == len(set(known))
    return [model for model in RECORDS.values() if model not in known]


def test_every_model_with_evidence_is_of_a_kind_or_a_part():
    assert unregistered() == []
    assert [part for part in kinds.PARTS if not part.reason.strip()] == []


@pytest.mark.parametrize(("name", "model"), [("KINDS", Outcome), ("PARTS", WorkshopRole)])
def test_a_model_with_evidence_that_is_of_neither_is_found(monkeypatch, name, model):
    monkeypatch.setattr(kinds, name, left_out(model, getattr(kinds, name)))
    assert unregistered() == [model]


def text(client, address):
    """Return the text at `address`; "" where the portal has nothing there, or fails."""
    answer = client.get(address)
    return answer.content.decode() if answer.status_code == 200 else ""


def beside_paragraph(client, row):
    """The paragraph that `row` rests on first, with its margin, on the paragraph's own page.

    That page and the report's, which takes ten times as long, have it from one function.
    """
    block = row.evidence.first().block
    return piece_of(text(client, block.get_passage_url()), block.key)


def counts(client, page, address):
    """The numbers that `page` shows as links to `address`."""
    return re.findall(rf'<a href="{re.escape(address)}">(?:<b>)?(\d+)\b', text(client, page))


def in_sections(client, kind):
    """Return True if each section of `kind` is on the page of an actor that it has rows of."""
    for section in kind.sections:
        named = section.model.objects.published().values(section.fields[0])
        page = text(client, Actor.objects.filter(pk__in=named).first().get_absolute_url())
        if f'<h2 id="{section.anchor}">{section.heading}</h2>' not in page:
            return False
    return True


def in_navigation(client, address):
    """Return True if the navigation of a page leads to `address`."""
    bar = text(client, "/about/").partition("<nav")[2].partition("</nav>")[0]
    return f'<a href="{address}"' in bar


def places(client, desk, kind):
    """Return each place that `kind` should be in, by name, with a test whether its first row is there.

    `client` reads the public pages, `desk` the editors'.
    """
    read = partial(text, client)
    row, files = kind.model.objects.published().first(), f"/{kind.path}"
    record = f"/{kind.page_path or kind.path}/{row.slug}" if kind.pages else ""
    page = f"{record}/" if record else row.get_absolute_url()
    found = {
        "list": lambda: f'<a href="{page}"' in read(f"{files}/"),
        "list.csv": lambda: absolute(page) in read(f"{files}.csv"),
        "list.json": lambda: f'"address": "{absolute(page)}"' in read(f"{files}.json"),
        "list.bib": lambda: f"url = {{{absolute(files)}/?version=" in read(f"{files}.bib"),
        "data": lambda: f'<th scope="row"><a href="{files}/">' in read("/data/"),
    }
    if record:
        section = f"/sitemap-{kind.page_path or kind.path}.xml"
        found |= {
            "page": lambda: f'<link rel="canonical" href="{absolute(page)}">' in read(page),
            "record.json": lambda: f'"page": "{absolute(page)}"' in read(f"{record}.json"),
            "record.bib": lambda: f"url = {{{absolute(page)}}}" in read(f"{record}.bib"),
            "sitemap": lambda: f"<loc>{absolute(page)}</loc>" in read(section),
        }
    if kind.search:
        asked = f"/search/?{urlencode({'q': getattr(row, 'title', str(row))})}"
        found["search"] = lambda: f'<h3 dir="auto"><a href="{page}"' in read(asked)
    if kind.in_navigation:
        found["navigation"] = lambda: in_navigation(client, f"{files}/")
    if kind.stated:
        meeting, key = row.report.meeting, row.report.pk
        number = [str(kind.model.objects.filter(report=key).count())]
        public = f"{files}/?meeting={meeting.slug}"
        editors = f"{reverse(f'admin:reports_{kind.name}_changelist')}?report__id__exact={key}"
        of_report = reverse("admin:reports_report_change", args=[key])
        found |= {
            "meeting": lambda: counts(client, meeting.get_absolute_url(), public) == number,
            "desk": lambda: counts(desk, of_report, editors) == number,
        }
    if kind.model in RECORDS.values():
        found["margin"] = lambda: f'<a href="{page}"' in beside_paragraph(client, row)
    if kind.sections:
        found["actor"] = lambda: in_sections(client, kind)
    return found


def gaps(client, desk, kind, among=None):
    """The names of the places of the running portal where `kind` is missing; of those `among` all."""
    known = places(client, desk, kind)
    return {name for name in among or known if not known[name]()}


@pytest.fixture
def editor(admin_client):
    """An editor who is answered where the portal fails."""
    admin_client.raise_request_exception = False
    return admin_client


# Each loop over KINDS, by its module, and where an outcome is missing that it leaves out.
LOOPS = {
    "reports.kinds.registry": {"list.csv", "list.json", "list.bib", "record.json", "record.bib"},
    "reports.pages.context": {"navigation"},
    "reports.search.documents": {"search"},
    "reports.pages.sitemap": {"sitemap"},
    "reports.exports.views": {"data"},
    "reports.kinds.meetings": {"meeting"},
    "reports.report.passages": {"margin"},
    "reports.admin.report": {"desk"},
    "reports.kinds.actors": {"actor"},
}
# Where one is missing that the site map leaves out: its list and its pages, and all that names the
# address of its page.
OF_SITE_MAP = {"list", "page"}
NAMING_PAGE = {
    "list.csv",
    "list.json",
    "record.json",
    "record.bib",
    "sitemap",
    "meeting",
    "margin",
    "actor",
}


def test_every_kind_is_in_every_place(reader, admin_client):
    desk = SimpleNamespace(get=cache(admin_client.get))  # the page of the report is asked by each kind
    assert {kind.name: gaps(reader, desk, kind) for kind in kinds.KINDS} == {
        kind.name: set() for kind in kinds.KINDS
    }


def test_an_outcome_is_asked_for_in_every_place_that_is_known(report, client):
    assert {*places(client, client, kind_of(Outcome))} == OF_SITE_MAP.union(*LOOPS.values())


def test_a_loop_that_leaves_a_kind_out_is_noticed(report, editor, monkeypatch):
    # Each is asked for its own places alone: that all others are there is known.
    found = {}
    for module, named in LOOPS.items():
        with monkeypatch.context() as patched:
            patched.setattr(import_module(module), "KINDS", left_out(Outcome, kinds.KINDS))
            found[module] = gaps(editor, editor, kind_of(Outcome), among=named)
    assert found == LOOPS


@pytest.fixture
def addresses_anew():
    """Forget the parts of addresses that are remembered, before a test and after it."""
    url_parts.cache_clear()
    yield
    url_parts.cache_clear()


@pytest.mark.usefixtures("addresses_anew")
def test_a_site_map_that_leaves_a_kind_out_is_noticed(report, editor, settings, monkeypatch):
    outcome = kind_of(Outcome)
    with monkeypatch.context() as patched:
        patched.setattr(kinds, "KINDS", left_out(Outcome, kinds.KINDS))
        patched.setattr("django.urls.register_converter", lambda *args: None)  # is registered already
        spec = find_spec("reports.urls")
        spec.loader.exec_module(site_map := module_from_spec(spec))
    desk, _ = baliportal.urls.urlpatterns
    root = ModuleType("root")
    root.urlpatterns = [desk, path("", include((site_map.urlpatterns, site_map.app_name)))]
    root.handler404, root.handler500 = baliportal.urls.handler404, baliportal.urls.handler500
    settings.ROOT_URLCONF = root
    assert gaps(editor, editor, outcome) == OF_SITE_MAP | NAMING_PAGE


def test_an_actors_page_that_leaves_a_kind_out_is_noticed(report, client, monkeypatch):
    models = {Participant, Pledge, Presentation, Recommendation}
    noticed = set()
    for model in models:
        monkeypatch.setattr("reports.kinds.actors.KINDS", left_out(model, kinds.KINDS))
        if not in_sections(client, kind_of(model)):
            noticed.add(model)
    assert noticed == models


def test_every_loop_over_the_kinds_is_tried():
    using = {
        ".".join(file.relative_to(SOURCES.parent).with_suffix("").parts)
        for file in SOURCES.rglob("*.py")
        if re.search(r"\bKINDS\b", file.read_text(encoding="utf-8"))
    }
    assert using == {*LOOPS, "reports.urls", "reports.kinds.actors", "reports.kinds.__init__"}


def uncovered():
    """The foreign keys that name an actor in a report and that no section of an actor's page shows."""
    shown = set()
    for section in actor_sections():
        for name in section.fields:
            first, _, rest = name.partition("__")
            field = section.model._meta.get_field(first)
            if rest:
                field = field.related_model._meta.get_field(rest)
            if field.many_to_many:
                field = field.remote_field.through._meta.get_field(field.m2m_reverse_field_name())
            shown.add(field)
    return {relation.field for relation in naming_relations()} - shown


def test_every_key_that_names_an_actor_is_shown_on_its_page():
    assert uncovered() == set()
    assert len(naming_relations()) > 5


@pytest.mark.parametrize(
    ("name", "model", "keys"),
    [
        ("KINDS", Pledge, {(Pledge, "giver"), (Pledge, "speaker")}),
        (
            "KINDS",
            Presentation,
            {(Presenter, "actor"), (Presenter, "person_actor"), (Presentation, "on_behalf_of")},
        ),
        ("KINDS", Recommendation, {(Addressee, "actor"), (Recommendation, "speaker")}),
        ("PARTS", WorkshopRole, {(WorkshopRole, "actor")}),
    ],
)
def test_a_key_that_names_an_actor_and_is_shown_nowhere_is_found(monkeypatch, name, model, keys):
    monkeypatch.setattr(f"reports.kinds.actors.{name}", left_out(model, getattr(kinds, name)))
    assert uncovered() == {model._meta.get_field(field) for model, field in keys}


def test_every_number_in_search_and_place_on_an_actors_page_is_of_one_kind():
    numbers = [kind.search.number for kind in kinds.KINDS if kind.search]
    places = [section.place for section in actor_sections()]
    assert sorted(set(numbers)) == sorted(numbers)
    assert sorted(set(places)) == sorted(places)


# Who asks Django for the app's models, as it is about all of them: rules and rights for all the data.
ASKING = {"apps.py", "integrity/verify.py", "management/commands/public_role.py"}


def test_no_other_module_names_models_in_words():
    asks = re.compile(r"\bapps\.get_|\bget_models?\(|\ball_models\b|django\.apps import .*\bapps\b")
    found = {
        str(file.relative_to(SOURCES))
        for file in SOURCES.rglob("*.py")
        if "migrations" not in file.parts and asks.search(file.read_text(encoding="utf-8"))
    }
    assert found <= ASKING
    assert "integrity/verify.py" in found  # it can be found
