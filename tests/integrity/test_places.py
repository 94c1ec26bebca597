"""Parts stand together, numbers rise, no heading is a sentence; or they are ticked as printed."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError

from reports.integrity.checks import deferred_checks
from reports.integrity.places import sort_key
from reports.integrity.verify import check_model
from reports.models import Block, Report
from tests.admin.desk import change
from tests.integrity.test_texts import load

APART = "apart from the other pieces of “"
RISING = "stands behind paragraph"
SENTENCE = "is a sentence, and records quote it"
P18 = {"key": "p18"}
WRONG = [
    ({"key": "p14"}, {"order": 1000}, "order", APART),
    ({"key": "part-iii"}, {"order": 2000}, "order", "The part “Part III"),
    ({"key": "work-completed"}, {"order": 2000}, "order", APART),
    ({"key": "p13"}, {"number": "99", "key": "p99"}, "number", RISING),
    ({"key": "p18"}, {"kind": "heading", "number": ""}, "kind", SENTENCE),
]
wrong = pytest.mark.parametrize(("which", "changes", "field", "said"), WRONG)


@pytest.fixture
def brisbane(report):
    """The Brisbane report, which does not claim to be recorded whole."""
    Report.objects.update(fully_recorded=False)  # past the rules, which a save would ask all of
    report.refresh_from_db()
    return report


@wrong
def test_a_false_place_is_refused_by_loaddata_and_the_shell(
    brisbane, tmp_path, which, changes, field, said
):
    block = Block.objects.get(**which)
    with pytest.raises(CommandError, match=said):
        load(tmp_path, block, changes)
    for name, value in changes.items():
        setattr(block, name, value)
    with pytest.raises(ValidationError, match=said):
        block.save()


@pytest.mark.parametrize(("which", "changes", "field", "said"), WRONG[-3:])  # one of each field
def test_a_false_place_is_told_at_its_field(brisbane, admin_client, which, changes, field, said):
    answer = change(admin_client, Block.objects.get(**which), **changes)
    assert said in " ".join(answer.context["adminform"].form.errors[field])


@wrong
def test_a_false_place_that_went_past_is_told_by_verify(brisbane, which, changes, field, said):
    Block.objects.filter(**which).update(**changes)
    assert any(said in fault for fault in check_model(Block).faults)


@wrong
def test_what_is_printed_so_is_ticked(brisbane, which, changes, field, said):
    block = Block.objects.get(**which)
    for name, value in changes.items():
        setattr(block, name, value)
    block.place_printed = True
    block.save()
    assert not any(said in fault for fault in check_model(Block).faults)


def test_a_part_is_not_put_among_the_pieces_of_another(brisbane):
    block = Block.objects.get(key="part-iii")
    inside = Block.objects.get(key="p7")
    with pytest.raises(ValidationError, match=APART), deferred_checks():
        inside.order, place = 3000, inside.order
        inside.save()
        block.order = place
        block.save()


def test_a_heading_that_nobody_quotes_may_be_a_sentence(brisbane):
    heading = Block.objects.get(key="work-completed")
    assert not heading.evidence.exists()
    heading.text = "Was the work completed?"
    heading.save()
    Report.objects.filter(pk=brisbane.pk).update(fully_recorded=True)
    assert any(SENTENCE in fault for fault in check_model(Block).faults)


def test_numbers_rise_as_they_are_printed():
    printed = ["1", "1bis", "2", "2.1", "2.2", "2.10", "12", "12A", "12B", "13"]
    keys = [sort_key(number) for number in printed]
    assert keys == sorted(keys)
    assert sort_key("1bis") == sort_key("1ter")
