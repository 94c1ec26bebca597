"""False data is refused whoever writes it, at its field, and told by `verify` where it went past."""

import re
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from reports.integrity.checks import deferred_checks
from reports.integrity.claims import PARTS, find_claim_problems
from reports.integrity.comparing import OWN_CHOICES
from reports.integrity.said import SAID
from reports.integrity.verify import check_model, find_faults_of
from reports.models import (
    RECORDS,
    Actor,
    Block,
    Evidence,
    ExpertsGroup,
    Finding,
    IndexTerm,
    OtherName,
    Participant,
    Pledge,
    Presentation,
    Presenter,
    Recommendation,
    Report,
    Workshop,
)
from tests.admin.desk import SITE, change, typed, url
from tests.factories import found_right
from tests.integrity.falsehoods import (
    DOLLARS,
    FALSE,
    MORE_FALSE,
    VIEWS,
    WORDS,
    is_of_form,
    together,
)
from tests.integrity.samples import Undo
from tests.integrity.test_texts import load


@pytest.fixture(scope="module")
def not_whole(kept_for_module):
    """Make an actor that no report names, and let the Brisbane report not claim to be recorded whole."""
    Report.objects.update(fully_recorded=False)  # past the rules, which a save would ask all of
    Actor.objects.create(slug="atlantis", name="Atlantis", kind="country")


@pytest.fixture
def brisbane(not_whole, report):
    """The Brisbane report, which does not claim to be recorded whole; and an actor that none names."""
    return report


def stored(model, which):
    """The one row of `model` of these tests."""
    return model.objects.get(**which)


def values(row, changes):
    """Return `changes` as stored: keys of rows that are named, texts around the one there is."""
    found = {}
    for name, value in changes.items():
        field = row._meta.get_field(name)
        if field.is_relation:
            value = field.related_model.objects.get(slug=value).pk
        found[field.attname] = value.format(row.text) if name == "text" else value
    return found


def saves(false):
    """Yield each save of the `false` data: the row, what is changed, and what is told of which field."""
    for model, which, cases in together(false):
        row, changed = stored(model, which), {}
        for changes, _, _ in cases:
            changed |= values(row, changes)
        yield row, changed, [(field, said) for _, field, said in cases]


def untold(write, false):
    """Return what of the `false` data the words lack with which `write` is answered, by save.

    Nothing that it writes is kept.
    """
    missing = {}
    for row, changed, wanted in saves(false):
        told = ""
        with suppress(Undo), transaction.atomic():
            told = write(row, changed)
            raise Undo
        if unsaid := [said for _, said in wanted if said not in told]:
            missing[str(row), str(changed)] = unsaid
    return missing


def test_false_data_is_refused_by_the_shell(brisbane):
    def save(row, changed):
        for name, value in changed.items():
            setattr(row, name, value)
        try:
            with deferred_checks():
                row.save()
        except ValidationError as refused:
            return " ".join(refused.messages)
        return "saved"

    assert untold(save, FALSE) == {}


def test_false_data_is_refused_by_loaddata(brisbane, tmp_path):
    def load_row(row, changed):
        try:
            load(tmp_path, row, changed)
        except CommandError as refused:
            return str(refused).partition("Nothing was loaded:")[2]
        return "loaded"

    assert untold(load_row, FALSE) == {}


def test_false_data_is_told_at_its_field(brisbane, admin_client, admin_user):
    def by_form(row, changed):
        request = RequestFactory().get("/")
        request.user = admin_user
        form = SITE[type(row)].get_form(request, row, change=True)
        shown = {field.html_name: field.value() for field in form(instance=row)}
        kept = {name: value for name, value in shown.items() if value not in (None, False)}
        return form(kept | changed, instance=row).errors

    def by_page(row, changed):
        answer = change(admin_client, row, **changed)
        return answer.context["adminform"].form.errors if answer.status_code == 200 else {}

    missing = {}
    for row, changed, wanted in saves(FALSE):
        kept = type(row).objects.filter(pk=row.pk).values()
        before = kept.get()
        # That a page shows what its form tells is tested with the rules of texts.
        write = by_form if is_of_form(type(row), wanted[0][0]) else by_page
        errors = write(row, {name.removesuffix("_id"): value for name, value in changed.items()})
        unsaid = [said for field, said in wanted if said not in " ".join(errors.get(field, []))]
        if unsaid or kept.get() != before:
            missing[str(row), str(changed)] = unsaid
    assert missing == {}


