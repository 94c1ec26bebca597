"""No row contradicts another, whoever writes: circles, followers that were earlier."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError

from reports.integrity.checks import deferred_checks
from reports.integrity.verify import check_model
from reports.models import Actor, Workshop
from tests.admin.desk import change, make_actor
from tests.integrity.test_texts import load

FIRST = "republic-of-korea-2003-public-awareness"
SECOND = "republic-of-korea-2004-public-awareness"  # follows the first


@pytest.fixture
def actors(empty):
    """Three actors that are parts of each other in a row: the first of the second, that of the third."""
    third = make_actor("samoa")
    second = make_actor("tonga", part_of=third)
    return make_actor("fiji", part_of=second), second, third


def workshop(slug):
    """The workshop of that `slug`."""
    return Workshop.objects.get(slug=slug)


def assert_refused(first, field, second, said, admin_client, folder):
    """Assert that no writer may let `first` point to `second`, and why; store it past the rules then."""
    with pytest.raises(CommandError, match=said):
        load(folder, first, {field: second.pk})
    answer = change(admin_client, first, **{field: second.pk})
    assert said in " ".join(answer.context["adminform"].form.errors[field])
    setattr(first, field, second)
    with pytest.raises(ValidationError, match=said):
        first.save()
    type(first).objects.filter(pk=first.pk).update(**{field: second})


def test_no_two_workshops_follow_each_other(report, admin_client, tmp_path):
    said = "would follow itself, by way of “"
    assert_refused(workshop(FIRST), "follows", workshop(SECOND), said, admin_client, tmp_path)
    assert len([fault for fault in check_model(Workshop).faults if said in fault]) == 2


def test_no_workshop_follows_a_later_one(report, admin_client, tmp_path):
    said = "cannot follow “"
    assert_refused(workshop("malaysia-2002"), "follows", workshop(SECOND), said, admin_client, tmp_path)
    assert any(said in fault for fault in check_model(Workshop).faults)


def test_a_new_date_of_the_one_that_is_followed_is_compared_too(report):
    second = workshop("malaysia-2003-legislation")
    assert second.follows.slug == "malaysia-2002"
    Workshop.objects.filter(pk=second.pk).update(date_edtf="2001", latest="2001-12-31")
    with pytest.raises(ValidationError, match="cannot follow"):
        second.follows.save()


def test_workshops_of_one_day_or_without_a_date_may_follow_each_other(report):
    first, second = workshop(FIRST), workshop(SECOND)
    rows = Workshop.objects.filter(pk__in=[first.pk, second.pk])
    rows.update(earliest="2003-09-01", latest="2003-09-01")
    assert not any("cannot follow" in fault for fault in check_model(Workshop).faults)
    rows.filter(pk=second.pk).update(earliest=None, latest=None)
    assert not any("cannot follow" in fault for fault in check_model(Workshop).faults)


def test_no_actor_is_a_part_of_its_own_part(actors, admin_client, tmp_path):
    first, _, third = actors
    said = "“Samoa” would be a part of itself, by way of “Fiji”, “Tonga”"
    assert_refused(third, "part_of", first, said, admin_client, tmp_path)
    faults = check_model(Actor).faults
    assert len([fault for fault in faults if "would be a part of itself" in fault]) == 3


def test_a_circle_is_undone_as_one_act(actors):
    first, _, third = actors
    with deferred_checks():
        third.part_of = first
        third.save()
        first.part_of = None
        first.save()
    assert not any("a part of itself" in fault for fault in check_model(Actor).faults)
