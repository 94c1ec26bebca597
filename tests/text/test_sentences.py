"""A text is split into sentences where a reader would."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.text import sentences as module
from reports.text.sentences import sentences

FIXTURE = Path(__file__).parent.parent.parent / "fixtures" / "text.json"


def split(text):
    """The sentences of `text` as words."""
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("They met. They agreed.", 2),
        ("They met in Bali.  It was the first time.", 2),
        ("(They met in Bali.) They agreed.", 2),
        ("The answer was No. They left.", 2),
        ("Japan pledged US$10,000. New Zealand pledged funds.", 2),
        ("It began in the U.N. The report says so.", 2),
        ("AHEG I. Senior officials noted it.", 2),
        ("They stopped … Nobody knew why.", 2),
        ("A line\nends. Another\n\nline ends.", 2),
        ("「同意した。」 会議は終わった。", 2),
        ("Did they agree? They did! Nobody objected.", 3),
        ("They said “We agree.” Then they left.", 2),
        ("It was agreed (in Bali). “Noted.” It ended.", 3),
        ("The list is in Annex A. The dates are in Annex B. They differ.", 3),
        ("Three workshops since Bali II. The first was in 2003. 47 countries came.", 3),
        ("They stopped . . . Nobody knew why.", 2),
        ("会议结束。他们同意了！真的？", 3),
        ("वे सहमत हुए। बैठक समाप्त हुई।", 2),
    ],
)
def test_each_sentence_is_counted(text, number):
    assert len(split(text)) == number


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Smith, Ms. Riddell, Dr. No and the Hon. Alexander Downer met St. John.",
        "See para. 5, paras. 7 and 8, Nos. 9 and 10, Art. 4, p. 3, pp. 4 and cf. Annex II.",
        "See No. 5 and Art. IV.",
        "Police Gen. Krerckphong and J. K. Rowling met A. Downer.",
        "Some forums, e.g. APEC, i.e. Asian ones, etc. were named.",
        "AHEG I vs. AHEG II.",
        "Japan pledged US$10,000.50 (see www.baliprocess.net and 3.2).",
        "The U.N. High Commissioner and the U.S. Government met at 5 p.m. in Bali.",
        "On Jan. 5 they met.",
        "voluntary and non-binding\n\nnature of the process",
        "A pilot workshop, again\n\nhosted by Thailand.",
        "Did it help? perhaps.",
        "1. Officials met",
        "(a). Officials met",
        "without any mark",
        "ends in three ... and goes on",
    ],
)
def test_no_sentence_ends_inside(text):
    assert split(text) == [text]


def test_the_brisbane_report_has_77_sentences():
    rows = [row["fields"] for row in json.loads(FIXTURE.read_text(encoding="utf-8"))]
    texts = [row["text"] for row in rows if row.get("number")]
    assert len(texts) == 27
    assert sum(len(sentences(text)) for text in texts) == 77


@given(st.text(alphabet="aB .?!)”“\n1。中", max_size=60))
def test_nothing_but_white_space_is_left_out(text):
    found = split(text)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(sentence == sentence.strip() and sentence for sentence in found)


@pytest.mark.parametrize(
    "piece", [".", ". ", "a.b.", ".)", "Mr. A. ", '"', ". \n", "。", ".\u00a0“", "a.", "x "]
)
def test_the_work_grows_with_the_length_of_a_text(piece, monkeypatch):
    asked = []
    monkeypatch.setattr(module, "ends", lambda *args, ends=module.ends: asked.append(0) or ends(*args))
    text = piece * (20_000 // len(piece))
    sentences(text)
    assert len(asked) <= len(text)  # each of which looks at some forty characters
