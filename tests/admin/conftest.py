"""The world of most tests of the desk, and the browsers of editors."""

import pytest
from django.test import Client
from django.urls import resolve

from reports.integrity.checks import deferred_checks
from reports.models import Actor, Block, OtherName, Report
from tests.admin.desk import form_once, make_actor, make_text, url


@pytest.fixture(scope="module")
@deferred_checks()
def texts(empty_for_module):
    """A published text, a draft and two actors that no report names, written once for a module.

    Returns the keys of the texts. See `kept_for_module` for the modules that may use it.
    """
    make_actor()
    OtherName.objects.create(actor=make_actor("namedland"), name="First", kind="short")
    published, draft = make_text(), make_text(slug="2006-draft", published=False)
    return published.pk, draft.pk


@pytest.fixture
def block(texts, db):
    """The published text, as stored."""
    return Block.objects.select_related("report__meeting").get(pk=texts[0])


@pytest.fixture
def draft(texts, db):
    """The text of the draft, as stored."""
    return Block.objects.select_related("report__meeting").get(pk=texts[1])


@pytest.fixture
def nothing_public(texts, db):
    """Put the published text aside: where there is one, what it names is looked for at each save."""
    Report.objects.update(published=False)


@pytest.fixture
def actor(nothing_public):
    """An actor that no report names, as stored; nothing is public."""
    return Actor.objects.get(slug="testland")


@pytest.fixture
def named(nothing_public):
    """Another one, which has another name, as stored; nothing is public."""
    return Actor.objects.get(slug="namedland")


@pytest.fixture(scope="module")
def kept_of_texts():
    """Forms as browsers would send them back, of the pages that a module has opened, by path."""
    return {}


@pytest.fixture
def open_first(texts, admin_client, kept_of_texts):
    """Open the page of a row of `texts` as it was written, once for all tests of the module.

    Returns its address, and what a browser would send back of it.
    """

    def open_first(row):
        page = url(type(row), "change", row.pk)
        return page, form_once(kept_of_texts, admin_client, page)

    return open_first


@pytest.fixture
def change_first(open_first, admin_client):
    """Change some of what the page of a row of `texts` shows as it was written, and save: the answer."""

    def change_first(row, **changes):
        page, sent = open_first(row)
        return admin_client.post(page, sent | changes)

    return change_first


@pytest.fixture
def browser(texts, client, her):
    """Her browser, logged in to the desk of `texts`."""
    client.force_login(her)
    return client


@pytest.fixture
def open_hers(browser, kept_of_texts):
    """Open a page of `texts` as it was written, once for all tests of the module.

    Returns what her browser would send back of it.
    """

    def open_hers(page):
        return form_once(kept_of_texts, browser, page)

    return open_hers


@pytest.fixture
def other(her):
    """Another browser, hers, beside that of `admin_client`."""
    client = Client()
    client.force_login(her)
    return client


@pytest.fixture(scope="session")
def kept_of_desk():
    """The pages of the desk that tests have asked for of the fixtures, by path."""
    return {}


@pytest.fixture
def read_desk(report, admin_client, kept_of_desk):
    """Ask for a page of the desk once for all tests that only read it: they change no data."""

    def read_desk(path):
        if path not in kept_of_desk:
            kept_of_desk[path] = admin_client.get(path)
        return kept_of_desk[path]

    return read_desk


@pytest.fixture
def undrawn(report, rf, admin_user):
    """Ask a view of the desk, or send it `data`: its page, which is not drawn.

    For tests of many pages that read what each is drawn from: to draw one takes longer.
    """

    def undrawn(path, data=None):
        request = rf.get(path) if data is None else rf.post(path, data)
        request.user = admin_user
        request._dont_enforce_csrf_checks = True  # as of the client of a test
        view, args, named = resolve(request.path)
        answer = view(request, *args, **named)
        assert answer.status_code == 200
        answer.context = answer.context_data
        return answer

    return undrawn
