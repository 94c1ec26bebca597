"""A meeting refuses a kind or a date that is none."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from reports.models import Meeting
from tests.factories import make_report


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"kind": "picnic"},
            "Kind must be one of: Senior officials meeting, Ministerial conference.",
        ),
        ({"date_words": "late 2004"}, "A date needs both its words and its EDTF form"),
    ],
)
def test_meeting_refuses(empty, fields, message):
    meeting = Meeting(slug="m", name="M", kind="ministerial")
    for name, value in fields.items():
        setattr(meeting, name, value)
    with pytest.raises(ValidationError) as refused:
        meeting.validate_constraints()
    assert message in " ".join(refused.value.messages)
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.bulk_create([meeting])  # past the rules of the portal


def test_meeting_refuses_a_date_that_is_none_whoever_writes(empty):
    with pytest.raises(ValidationError, match="is not a date the portal can keep"):
        make_report(date_words="2004", date_edtf="2004-13")
