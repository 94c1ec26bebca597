"""Home counts what the lists count, and shows a record with its words."""

import html
import re

from reports.integrity.checks import deferred_checks
from reports.lists import listing
from reports.models import Evidence, Report, Workshop
from tests.factories import make_block, make_finding, make_record, make_report
from tests.lists.listed import chosen


def test_home_shows_one_record_with_its_very_words(reader):
    text = reader.get("/").content.decode()
    specimen = text.split('class="specimen"')[1].split("</section>")[0]
    evidence = Evidence.objects.filter(pledge__amount__gt=0).order_by("pledge__order", "pk").first()
    assert f"<mark>{evidence.quote}</mark>" in specimen
    assert f'href="{evidence.get_absolute_url()}"' in specimen
    assert f'href="{evidence.pledge.get_absolute_url()}"' in specimen


def test_home_shortens_a_long_quote_between_words(client, report):
    evidence = Evidence.objects.filter(pledge__amount__gt=0).order_by("pledge__order", "pk").first()
    block = evidence.block
    long = evidence.quote + " and so on" * 150
    with deferred_checks():
        block.text = block.text.replace(evidence.quote, long)
        block.save()
        evidence.quote = long
        evidence.save()
    specimen = client.get("/").content.decode().split('class="specimen"')[1].split("</section>")[0]
    shown = re.search(r"<mark>(.*?)</mark>", specimen, re.DOTALL)[1]
    assert len(shown) <= 302
    assert html.unescape(shown).removesuffix(" …") in long
    assert re.search(r"(and|so|on) …$", shown)
    assert html.escape(long) in client.get(evidence.pledge.get_absolute_url()).content.decode()


def test_every_figure_leads_to_its_list_where_nothing_is_stated(client, empty):
    make_report(date_words="2005", date_edtf="2005", countries=1, organisations=0)
    page = client.get("/").content.decode()
    links = re.findall(r'<li>\s*<a href="(/[a-z]+/\?[^"]+)">\s*<b>', page)
    assert len(links) == 6
    for link in links:
        assert client.get(html.unescape(link)).status_code == 200
    said = " ".join(re.sub("<[^>]+>", "", page.split('class="figures"')[1].split("</ul>")[0]).split())
    assert "1 country 0" in said
    assert "0 organisations" in said
    assert "Delegates not stated" in said


def check_figures(client):
    """See that each figure of the home page is how many rows the list has that it leads to."""
    page = client.get("/").content.decode()
    figures = re.findall(r'<li>\s*<a href="([^"]+\?[^"]+)">\s*<b>(\d+)</b>\s*([^<]+?)\s*</a>', page)
    assert [noun for *_, noun in figures] == [
        "countries",
        "organisations",
        "workshops held",
        "findings",
        "recommendations and proposals",
        "pledges and contributions",
    ]
    for address, count, _ in figures:
        assert chosen(html.unescape(address)).count == int(count), address
    assert "36 participating, 11 observing" in page
    assert "2 highlighted as important work, 4 thanked for, 2 pledged, 1 announced" in " ".join(
        page.split()
    )


def test_home_counts_what_the_lists_count(reader):
    check_figures(reader)


def test_home_counts_what_the_lists_count_of_a_meeting_with_two_reports(client, report):
    fields = {"slug": "annex", "order": 2, "title": "Annex", "published": True}
    make_finding(Report.objects.create(meeting=report.meeting, **fields))
    check_figures(client)


def test_home_shows_the_newest_report_alone_and_the_first_of_many(client, report, monkeypatch):
    old = make_report("1999-old", date_words="1999", date_edtf="1999", title="Report")
    make_record(
        make_block(old, text="A workshop was held."), Workshop, slug="old-one", order=1,
        name="an old one", kind="workshop", state="held",
    )  # fmt: skip
    page = client.get("/").content.decode()
    assert "/workshops/old-one/" not in page
    assert re.search(rf'meeting={report.meeting.slug}">\s*<b>7</b>\s*workshops held\s*</a>', page)
    assert "All of them" not in page
    monkeypatch.setattr(listing, "MAX_RECORDS_SHOWN", 3)
    page = client.get("/").content.decode()
    assert "The first 3 of 18. All of them: " in " ".join(page.split())
    assert f'<a href="/workshops/?meeting={report.meeting.slug}">Workshops: 18</a>' in page


def test_home_says_every_sentence_only_where_every_report_is_recorded_whole(client, empty):
    report, other = make_report(), make_report("2006-other")
    said = "Every sentence of its numbered paragraphs is recorded."
    report.fully_recorded = True
    report.save()
    assert said not in client.get("/").content.decode()
    other.fully_recorded = True
    other.save()
    assert said in client.get("/").content.decode()
    make_report("2007-draft", published=False)
    assert said in client.get("/").content.decode()
