"""False data is refused whoever writes it, at its field, and told by `verify` where it went past."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from reports.integrity.checks import deferred_checks
from reports.integrity.claims import PARTS, find_claim_problems
from reports.integrity.comparing import OWN_CHOICES
from reports.integrity.said import SAID
from reports.integrity.verify import find_faults, find_faults_of
from reports.models import (
    RECORDS,
    Actor,
    Block,
    Evidence,
    ExpertsGroup,
    Finding,
    IndexTerm,
    Objective,
    OtherName,
    Participant,
    Pledge,
    Presentation,
    Presenter,
    Recommendation,
    Report,
    Workshop,
)
from tests.admin.desk import change, typed, url
from tests.factories import found_right, make_block, make_evidence, make_report
from tests.integrity.falsehoods import DOLLARS, FALSE, MORE_FALSE, VIEWS, WORDS, together
from tests.integrity.test_texts import load

false = pytest.mark.parametrize(("model", "which", "changes", "field", "said"), FALSE, ids=repr)


@pytest.fixture(scope="module")
def not_whole(kept_for_module):
    """Make an actor that no report names, and let the Brisbane report not claim to be recorded whole."""
    for report in Report.objects.all():
        report.fully_recorded = False
        report.save()
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


def past_the_rules(row, changes):
    """Write into the database as a hand in it does; return what `verify` says of the row."""
    with connection.cursor() as cursor:
        for name, value in values(row, changes).items():
            sql = f'UPDATE {row._meta.db_table} SET "{name}" = %s WHERE id = %s'
            cursor.execute(sql, [value, row.pk])
    row = type(row)._base_manager.select_related().get(pk=row.pk)
    return [*find_faults_of(row), *find_claim_problems([row])]


@false
def test_false_data_is_refused_by_the_shell(brisbane, model, which, changes, field, said):
    row = stored(model, which)
    for name, value in values(row, changes).items():
        setattr(row, name, value)
    with pytest.raises(ValidationError) as refused, deferred_checks():
        row.save()
    assert said in " ".join(refused.value.messages)


@false
def test_false_data_is_refused_by_loaddata(brisbane, tmp_path, model, which, changes, field, said):
    row = stored(model, which)
    with pytest.raises(CommandError, match=f"(?s)Nothing was loaded:.*{re.escape(said)}"):
        load(tmp_path, row, values(row, changes))


@pytest.fixture(scope="module")
def forms():
    """The forms of rows as they are stored, by address: several cases change one row."""
    return {}


@pytest.mark.parametrize(("model", "which", "cases"), together(FALSE), ids=repr)
def test_false_data_is_told_at_its_field(brisbane, admin_client, forms, model, which, cases):
    row, sent = stored(model, which), {}
    for changes, _, _ in cases:
        sent |= {name.removesuffix("_id"): value for name, value in values(row, changes).items()}
    page = url(model, "change", row.pk)
    if page not in forms:
        forms[page] = typed(admin_client.get(page))
    answer = admin_client.post(page, forms[page] | sent)
    assert answer.status_code == 200
    for _, field, said in cases:
        assert said in " ".join(answer.context["adminform"].form.errors[field])
    assert stored(model, which).pk == row.pk


@pytest.mark.parametrize(("model", "which", "changes", "field", "said"), FALSE + MORE_FALSE, ids=repr)
def test_false_data_that_went_past_is_told_by_verify(brisbane, model, which, changes, field, said):
    row = stored(model, which)
    if "Another actor" in said:
        with pytest.raises(Exception, match=r"(?i)unique"), transaction.atomic():
            past_the_rules(row, changes)  # which the database holds itself
    else:
        assert said in " ".join(past_the_rules(row, changes))


def test_verify_says_it_with_the_row(brisbane):
    past_the_rules(Participant.objects.get(actor__slug="japan"), {"name_written": "Nippon"})
    [fault] = [fault for fault in find_faults() if "Nippon" in fault]
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


@pytest.fixture
def block(empty):
    """A paragraph of a published report."""
    return make_block(make_report(), text="Japan pledged funds. It came in late 2004.")


def objective(block, quote="Japan pledged funds", name="pledged funds", **fields):
    """A record that rests on `quote`, which nobody has confirmed."""
    with deferred_checks():
        row = Objective.objects.create(
            report=fields.pop("report", block.report), slug="o", order=1, name=name
        )
        make_evidence(block, quote, objective=row, **{"confirmed": ""} | fields)
    return row


LATE = "Quote: It came in late 2004"


def test_a_quote_without_a_word_of_its_record_is_asked(block):
    with pytest.raises(
        ValidationError, match="The quote “It came in late 2004” has no word of “Pledged"
    ):
        objective(block, "It came in late 2004")
    lines = [found_right(line, block, "It came in late 2004") for line in (LATE, "Name: pledged funds")]
    row = objective(block, "It came in late 2004", confirmed="\n".join(lines))
    assert list(find_claim_problems([row])) == []
    Evidence.objects.filter(objective=row).update(confirmed="")
    assert any("has no word of “Pledged funds”" in fault for fault in find_faults())


def test_the_desk_asks_at_each_field_and_takes_the_claims_that_it_names(block, admin_client):
    page = url(Objective, "add")
    fields = {
        "name": "pledged funds",
        "slug": "o",
        "report": block.report.pk,
        "order": 1,
        "evidence-TOTAL_FORMS": 1,
        "evidence-0-block": block.pk,
        "evidence-0-anchor": "o",
        "evidence-0-quote": "It came in late 2004",
    }
    answer = admin_client.post(page, typed(admin_client.get(page)) | fields)
    form = answer.context["adminform"].form
    rows = answer.context["inline_admin_formsets"][0].formset
    asked = [*form.errors["name"], *rows.forms[0].errors["quote"]]
    lines = [said.partition("“read and found right”: ")[2] for said in asked]
    right = ("Name: pledged funds", LATE)
    assert lines == [found_right(line, block, "It came in late 2004") for line in right]
    assert rows.forms[0]["quote"].value() == "It came in late 2004"
    answer = admin_client.post(page, typed(answer) | {"evidence-0-confirmed": "\r\n".join(lines)})
    assert answer.status_code == 302
    assert Evidence.objects.get(objective__slug="o").confirmed == "\n".join(lines)


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


def test_a_quote_of_another_meetings_report_is_marked_so(block, admin_client):
    other = make_block(make_report("2006-other"), text="Japan pledged funds again.")
    said = "is of the Report: Senior Officials Meeting, and what rests on it is stated by the Report"
    with pytest.raises(ValidationError, match=said):
        objective(block, report=other.report)
    row = objective(block, report=other.report, across_reports=True)
    evidence = row.evidence.get()
    assert [fault for fault in find_faults() if "quote" in fault] == []
    answer = change(admin_client, evidence, across_reports="")
    assert said in " ".join(answer.context["adminform"].form.errors["across_reports"])
    Evidence.objects.filter(pk=evidence.pk).update(across_reports=False)
    assert any(said in fault for fault in find_faults())


def test_a_mark_of_another_meetings_report_is_true(block, tmp_path):
    said = "take the tick off “from another meeting's report”"
    with pytest.raises(ValidationError, match=said):
        objective(block, across_reports=True)
    row = objective(block)
    with pytest.raises(CommandError, match=said):
        load(tmp_path, row.evidence.get(), {"across_reports": True})
    meeting = block.report.meeting.evidence.get()
    meeting.across_reports = True  # a meeting is of no one report
    with pytest.raises(ValidationError, match=said):
        meeting.save()


def test_two_reports_of_one_meeting_are_no_other_meeting(block):
    annex = Report.objects.create(meeting=block.report.meeting, slug="annex", order=2, title="Annex")
    objective(block, report=annex)


def test_a_report_that_gets_another_meeting_leaves_no_quote_behind(block):
    annex = Report.objects.create(meeting=block.report.meeting, slug="annex", order=2, title="Annex")
    objective(block, report=annex)
    annex.meeting = make_report("2006-other").meeting
    with pytest.raises(ValidationError, match="of another meeting"):
        annex.save()


def test_white_space_as_printed_is_kept(brisbane):
    block = Block.objects.get(key="p19")
    block.text, block.white_space_printed = f"Also,\n  {block.text}", True
    block.save()
    assert Block.objects.get(key="p19").text.startswith("Also,\n  ")


def test_the_desk_makes_one_space_of_each_and_says_so(brisbane, admin_client):
    block = Block.objects.get(key="p19")
    sent = {"text": f"Also,\r\n  {block.text}\u00a0too", "one_space": "on"}
    answer = change(admin_client, block, **sent, white_space_printed="on")
    assert "Choose one" in " ".join(answer.context["adminform"].form.errors["one_space"])
    answer = change(admin_client, block, **sent)
    assert answer.status_code == 302
    said = [str(message) for message in answer.wsgi_request._messages]
    assert "White space was made one space in 2 places of the text." in said
    assert Block.objects.get(key="p19").text == f"Also, {block.text} too"


@pytest.mark.parametrize("text", ["47 countries came.", "20.5 million came.", "(a) is a letter."])
def test_what_begins_with_no_number_of_a_paragraph_is_let_be(empty, text):
    make_block(make_report(), text=text)


def test_a_paragraph_goes_on_naming_who_says_what_its_records_state(empty, admin_client):
    japan = Actor.objects.create(slug="japan", name="Japan", kind="country")
    block = make_block(make_report(), text="Japan spoke. A workshop on returns was held.")
    record = Workshop(
        report=block.report,
        slug="w",
        order=1,
        name="workshop",
        kind="workshop",
        state="held",
        speaker=japan,
    )
    with deferred_checks():
        record.save()
        make_evidence(block, "A workshop on returns was held.", workshop=record, confirmed="")
    block.text = block.text.replace("Japan", "Somebody")
    said = "no paragraph of “Workshop” names “Japan”"
    with pytest.raises(ValidationError, match=said):
        block.save()
    answer = change(admin_client, Block.objects.get(pk=block.pk), text=block.text)
    assert answer.status_code == 200
    assert said in answer.text


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
