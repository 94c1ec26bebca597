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
