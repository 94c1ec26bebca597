"""Nothing of a draft is in any public answer: no word of it, no name, no count, no version."""

import io
import re
import zipfile

import pytest

from reports.integrity.checks import deferred_checks
from reports.kinds import KINDS
from reports.models import (
    Actor,
    IndexTerm,
    IndexTermName,
    Meeting,
    Objective,
    ObjectiveLink,
    OtherName,
    Outcome,
    Participant,
    Pledge,
    Report,
    Workshop,
    WorkshopRole,
)
from tests.factories import make_block, make_evidence
from tests.kinds.telling import ends
from tests.sitemap import paths

pytestmark = pytest.mark.usefixtures("draft", "report")
MARK = "Zyzzogeton"  # a word that no report has


@pytest.fixture(scope="module")
def draft(kept_for_module):
    """Make a draft report with the marked word in each text, and an actor that it alone names."""
    with deferred_checks():
        meeting = Meeting.objects.create(
            slug="2006-zyzzogeton", name=f"{MARK} Meeting", kind="ministerial", city=MARK,
            date_words=f"{MARK} 2006", date_edtf="2006",
        )  # fmt: skip
        draft = Report.objects.create(meeting=meeting, title=f"{MARK} report")
        block = make_block(draft, text=f"{MARK}land gave {MARK} to {MARK}ia, a thing.")
        actor = Actor.objects.create(slug="zyzzogeton", name=f"{MARK}land", kind="country")
        part = Actor.objects.get(slug="thailand")
        Actor.objects.create(slug="zyzzogeton-desk", name=f"{MARK} desk", kind="agency", part_of=part)
        OtherName.objects.create(actor=actor, name=f"{MARK}ia", kind="former")
        Participant.objects.create(
            report=draft,
            meeting=meeting,
            actor=actor,
            role="participating",
            name_written=MARK,
            order=1,
        )
        workshop = Workshop.objects.create(
            report=draft, slug="w-zyzzogeton", order=1, name=MARK, kind="workshop", state="held",
            subject=MARK, audience=MARK, also_called=MARK,
        )  # fmt: skip
        WorkshopRole.objects.create(workshop=workshop, actor=part, role="host", name_written=MARK)
        Outcome.objects.create(
            report=draft, slug="o-zyzzogeton", order=1, name=MARK, state="begun",
            workshop_written=MARK,
        )  # fmt: skip
        pledge = Pledge.objects.create(
            report=draft, slug="p-zyzzogeton", order=1, giver=actor, giver_written=MARK,
            state="given", purpose=MARK,
        )  # fmt: skip
        make_evidence(block, "a thing", "zyzzogeton", pledge=pledge)
        ObjectiveLink.objects.create(objective=Objective.objects.first(), pledge=pledge)
        term = IndexTerm.objects.create(slug="zyzzogeton", name=f"{MARK} Charter", kind="document")
        IndexTermName.objects.create(term=term, name=f"{MARK} Paper")
        make_evidence(block, "thing", "term", index_term=term)
        Actor.objects.create(slug="zyzzogeton-z", name=f"Z. {MARK}", kind="person", part_of=part)


def files():
    """The addresses of the files of every list, in one form; of one list in all forms.

    A form is written of the rows of a list, whichever these are; a citation of none of them.
    """
    yield from (f"/outcomes.{form}" for form in ("csv", "xlsx", "bib", "csl.json"))
    yield from (f"/{path}.json" for path in ("index", *(kind.path for kind in KINDS)))


def contents(answer):
    """The bytes of an answer; of a zip, those of what is in it."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        archive = zipfile.ZipFile(io.BytesIO(body))
        return b"".join(archive.read(name) for name in archive.namelist())
    return body


def test_no_word_of_a_draft_is_in_any_public_answer(client, site):
    pages, mark = paths(client), MARK.lower()
    # A page of a row shows no draft but where its neighbours stand, or where the draft points to it.
    pointed = Objective.objects.first().get_absolute_url(), "/participants/thailand/"
    asked = {*ends(pages), *pointed, *files(), "/data/package.zip", "/search/?q=thing"}
    asked |= {"/participants/thailand.json"}
    told = [page for page in pages if mark in page.lower()]
    told += [each for each in asked if mark.encode() in contents(client.get(each)).lower()]
    assert told == []


@pytest.mark.parametrize(
    "address",
    [
        "/participants/zyzzogeton/",
        "/participants/zyzzogeton.json",
        "/participants/zyzzogeton.bib",
        "/participants/zyzzogetonia/",
        "/participants/?actor=zyzzogeton",
        "/pledges/?giver=zyzzogeton",
        "/pledges/?giver=Zyzzogetonia",
        "/pledges.csv?giver=zyzzogeton",
        "/workshops/?host=zyzzogeton-desk",
        "/meetings/2006-zyzzogeton/",
        "/participants/zyzzogeton-z/",
        "/index/?meeting=2006-zyzzogeton",
        "/workshops/w-zyzzogeton/",
    ],
)
def test_who_types_a_name_of_a_draft_learns_nothing(client, address):
    answer = client.get(address)
    assert answer.status_code in (400, 404)
    # What was typed may be said again, but not how the draft writes it.
    body = re.sub(r"(?i)zyzzogetonia|zyzzogeton-desk", "", contents(answer).decode())
    assert f"{MARK}land" not in body
    assert f"{MARK} " not in body
