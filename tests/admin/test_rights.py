"""Rights are given and taken by who has them; a superuser alone gives any."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from reports.admin.accounts import ABOVE_MESSAGE
from tests.admin.desk import failing, typed
from tests.admin.test_accounts import JOINED

HERS = [f"{deed}_{what}" for deed in ("add", "change", "delete") for what in ("user", "group")]
HERS += ["change_actor"]
WORDS = dict.fromkeys(("password1", "password2"), "nine violet umbrellas") | {
    "usable_password": "true",
    "set-password": "1",
}


def right(codename):
    return Permission.objects.get(codename=codename)


@pytest.fixture
def manager(empty):
    """An editor who looks after accounts."""
    user = User.objects.create_user("manager", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=HERS))
    return user


@pytest.fixture
def desk(client, manager):
    client.force_login(manager)
    return client


def make_above(kind):
    """An account with rights that the manager does not have."""
    superuser = "superuser" in kind
    made = User.objects.create_user(
        "above", is_staff=True, is_superuser=superuser, is_active="closed" not in kind
    )
    if kind == "editor with more rights":
        made.user_permissions.add(right("delete_actor"))
    if kind == "by a group":
        made.groups.add(Group.objects.create(name="publishers"))
        made.groups.get().permissions.add(right("delete_actor"))
    return made


def page(name, *args):
    return reverse(f"admin:auth_{name}", args=args)


def refused(answer):
    """Return True if a form was shown again because what was chosen in it is not offered."""
    return "is not one of the available choices" in str(answer.context["adminform"].form.errors)


def form_of(answer):
    """Return what a browser would send of a form, with no group and no right chosen."""
    data = typed(answer)
    return (
        data | {key: [] for key in ("groups", "user_permissions", "permissions") if key in data} | JOINED
    )


def test_nobody_makes_herself_superuser(desk, manager):
    address = page("user_change", manager.pk)
    opened = desk.get(address)
    assert 'name="is_superuser"' not in opened.text
    rights = list(manager.user_permissions.values_list("pk", flat=True))
    changes = {"is_superuser": "on", "first_name": "Typed", "user_permissions": rights}
    assert desk.post(address, form_of(opened) | changes).status_code == 302
    manager.refresh_from_db()
    assert (manager.first_name, manager.is_superuser) == ("Typed", False)
    assert manager.user_permissions.count() == len(HERS)


@pytest.mark.parametrize("kind", ["closed superuser", "by a group"])
def test_what_has_more_rights_is_not_changed_closed_or_deleted_and_that_is_said(desk, kind):
    above = make_above(kind)
    stored = User.objects.filter(pk=above.pk).values().get()
    said = ABOVE_MESSAGE.format("above")
    password = page("user_password_change", above.pk)
    answers = [
        desk.post(page("user_change", above.pk), {"username": "above", "first_name": "Typed"}),
        desk.get(password),
        desk.post(password, WORDS),
        desk.get(page("user_delete", above.pk)),
        desk.post(page("user_delete", above.pk), {"post": "yes"}),
    ]
    assert [answer.status_code for answer in answers] == [403] * 5
    assert [said in answer.text for answer in answers] == [True] * 5
    chosen = {"action": "delete_selected", "_selected_action": above.pk, "post": "yes"}
    assert desk.post(page("user_changelist"), chosen).status_code == 403
    assert User.objects.filter(pk=above.pk).values().get() == stored
    assert 'name="first_name"' not in desk.get(page("user_change", above.pk)).text


def test_whoever_has_more_rights_stands_above(desk):
    def check(kind):
        above = make_above(kind)
        answer = desk.post(page("user_change", above.pk), {"first_name": "Typed"})
        assert (answer.status_code, ABOVE_MESSAGE.format("above") in answer.text) == (403, True)

    kinds = ["superuser", "closed superuser", "editor with more rights", "by a group"]
    assert failing(check, kinds) == {}


def test_a_right_is_given_by_who_has_it(desk):
    other = User.objects.create_user("other", is_staff=True)
    address = page("user_change", other.pk)
    given = {"user_permissions": [right("change_actor").pk]}
    assert desk.post(address, form_of(desk.get(address)) | given).status_code == 302
    assert other.has_perm("reports.change_actor")
    more = {"user_permissions": [right("delete_actor").pk]}
    assert refused(desk.post(address, form_of(desk.get(address)) | more))
    assert [*other.user_permissions.all()] == [right("change_actor")]


def test_a_group_is_given_by_who_has_its_rights(desk):
    other = User.objects.create_user("other", is_staff=True)
    for name, codename in (("publishers", "delete_actor"), ("writers", "change_actor")):
        Group.objects.create(name=name).permissions.add(right(codename))
    address, empty = page("user_change", other.pk), Group.objects.create(name="none yet")
    publishers, writers = Group.objects.get(name="publishers"), Group.objects.get(name="writers")
    form = form_of(desk.get(address))
    assert refused(desk.post(address, form | {"groups": [publishers.pk]}))
    chosen = {"groups": [writers.pk, empty.pk]}
    assert desk.post(address, form | chosen).status_code == 302
    assert {*other.groups.all()} == {writers, empty}


def test_nobody_widens_her_own_group(desk, manager):
    group = Group.objects.create(name="managers")
    manager.groups.add(group)
    address = page("group_change", group.pk)
    form = form_of(desk.get(address))
    for codename, status in (("delete_actor", 200), ("change_actor", 302)):
        chosen = {"permissions": [right(codename).pk]}
        assert desk.post(address, form | chosen).status_code == status
    assert [*group.permissions.all()] == [right("change_actor")]
    made = {"name": "new", "permissions": [right("delete_actor").pk]}
    assert refused(desk.post(page("group_add"), made))


def test_a_group_with_more_rights_is_neither_changed_nor_deleted(desk):
    group = Group.objects.create(name="publishers")
    group.permissions.add(right("delete_actor"))
    for name, data in (("change", {"name": "Typed"}), ("delete", {"post": "yes"})):
        answer = desk.post(page(f"group_{name}", group.pk), data)
        assert (answer.status_code, ABOVE_MESSAGE.format("publishers") in answer.text) == (403, True)
    assert Group.objects.get(name="publishers").permissions.exists()


def test_a_superuser_makes_another_and_gives_any_right(admin_client):
    other = User.objects.create_user("other", is_staff=True)
    address = page("user_change", other.pk)
    given = {"is_superuser": "on", "user_permissions": [right("delete_actor").pk]}
    form = form_of(admin_client.get(address))
    assert admin_client.post(address, form | given).status_code == 302
    other.refresh_from_db()
    assert (other.is_superuser, other.user_permissions.count()) == (True, 1)
