"""The pages of accounts keep what was typed from a lock that somebody else holds, as all others do."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from reports.admin.base import LOCKED_MESSAGE
from tests.admin.desk import errors, told, typed
from tests.admin.test_locks import somebody_saving

PASSWORD = "pw-very-long-12"
PASSWORDS = {"password1": PASSWORD, "password2": PASSWORD}
JOINED = {"date_joined_0": "2024-01-01", "date_joined_1": "00:00:00"}  # one field, two boxes
NEW_USER = {"username": "her", "usable_password": "true"} | PASSWORDS


def page(name, *args):
    """The address of a page of accounts."""
    return reverse(f"admin:auth_{name}", args=args)


@pytest.fixture
def group(written):
    """A group without rights, for which a change page shows no long list of chosen ones."""
    return Group.objects.create(name="editors")


def test_a_save_that_meets_a_lock_keeps_what_was_typed(group, admin_client, admin_user):
    cases = {
        page("user_add"): NEW_USER,
        page("user_change", admin_user.pk): {"first_name": "Typed"},
        page("group_add"): {"name": "readers"},
        page("group_change", group.pk): {"name": "writers"},
    }
    sent = {}
    for address, changes in cases.items():
        data = typed(admin_client.get(address))
        lists = {key: [] for key in ("groups", "user_permissions", "permissions") if key in data}
        data |= lists | changes | JOINED
        with somebody_saving():
            answer = admin_client.post(address, data)
            assert errors(answer) == LOCKED_MESSAGE, address
        form = answer.context["adminform"].form
        shown = {key: value for key, value in changes.items() if "password" not in key}
        assert {key: form[key].value() for key in shown} == shown, address
        sent[address] = data
    assert not User.objects.filter(username="her").exists()
    for address, data in sent.items():
        assert admin_client.post(address, data).status_code == 302, address
    assert User.objects.filter(username="her").exists()


def test_a_password_that_meets_a_lock_is_not_set_and_says_so(written, admin_client, admin_user):
    address = page("user_change", admin_user.pk).replace("change", "password")
    data = PASSWORDS | {"usable_password": "true", "set-password": "1"}
    with somebody_saving():
        answer = admin_client.post(address, data)
    assert answer.status_code == 302
    assert (answer.url, told(answer)) == (address, LOCKED_MESSAGE)
    admin_user.refresh_from_db()
    assert not admin_user.check_password(PASSWORD)
    assert admin_client.post(address, data).url == page("user_change", admin_user.pk)


def test_a_deletion_that_meets_a_lock_says_so(group, admin_client):
    for row in (User.objects.create(username="her"), group):
        name, action = row._meta.model_name, {"action": "delete_selected", "_selected_action": row.pk}
        with somebody_saving():
            deleted = admin_client.post(page(f"{name}_delete", row.pk), {"post": "yes"})
            listed = admin_client.post(page(f"{name}_changelist"), action | {"post": "yes"})
        assert deleted.url.startswith(page(f"{name}_change", row.pk))
        assert listed.url == page(f"{name}_changelist")
        for answer in (deleted, listed):
            assert told(answer).endswith(f"Nothing was deleted. {LOCKED_MESSAGE}"), row
        assert type(row).objects.filter(pk=row.pk).exists(), row


@pytest.mark.parametrize(
    ("number", "said"), [(1, "this user? All of these go with it:"), (2, "these users? All of these go")]
)
def test_the_question_before_a_deletion_has_the_number_of_what_goes(empty, admin_client, number, said):
    rows = [User.objects.create_user(f"user-{each}").pk for each in range(number)]
    action = {"action": "delete_selected", "_selected_action": rows}
    answer = admin_client.post(page("user_changelist"), action)
    assert f"Are you sure you want to delete {said}" in " ".join(answer.text.split())
