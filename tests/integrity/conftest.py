"""The paragraph and the records that the tests of the rules begin with."""

import pytest

from reports.models import Block, Objective, Workshop
from tests.factories import make_block, make_record, make_report
from tests.integrity.samples import OBJECTIVE, TEXT, WORKSHOP


@pytest.fixture(scope="module")
def stored_block(empty_for_module):
    """Make a paragraph of a published report; return its key."""
    return make_block(make_report(), text=TEXT).pk


@pytest.fixture
def block(stored_block, db):
    """A paragraph of a published report."""
    return Block.objects.get(pk=stored_block)


@pytest.fixture
def objective(block):
    """A record that rests on words of it."""
    return make_record(block, Objective, "Japan pledged funds", **OBJECTIVE)


@pytest.fixture(scope="module")
def stored_secret(empty_for_module):
    """Make a workshop of a draft report; return its key."""
    draft = make_report("2006-draft", published=False)
    fields = WORKSHOP | {"slug": "s", "name": "secret"}
    return make_record(make_block(draft, text=TEXT), Workshop, "funds. New", **fields).pk


@pytest.fixture
def secret(stored_secret, db):
    """A workshop of a draft report."""
    return Workshop.objects.get(pk=stored_secret)