def test_false_data_that_went_past_is_told_by_verify(brisbane):
    def update(row, changed):
        """Write into the database as a hand in it does; return what `verify` says of the row."""
        with connection.cursor() as cursor:
            for name, value in changed.items():
                sql = f'UPDATE {row._meta.db_table} SET "{name}" = %s WHERE id = %s'
                cursor.execute(sql, [value, row.pk])
        row = type(row)._base_manager.select_related().get(pk=row.pk)
        return " ".join([*find_faults_of(row), *find_claim_problems([row])])

    def is_held(case):  # by the database itself
        return "Another actor" in case[-1]

    for row, changed, _ in saves(filter(is_held, FALSE)):
        with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
            update(row, changed)
    for false in (FALSE, MORE_FALSE):
        assert untold(update, [case for case in false if not is_held(case)]) == {}


def test_verify_says_it_with_the_row(brisbane):
    Participant.objects.filter(actor__slug="japan").update(name_written="Nippon")
    [fault] = [fault for fault in check_model(Participant).faults if "Nippon" in fault]
    assert fault.startswith(
        "participant “2004-brisbane-som/japan”: Name as written: no quote has the words “Nippon”"
    )


def test_a_new_name_of_an_actor_that_no_quote_has_is_told_at_its_save(brisbane, admin_client, tmp_path):
    japan = Actor.objects.get(slug="japan")
    said = "Giver: no quote of “Japan (pledged): US$10,000 for the upkeep and management of the website”"
    for name in japan.other_names.all():
        name.delete()
    japan.name = "Nippon"
    with pytest.raises(ValidationError) as refused:
        japan.save()
    assert said in " ".join(refused.value.messages)
    with pytest.raises(CommandError, match=re.escape(said)):
        load(tmp_path, japan, {"name": "Nippon"})
    answer = change(admin_client, japan, name="Nippon")
    assert said in " ".join(answer.context["adminform"].form.non_field_errors())
    with deferred_checks():
        japan.save()
        OtherName.objects.create(actor=japan, name="Japan", kind="former")


def test_an_actor_that_is_asked_or_named_stands_in_a_quote(brisbane):
    atlantis = Actor.objects.get(slug="atlantis")
    for rows in (Recommendation.objects.get(**VIEWS).addressed, Finding.objects.first().named):
        with pytest.raises(ValidationError, match="Actor: no quote of “Atlantis” names “Atlantis”"):
            rows.create(actor=atlantis)


def test_new_words_of_a_verb_stand_in_the_quotes_of_its_rows(brisbane):
    verb = Recommendation.objects.get(**VIEWS).verb
    verb.name = "begged"
    with pytest.raises(ValidationError, match="has the word “begged”"):
        verb.save()


def test_a_presenter_rests_on_the_quotes_of_the_presentation(brisbane, admin_client):
    presentation = Presentation.objects.get(slug="minister-overview-2004")
    presenter = presentation.presented_by.get()
    presenter.person = "Somebody else"
    with pytest.raises(ValidationError, match="Person as written: no quote has the words"):
        presenter.save()
    answer = change(admin_client, presentation, **{"presented_by-0-person": "Somebody else"})
    [rows, _] = answer.context["inline_admin_formsets"]
    assert WORDS in " ".join(rows.formset.forms[0].errors["person"])
    assert WORDS in " ".join(answer.context["adminform"].form.non_field_errors())
    Presenter.objects.filter(pk=presenter.pk).update(person="Somebody else")
    assert any(WORDS in fault for fault in find_claim_problems([presentation]))


def test_names_are_compared_as_everywhere(brisbane):
    row = Participant.objects.get(actor__slug="timor-leste")
    row.name_written = "TIMOR-LESTE"  # printed without the hyphen
    row.save()


def test_what_was_found_right_speaks_for_that_claim_alone_and_while_it_stands(brisbane):
    pledge = Pledge.objects.get(**DOLLARS)
    evidence = pledge.evidence.get()
    with deferred_checks():
        line = "What it is, or what it is for: the purchase of a boat"
        evidence.confirmed = found_right(line, evidence.block, evidence.quote).upper()
        evidence.save()
        pledge.purpose = "the purchase of a boat"
        pledge.save()
    pledge.state = "given"
    with pytest.raises(ValidationError, match="State: no quote"):
        pledge.save()
    pledge.state, pledge.purpose = "pledged", "the purchase of two boats"
    with pytest.raises(ValidationError, match="has the words “purchase”, “two”, “boats”"):
        pledge.save()


