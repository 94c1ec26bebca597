"""A log-in at another editor's lost session is told whose work the page shows."""

import pytest

from reports.admin.rescue import OTHERS, RESCUED
from reports.models import Actor
from tests.admin.desk import make_actor, typed, url
from tests.admin.test_rescue import PASSWORD, log_in_from, said


@pytest.mark.parametrize("name", ["her", "him"])
def test_the_page_says_whose_work_it_is_and_whose_name_it_will_carry(
    client, db, settings, django_user_model, name
):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    her, _ = (
        django_user_model.objects.create_superuser(each, password=PASSWORD) for each in ("her", "him")
    )
    client.force_login(her)
    page = url(Actor, "change", make_actor().pk)
    opened = client.get(page)
    assert '<input type="hidden" name="_typist" value="her">' in opened.text
    data = typed(opened) | {"name": "Corrected", "_typist": "her"}
    client.logout()
    asked = client.post(page, data)
    answer = log_in_from(client, asked, **{"log-in-username": name, "log-in-password": PASSWORD})
    more = OTHERS.format("her", "him", "her") if name == "him" else ""
    assert said(answer) == RESCUED + more
    assert Actor.objects.get(slug="testland").name == "Testland"
    assert f'name="_typist" value="{name}"' in answer.text
    assert client.post(page, typed(answer) | {"_typist": name}).status_code == 302
    assert Actor.objects.get(slug="testland").name == "Corrected"
