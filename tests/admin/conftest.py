"""The browsers of editors: of her whose work is rescued, and of another."""

import pytest
from django.test import Client


@pytest.fixture
def browser(empty, client, her):
    """Her browser, logged in."""
    client.force_login(her)
    return client


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
