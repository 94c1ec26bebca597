"""One portal with planted writes for all tests here: its processes are dear to start."""

import pytest

from tests.planted.server import database, environment, serving


@pytest.fixture(scope="package")
def found(django_db_setup, django_db_blocker, prepared, tmp_path_factory):
    """A database of its own; on PostgreSQL with the role that only reads."""
    with django_db_blocker.unblock(), database(prepared, tmp_path_factory.mktemp("planted")) as found:
        yield found


@pytest.fixture(scope="package")
def port(found):
    """The portal behind a proxy that speaks TLS, with secrets among the variables of its processes."""
    with serving(environment(found)) as port:
        yield port
