"""Without script an editor can add a row to every page that has any, and choose what it refers to."""

from urllib.parse import urlencode

from django.http import QueryDict

from reports.admin.formsets import ROW_ADDED_MESSAGE, add_row
from reports.models import Block, Workshop
from tests.admin.desk import GUARDED, failing, make_text, typed, url
from tests.factories import found_right


def open_inlines(answer):
    """The formsets of a page to which rows can be added, by prefix."""
    inlines = answer.context["inline_admin_formsets"]
    return {each.formset.prefix: each.formset for each in inlines if each.has_add_permission}


def test_every_inline_has_a_button_that_adds_a_row(read_desk, undrawn):
    def check(model):
        # That a row is added on the page of a stored row, too, is seen where one is saved, below.
        assert buttons(url(model, "add")) >= buttons(url(model, "change", model.objects.first().pk))
        page = url(model, "add")
        blank, before = typed(read_desk(page)), counts(read_desk(page))
        for prefix in before:
            asked = QueryDict(urlencode(blank | {"_add_row": prefix}))
            assert int(add_row(asked)[f"{prefix}-TOTAL_FORMS"]) == before[prefix] + 1
        if before:  # of each inline a row is added, the last by the button, and all are looked at
            *others, last = before
            added = {f"{prefix}-TOTAL_FORMS": before[prefix] + 1 for prefix in others}
            again = undrawn(f"{page}?_choices=all", blank | added | {"_add_row": last})
            assert ROW_ADDED_MESSAGE in again.context["adminform"].form.non_field_errors()
            assert counts(again) == {prefix: number + 1 for prefix, number in before.items()}
            for formset in open_inlines(again).values():
                look_at_options(formset)

    def buttons(page):
        answer = read_desk(page)
        prefixes = open_inlines(answer).keys()
        assert answer.text.count('name="_add_row"') == len(prefixes)
        assert all(f'name="_add_row" value="{prefix}"' in answer.text for prefix in prefixes)
        return prefixes

    def counts(answer):
        return {prefix: each.total_form_count() for prefix, each in open_inlines(answer).items()}

    def look_at_options(formset):
        for bound in formset.forms[-1]:
            if hasattr(bound.field, "rows"):
                [(_, options, _)] = bound.field.widget.widget.optgroups(bound.name, [])
                assert options[0]["value"] == ""
                offered = {int(each["value"]) for each in options if each["value"]}
                assert offered == set(bound.field.queryset.values_list("pk", flat=True))

    assert failing(check, GUARDED) == {}


def test_an_inline_without_such_a_button_says_where_rows_are_added(read_desk):
    def check(model):
        answer = read_desk(url(model, "change", model.objects.first().pk))
        for inline in answer.context["inline_admin_formsets"]:
            if not inline.has_add_permission:
                name = str(inline.opts.verbose_name_plural)
                assert "on its own page" in name or name == "evidence: the quotes in this text"

    assert failing(check, GUARDED) == {}


def test_a_row_is_added_filled_in_and_saved_without_script(read_desk, admin_client):
    record = Workshop.objects.filter(evidence__isnull=False).first()
    quote = record.evidence.select_related("block").first()
    page = url(Workshop, "change", record.pk)
    first = typed(read_desk(page)) | {"also_called": "typed", "_add_row": "evidence"}
    answer = admin_client.post(f"{page}?_choices=all", first)
    assert not Workshop.objects.filter(also_called="typed").exists()
    number = record.evidence.count()
    assert ROW_ADDED_MESSAGE in answer.context["adminform"].form.non_field_errors()
    assert open_inlines(answer)["evidence"].total_form_count() == number + 1
    assert (
        f'<option value="{quote.block_id}">' in answer.text.split(f'id="id_evidence-{number}-block"')[1]
    )
    word = quote.quote.split()[0]
    new = {"block": quote.block_id, "prefix": quote.prefix, "quote": word, "anchor": "new-one"}
    lines = (f"Quote: {word}", "Also called: typed")
    right = [found_right(line, quote.block, word, quote.prefix) for line in lines]
    new["confirmed"] = "\n".join(right)
    data = typed(answer) | {f"evidence-{number}-{name}": value for name, value in new.items()}
    answer = admin_client.post(f"{page}?_choices=all", data)
    assert answer.status_code == 302, answer.context["problems"]
    assert record.evidence.filter(anchor="new-one").exists()


def test_a_button_that_names_no_inline_is_as_a_save(empty, admin_client):
    block = make_text()
    page = url(Block, "change", block.pk)
    data = typed(admin_client.get(page))
    assert admin_client.post(page, data | {"_add_row": "evidence-0"}).status_code == 302
    for sent in ("", "x"):
        assert add_row(QueryDict(urlencode(data | {"_add_row": sent}))) is None


def test_enter_saves_whatever_other_buttons_a_page_has(read_desk):
    page = read_desk(url(Workshop, "change", Workshop.objects.first().pk)).text
    buttons = [each for each in page.split("<") if each.startswith(("button", 'input type="submit"'))]
    own = [each for each in buttons if "name=" in each]
    assert own[0].startswith('input type="submit" name="_save" value="Save" hidden')
    assert any('name="_add_row"' in each for each in own)
