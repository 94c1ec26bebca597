"""An address that was public stays that of its record: no other takes it, whoever writes."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError

from reports.integrity.checks import deferred_checks
from reports.models import FormerAddress
from tests.admin.desk import change
from tests.factories import make_report
from tests.integrity.test_texts import load
from tests.search.test_addresses import MEETING, former, location, rename


@pytest.fixture
def text(empty):
    """A published report of a meeting."""
    return make_report()


KEPT = "The address /meetings/2005-test-som/ was that of “{}”, which is at /meetings/moved/ now"


def test_an_address_that_leads_on_is_taken_by_no_other(client, text, admin_client, tmp_path):
    rename(text.meeting, "moved")
    said = KEPT.format(text.meeting)
    with pytest.raises(ValidationError, match=re.escape(said)):
        make_report("2005-test-som", title="Other", city="Suva")
    other = make_report("2005-other-som", city="Suva").meeting
    with pytest.raises(ValidationError, match=re.escape(said)):
        rename(other, "2005-test-som")
    other.refresh_from_db()
    with pytest.raises(CommandError, match=re.escape(said)):
        load(tmp_path, other, {"slug": "2005-test-som"})
    answer = change(admin_client, other, slug="2005-test-som")
    assert said in " ".join(answer.context["adminform"].form.errors["slug"])
    assert location(client, MEETING) == "/meetings/moved/"


def test_one_in_the_same_write_is_taken_by_no_other_either(client, text):
    other = make_report("2005-other-som").meeting
    with pytest.raises(ValidationError, match="it leads there for ever"), deferred_checks():
        rename(text.meeting, "moved")
        rename(other, "2005-test-som")
    assert former() == {}


def test_whose_it_was_is_known_by_where_it_leads_in_data_that_were_moved(client, text):
    rename(text.meeting, "moved")
    FormerAddress.objects.update(owner="")
    with pytest.raises(ValidationError, match="it leads there for ever"):
        make_report("2005-test-som")
    rename(text.meeting, "2005-test-som")
    assert former() == {"/meetings/moved/": MEETING}
