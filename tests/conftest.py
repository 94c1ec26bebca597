"""The data that tests begin with: the fixtures loaded once, or an empty portal."""

import gc
from types import SimpleNamespace

import pytest
from _pytest.runner import runtestprotocol
from django.apps import apps
from django.conf import settings as portal
from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.signals import connection_created
from hypothesis import HealthCheck, settings
from whitenoise.middleware import WhiteNoiseMiddleware

from reports.management.commands.serve import FIXTURES
from reports.models import Report, Revision
from tests.addresses import KEEPER, SITE
from tests.factories import PASSWORD
from tests.prepared import Prepared

# The gate tries the same examples each time, so that it judges the change and not the draw. Others
# are tried with --hypothesis-profile=explore.
COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}
settings.register_profile("gate", derandomize=True, **COMMON)
settings.register_profile("explore", max_examples=1000, **COMMON)
settings.load_profile("gate")

# Python 3.11 takes memory for frames in pieces of 16 KiB and gives each back when it is left: calls that
# go to and fro over the end of a piece are a seventh of the time. In a frame as large as this one, the
# piece has room for all that a test calls.
runtestprotocol.__code__ = runtestprotocol.__code__.replace(co_stacksize=66_000)

# Tests log in without one, on both databases; those of the door ask for it.
portal.SECOND_FACTOR = False


def pytest_itemcollected(item):
    """Have the tests that share pages run in one worker, so that no page is made in two."""
    if "kept" in item.fixturenames:
        item.add_marker(pytest.mark.xdist_group("pages"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Put tests that really commit last, since they empty the database; those of the report first."""
    committing = {"transactional_db", "live_server"}

    def place(item):
        commits = not committing.isdisjoint(item.fixturenames)
        return commits, commits and "report" not in item.fixturenames

    items.sort(key=place)


def pytest_collection_finish():
    """Look for garbage less often, and not among what is kept to the end: a tenth of the time."""
    gc.freeze()
    gc.set_threshold(300_000, 20, 20)


def pytest_sessionfinish():
    """Look for garbage a last time: pytest does so five times at its end, among all that is left."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def static_files_found_once():
    """Look for the static files once: each test has a client, whose middleware would do it anew."""
    find, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def find_once(middleware):
        if not found:
            find(middleware)
            found.update(middleware.files)
        middleware.files = found

    WhiteNoiseMiddleware.add_files_from_finders = find_once
    yield
    WhiteNoiseMiddleware.add_files_from_finders = find


@pytest.fixture(scope="session")
def prepared(pytestconfig):
    """The database that is kept as it is with the fixtures loaded."""
    return Prepared(pytestconfig.cache.mkdir("prepared"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, prepared, django_db_blocker):
    """Let the database under test begin as what is kept, in which nothing is left to migrate."""
    if connection.vendor == "sqlite":
        connection_created.connect(prepared.restore)
    else:
        with django_db_blocker.unblock():
            kept = prepared.is_kept()
        connection.settings_dict["TEST"]["TEMPLATE"] = prepared.database if kept else None


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, prepared):
    """Load the fixtures once; each test rolls its transaction back to them."""
    connection_created.disconnect(prepared.restore)
    with django_db_blocker.unblock():
        if not Report.objects.exists():
            call_command("loaddata", *FIXTURES, verbosity=0)
            prepared.keep()


@pytest.fixture(scope="module")
def kept_for_module(django_db_setup, django_db_blocker):
    """Keep what a module's own fixtures write for all its tests, which roll back to it; undo it behind.

    For modules whose tests all begin with it, or with `empty`, and none of which really commits.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def report(db):
    """The Brisbane report; loaded anew where a transactional test emptied the portal."""
    brisbane = Report.objects.filter(meeting__slug="2004-brisbane-som").order_by()
    if found := brisbane.first():
        return found
    call_command("loaddata", *FIXTURES, verbosity=0)
    return brisbane.get()


@pytest.fixture(scope="session")
def kept():
    """The pages of the fixtures that tests have asked for, by path."""
    return {}


@pytest.fixture
def read_page(client, report, kept, site, settings):
    """Ask for a page once for all tests that only read it: they change no data and no setting.

    It has the links to tell the keeper of an error, so that the test of these needs no pages of its own.
    """
    settings.KEEPER_EMAIL = KEEPER

    def read_page(path):
        if path not in kept:
            kept[path] = client.get(path)
        return kept[path]

    return read_page


@pytest.fixture
def reader(read_page):
    """A client for tests that only read, see `read_page`: it gets no page twice."""
    return SimpleNamespace(get=read_page)


def delete_all(besides=None):
    """Empty the portal, `besides` one model. A flush would make all permissions anew too."""
    with connection.cursor() as cursor:
        for model in apps.get_app_config("reports").get_models():
            if model is not besides:
                cursor.execute(f"DELETE FROM {model._meta.db_table}")


@pytest.fixture
def empty(db):
    """A portal without any data."""
    delete_all()


@pytest.fixture(scope="module")
def empty_for_module(kept_for_module):
    """A portal without any data, for what a module's own fixtures write."""
    delete_all()


@pytest.fixture
def written(transactional_db):
    """A portal without any data, where a transaction really commits. Such a test leaves none behind."""
    if Revision.objects.exists():
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def her(db, settings, django_user_model):
    """An editor with a password. To hash slowly proves nothing here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return django_user_model.objects.create_superuser("her", password=PASSWORD)


@pytest.fixture
def admin_user(db, django_user_model):
    """An editor without a password, since to hash one takes longer than a test."""
    return django_user_model.objects.create_superuser("editor")


@pytest.fixture
def site(settings):
    """The portal's own address."""
    settings.SITE_URL = SITE
