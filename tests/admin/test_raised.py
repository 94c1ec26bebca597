"""A save that commits raises each number once, of writes and of versions; a refused one neither."""

from reports.models import Actor, DataVersion, OtherName, Revision
from tests.admin.desk import change, make_actor, make_text, told_at, typed, url


def test_one_admin_save_with_inlines_raises_each_once(written, admin_client):
    make_text()
    actor = make_actor("fiji")  # which the text names
    OtherName.objects.create(actor=actor, name="Testia", kind="former")
    before = Revision.objects.current(), DataVersion.objects.count()
    page = url(Actor, "change", actor.pk)
    data = typed(admin_client.get(page)) | {"name": "Test Land", "other_names-0-name": "Old Testia"}
    data |= {"other_names-1-name": "Fiji", "other_names-1-kind": "short"}
    answer = admin_client.post(page, data | {"other_names-TOTAL_FORMS": 2})
    assert answer.status_code == 302, answer.context["errors"]
    assert set(OtherName.objects.values_list("name", flat=True)) == {"Old Testia", "Fiji"}
    after = Revision.objects.current(), DataVersion.objects.count()
    assert after == (before[0] + 1, before[1] + 1)


def test_a_refused_save_raises_neither(written, admin_client):
    block = make_text()
    before = Revision.objects.current(), DataVersion.objects.count()
    answer = change(admin_client, block, text="Something else.")
    assert "These words are not in para 1" in told_at(answer, "evidence-0-quote")
    assert (Revision.objects.current(), DataVersion.objects.count()) == before
