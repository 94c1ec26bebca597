"""Data for the tests: the fixtures loaded once, an empty portal, and small factories."""

import pytest
from django.core.management import call_command

from reports.management.commands.serve import FIXTURES
from reports.models import Block, Meeting


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Load the fixtures once; each test's transaction is rolled back to that."""
    with django_db_blocker.unblock():
        call_command("loaddata", *FIXTURES, verbosity=0)


@pytest.fixture
def report(db):
    """The portal with the Brisbane report; loaded anew where a transactional test emptied it."""
    if not Meeting.objects.exists():
        call_command("loaddata", *FIXTURES, verbosity=0)
    return Meeting.objects.get(slug="2004-brisbane-som")


@pytest.fixture
def empty(db):
    """A portal without any data."""
    call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def written(transactional_db):
    """A portal without any data, where a transaction really commits."""
    call_command("flush", interactive=False, verbosity=0)


def make_meeting(slug="2005-test-som", **fields):
    """A meeting; published unless said otherwise."""
    fields = {
        "kind": "senior-officials",
        "name": "Senior Officials Meeting",
        "published": True,
    } | fields
    return Meeting.objects.create(slug=slug, **fields)


def make_block(meeting, number=1, text="Words of a paragraph.", **fields):
    """A numbered paragraph in a part of the report, which is made with the first."""
    part, _ = Block.objects.get_or_create(
        meeting=meeting, key="part-i", defaults={"order": 1000, "kind": "part", "text": "Part I"}
    )
    fields = {"order": number, "key": f"p{number}", "kind": "paragraph", "part": part} | fields
    return Block.objects.create(meeting=meeting, number=number, text=text, **fields)
