"""A foreign key that is sent and is none is told at its field, on every form of the desk."""

from itertools import cycle

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey

from reports.admin.pickers import DELETED_MESSAGE
from reports.models import Actor
from tests.admin.desk import GUARDED, delete, failing, make_actor, told_at, typed, url

REFUSAL = "Select a valid choice"
NO_KEYS = ("None", "9" * 40, "9" * 5000, "-1", "1.5", "999999")


def keys(form):
    """The names of the fields of a form that choose a row."""
    fields = {field.name for field in form._meta.model._meta.concrete_fields if field.is_relation}
    return [name for name in form.fields if name in fields and not form.fields[name].widget.is_hidden]


def refuses(field, sent):
    """Return True if a field of a form tells that `sent` is no choice."""
    try:
        field.clean(sent)
    except ValidationError as error:
        return REFUSAL in str(error)
    return False


def test_a_foreign_key_that_is_none_is_told_at_its_field(read_desk, admin_client):
    by_turns = cycle(("9" * 5000, "999999"))

    def check(model):
        page = url(model, "add")
        blank = read_desk(page)
        inlines = [each.formset for each in blank.context["inline_admin_formsets"]]
        data, asked = typed(blank), keys(blank.context["adminform"].form)
        for formset in inlines:
            data[f"{formset.prefix}-TOTAL_FORMS"] = "1"
            asked += [f"{formset.prefix}-0-{name}" for name in keys(formset.empty_form)]
        # Of each field all are asked for by themselves; of a page, what can be no key and what could by
        # turns, since a page that breaks breaks at either.
        for form in [blank.context["adminform"].form, *(each.empty_form for each in inlines)]:
            for name in keys(form):
                for sent in NO_KEYS:
                    assert refuses(form.fields[name], sent), (name, sent[:10])
                    assert "selected>" not in form.fields[name].widget.render(name, sent)
        answer = admin_client.post(page, data | dict(zip(asked, by_turns, strict=False)))
        assert answer.status_code == 200
        forms = [answer.context["adminform"].form]
        forms += [each.formset.forms[0] for each in answer.context["inline_admin_formsets"]]
        told = [form.errors[name] for form in forms for name in keys(form)]
        assert all(REFUSAL in str(errors) for errors in told)
        own = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
        assert told or not own

    assert failing(check, GUARDED) == {}


def test_a_choice_that_another_has_deleted_is_named(empty, admin_client):
    actor = make_actor("ten")
    actor.name = "Ten % & More"
    actor.save()
    page = url(Actor, "add")
    data = typed(admin_client.get(page)) | {"name": "Part", "kind": "country", "part_of": str(actor.pk)}
    assert delete(admin_client, actor).status_code == 302
    answer = admin_client.post(page, data)
    said = DELETED_MESSAGE.format("Ten % & More", Actor._meta.verbose_name_plural)
    assert answer.context["adminform"].form.errors["part_of"] == [said]
    assert told_at(answer, "part_of") == said
