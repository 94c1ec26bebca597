"""The page of a check says all in words, keeps what was typed, and is kept by nobody; so is its JSON."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.quoting.checking import MAX_LENGTH, MAX_SENTENCES
from tests.addresses import REPORT
from tests.benchmarks import synthetic
from tests.factories import make_block, make_report
from tests.reading import main

WRONG = "They agrees that the Steering Group should continue in its current planning role."
PART = "generated sufficient funds"


def ask(client, text, status=200):
    answer = client.get("/quote/", {"q": text})
    assert answer.status_code == status
    return answer.content.decode()


def said_of(client, text):
    """The words of the page of a check."""
    return main(client.get("/quote/", {"q": text}))[1]


def ask_json(client, text, status=200):
    answer = client.get("/quote.json", {"q": text})
    assert answer.status_code == status
    return json.loads(answer.content)


def test_each_verdict_is_said_in_words(client, report):
    text = f"“Work completed”\n\n{WRONG} They noted that … to the IOM appeal. Zebras fly home."
    page, said = ask(client, text), said_of(client, text)
    assert "1 of 4 sentences stands in a report to the letter" in said
    assert "Verbatim but for the quotation marks around it" in said
    assert "“agrees” is “agreed” in the report" in said
    assert "left out: “and coordination”" in said
    assert "Verbatim with omissions" in said
    assert "No published report has a passage like this." in said
    assert ">1 of 4 verbatim · Check a quote" in re.sub(r"\s*\n\s*", "", page)


def test_differences_are_marked_and_told_to_who_does_not_see_them(client, report):
    page = ask(client, WRONG)
    unseen = '<span class="visually-hidden">{}</span>'
    assert f"<del>{unseen.format('[not in the report: ')}agrees{unseen.format(']')}</del>" in page
    assert f"<ins>{unseen.format('[in the report: ')}agreed{unseen.format(']')}</ins>" in page


def test_what_a_part_leaves_out_is_pointed_out(client, report):
    page = ask(client, PART)
    assert "It leaves out “had not” , which changes what is said." in said_of(client, PART)
    assert f"</span>{PART}<span" in page
    assert f'href="{REPORT}25/#p25:~:text=generated%20sufficient%20funds"' in page


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x" * (MAX_LENGTH + 1), "This has 5,001 characters, and 5,000 can be checked at once"),
        ("We met. " * (MAX_SENTENCES + 1), "This has 61 sentences, and 60 can be checked at once"),
        ("A\n\n" * (MAX_SENTENCES + 1), "This has 61 sentences, and 60 can be checked at once"),
    ],
)
def test_too_much_is_refused_beside_the_field_and_what_was_typed_is_kept(client, report, text, said):
    page = ask(client, text, 400)
    assert said in page
    assert f">\n{text.strip()}</textarea>" in page
    assert 'href="#filter-q"' in page
    assert 'aria-invalid="true" aria-describedby="quote_error quote_help"' in page
    problem = ask_json(client, text, 400)
    assert problem["errors"][0]["parameter"] == "q"
    assert said in problem["errors"][0]["detail"]


def test_as_much_as_there_may_be_is_checked(client, report):
    assert "60 sentences" in ask(client, "We met. " * MAX_SENTENCES)
    ask(client, "\r\n".join(["x" * 100] * 49) + "x" * 50)  # a line end counts once


def test_nothing_typed_is_answered_with_how_it_judges(client, report):
    for page in (client.get("/quote/").content.decode(), ask(client, " \r\n ")):
        assert "How it judges" in page
        assert "noindex" not in page
    assert "X-Robots-Tag" not in client.get("/quote/").headers
    assert "Write the text" in ask_json(client, "", 400)["detail"]


def test_an_unknown_parameter_is_told(client, report):
    page = client.get("/quote/?q=a&x=1").content.decode()
    assert "Ignored in the address" in page
    assert client.get("/quote.json?q=a&x=1").status_code == 400


def test_what_is_typed_is_never_markup(client, report):
    nasty = (
        "</textarea><script>alert(1)</script> They agrees that the <b>Steering</b> Group should continue"
    )
    page = ask(client, nasty)
    assert "<script>alert" not in page
    assert "<b>" not in page
    assert "&lt;b&gt;" in page
    ask(client, "\x00\ud7ff\uffff \u202e")


def test_nobody_keeps_the_answer_or_hands_the_address_on(client, report):
    for address in (f"/quote/?q={PART}", f"/quote.json?q={PART}", "/quote.json"):
        answer = client.get(address)
        assert answer["Cache-Control"] == "no-store", address
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex"
        assert not answer.cookies
    page = ask(client, PART)
    assert '<meta name="robots" content="noindex">' in page
    assert re.search(r'rel="canonical" href="[^"?]*/quote/"', page)
    assert "address holds the text" in said_of(client, PART)
    assert "<script" not in page
    assert client.post("/quote/", {"q": PART}).status_code == 405


def test_crawlers_are_kept_from_results_and_shown_the_form(client, report):
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /quote/?\n" in robots
    assert "Disallow: /quote.json\n" in robots
    assert "/quote/" in client.get("/sitemap-pages.xml").content.decode()


def test_the_json_says_what_the_page_says(client, report):
    found = ask_json(client, f"{PART} … contributions. {WRONG} Work completed")
    part, wrong, head = found["sentences"]
    assert found["verbatim"] == 1
    assert (part["verdict"], part["left_out"]) == (
        "omissions",
        ["to provide a secure central budget and encouraged further"],
    )
    assert part["changes_what_is_said"] == ["had not"]
    assert part["whole"].startswith("They noted that")
    assert wrong["verdict"] == "different"
    assert wrong["differences"][0] == {"quoted": "agrees", "passage": "agreed"}
    assert wrong["places"][0]["paragraph"] == "24"
    assert (head["verdict"], head["label"]) == ("verbatim", "Verbatim")
    assert head["places"][0]["words"] == "Work completed"
    assert urlsplit(found["links"]["page"]).path == "/quote/"
    assert parse_qs(urlsplit(found["links"]["self"]).query)["q"][0].startswith(PART)


def test_it_is_linked_from_the_search_box_the_report_and_a_phrase_that_is_not_found(client, reader):
    assert 'href="/quote/">Check a quote</a>' in reader.get("/").content.decode()
    assert 'href="/quote/">Check a quote</a>' in reader.get("/workshops/").content.decode()
    assert 'href="/quote/">Check a quote</a>' in reader.get(REPORT).content.decode().split("<main")[1]
    missed = client.get("/search/", {"q": '"they agrees that"'}).content.decode()
    assert 'href="/quote/?q=%22they%20agrees%20that%22"' in missed
    assert "/quote/?q=" not in client.get("/search/", {"q": "zebra crossing"}).content.decode()
    assert "/quote/?q=" not in client.get("/search/", {"q": '"agreed that"'}).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_reports(client, report):
    text = f"{WRONG} {PART}. Work completed … Areas for future work. Zebras fly.\n\nIntroduction\nSo."

    def asked():
        with CaptureQueriesContext(connection) as queries:
            ask(client, text)
        return len(queries)

    make_block(make_report("2005-som"), text="Zebras flew. " + WRONG)
    few = asked()
    synthetic.fill(6, reports=2, first=1990)
    assert asked() == few
    assert few < 40


@pytest.mark.parametrize("path", ["/quote/", "/quote.json"])
def test_what_is_typed_is_in_no_log(client, report, caplog, monkeypatch, path):
    def broken(*args):
        raise ZeroDivisionError

    typed = "zyzzogeton spoke"
    client.get(path, {"q": typed})
    client.get(path, {"q": typed * MAX_LENGTH})
    client.post(path, {"q": typed})
    client.raise_request_exception = False
    monkeypatch.setattr("reports.quoting.views.Checker", broken)
    assert client.get(path, {"q": typed}).status_code == 500
    assert path in caplog.text
    assert "zyzzogeton" not in caplog.text
