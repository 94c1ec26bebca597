"""Data for the tests: the fixtures loaded once, an empty portal, and small factories."""

import pytest
from django.core.management import call_command

from reports.management.commands.serve import FIXTURES
from reports.models import Block, Evidence, Meeting
from reports.rules import settled


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Tests that really commit come last, in any order: they empty the database behind them."""
    committing = {"transactional_db", "live_server"}
    items.sort(key=lambda item: not committing.isdisjoint(item.fixturenames))


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
    """A meeting, with a title that it rests on; published unless said otherwise."""
    defaults = {"kind": "senior-officials", "name": "Senior Officials Meeting", "published": True}
    with settled():
        meeting = Meeting.objects.create(slug=slug, **defaults | fields)
        title = Block.objects.create(
            meeting=meeting,
            order=2000,
            key="title-1",
            kind="title",
            text="A Meeting of Senior Officials",
        )
        make_evidence(title, meeting=meeting, quote="Meeting", anchor="meeting")
    return meeting


def make_block(meeting, number=1, text="Words of a paragraph.", **fields):
    """A numbered paragraph in a part of the report, which is made with the first."""
    part, _ = Block.objects.get_or_create(
        meeting=meeting, key="part-i", defaults={"order": 1000, "kind": "part", "text": "Part I"}
    )
    fields = {"order": number, "key": f"p{number}", "kind": "paragraph", "part": part} | fields
    return Block.objects.create(meeting=meeting, number=number, text=text, **fields)


def make_evidence(block, quote, anchor="words", **record):
    """Evidence in `block` for a record, given by the name of its kind."""
    return Evidence.objects.create(block=block, quote=quote, anchor=anchor, **record)


def make_record(block, model, quote=None, **fields):
    """A record of `model` that the meeting of `block` reports, resting on `quote` or the whole."""
    kind = {"experts group": "experts_group"}.get(model._meta.verbose_name, model._meta.model_name)
    with settled():
        record = model.objects.create(meeting=block.meeting, **fields)
        make_evidence(block, quote or block.text, fields.get("slug", "words"), **{kind: record})
    return record