def test_only_these_claims_of_the_brisbane_report_are_found_right_by_an_editor(report):
    # In other words: a name from before in the paragraph; forms of a verb that no stem joins; the
    # editors' own words, as the field asks for; and, of two groups, “the first” and “the second”.
    assert sorted(Evidence.objects.exclude(confirmed="").values_list("confirmed", flat=True)) == [
        "Due as stated: “after a year” may or may not apply to it [676b91a6]",
        "Name: national workshops, held by several Bali process members [8d5e1a75]",
        "Name: second people trafficking/public awareness campaign workshop, which the Republic of "
        "Korea would hold [b17055bc]",
        "Quote: the first on international and regional cooperation [28f8803d]",
        "Quote: the second on policy, legislation and law enforcement [7665828a]",
    ]


def test_every_choice_of_a_record_is_compared():
    rows = [*RECORDS.values(), *(part for part, _ in PARTS.values())]
    chosen = {(row, field.name) for row in rows for field in row._meta.concrete_fields if field.choices}
    assert chosen - set(OWN_CHOICES) == set(SAID) - {(Workshop, "pilot")}
    for row, name in chosen - set(OWN_CHOICES):
        assert set(SAID[row, name]) == {value for value, _ in row._meta.get_field(name).choices}


def test_a_longer_word_does_not_say_what_a_part_of_it_says(brisbane):
    offered = Workshop.objects.get(slug="afghanistan-offered")  # “would be willing to host”
    offered.state = "held"
    with pytest.raises(ValidationError, match="State: no quote"):
        offered.save()


def test_white_space_as_printed_is_kept(brisbane):
    block = Block.objects.get(key="p19")
    block.text, block.white_space_printed = f"Also,\n  {block.text}", True
    block.save()
    assert Block.objects.get(key="p19").text.startswith("Also,\n  ")


def test_the_desk_makes_one_space_of_each_and_says_so(brisbane, admin_client):
    block = Block.objects.get(key="p19")
    sent = {"text": f"Also,\r\n  {block.text}\u00a0too", "one_space": "on"}
    page = url(Block, "change", block.pk)
    sent = typed(admin_client.get(page)) | sent
    answer = admin_client.post(page, sent | {"white_space_printed": "on"})
    assert "Choose one" in " ".join(answer.context["adminform"].form.errors["one_space"])
    answer = admin_client.post(page, sent)
    assert answer.status_code == 302
    said = [str(message) for message in answer.wsgi_request._messages]
    assert "White space was made one space in 2 places of the text." in said
    assert Block.objects.get(key="p19").text == f"Also, {block.text} too"


def test_rules_of_claims_cost_the_same_for_every_row(brisbane):
    def cost(rows):
        with CaptureQueriesContext(connection) as asked:
            assert list(find_claim_problems(rows)) == []
        return len(asked)

    for model in (Participant, Pledge, Workshop, Presentation, IndexTerm):
        rows = list(model._base_manager.select_related())
        assert cost(rows) <= cost(rows[:1]) + 3 <= 8


def test_a_new_name_of_a_group_that_no_quote_has_is_told_at_its_save(report):
    group = ExpertsGroup.objects.get(slug="aheg-i")
    group.name = "first ad hoc experts groups"  # which its own quotes have
    with pytest.raises(ValidationError, match=r"no quote of “.*activities.*” names"):
        group.save()


def test_words_that_state_nothing_claim_their_reason_alone(report):
    evidence = Evidence.objects.exclude(connective=None).first()
    evidence.confirmed = found_right("State: Held", evidence.block, evidence.quote)
    with pytest.raises(ValidationError, match="is nothing that"):
        evidence.save()


def test_a_new_title_does_not_leave_a_term_that_leads_to_its_meeting(report):
    report.title = "Another paper"
    with pytest.raises(ValidationError, match="has no word of “Report to Ministers”"), deferred_checks():
        report.save()
    report.title = "Report to Ministers, corrected"
    with deferred_checks():
        report.save()
