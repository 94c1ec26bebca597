"""The portal says who keeps it, and an error in the data is reported to its keeper."""

import html
import io
import json
import re
import zipfile
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest

from reports.models import RECORDS
from tests.addresses import KEEPER, REPORT, SITE
from tests.kinds.telling import telling
from tests.reading import get, main


def test_about_says_whose_site_it_is(client, report, settings):
    text = client.get("/about/").content.decode()
    assert "not the Bali Process’s own site" in text
    assert report.source_sha256 in text
    assert "not stated by whoever runs this copy" in text
    settings.KEEPER_NAME, settings.OFFICIAL = "The Keeper <Ltd>", True
    text = client.get("/about/").content.decode()
    assert "a site of the Bali Process itself" in text
    assert "The Keeper &lt;Ltd&gt;" in text


def test_an_error_in_any_record_or_passage_is_reported_with_address_quote_and_version(report, read_page):
    models = RECORDS.values()
    paths = {
        row.get_absolute_url().partition("#")[0]
        for model in models
        for row in telling(model.objects.all())
    }
    paths |= {block.get_passage_url() for block in telling(report.blocks.all())}
    every = {row.get_absolute_url() for model in models for row in model.objects.all()}
    addresses = paths | {
        each for each in every if each.partition("#")[0] in paths
    }  # lines on a page too
    assert len(addresses) > 90
    told, of_itself = set(), []
    for path in paths:
        assert read_page(path).status_code == 200, path
        on_page = []
        for mail in re.findall(r'href="(mailto:[^"]+)"', main(read_page(path))[0]):
            mail = urlsplit(html.unescape(mail))
            body = parse_qs(mail.query)["body"][0]
            assert mail.path == KEEPER
            assert "\r\nData version: 1\r\n" in body
            wordless = path.startswith("/participants/") or path.endswith(("/coverage/", "/index/"))
            assert "Quote: “" in body or wordless
            on_page.append(re.match(r"Address: https://reports\.example\.org(\S+)\r\n", body)[1])
        assert len(on_page) == len(set(on_page)), path
        told |= set(on_page)
        of_itself += [address for address in on_page if address == path]
    assert told == addresses
    assert sorted(of_itself) == sorted(paths)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        (f"{REPORT}19/", 200),
        (REPORT, 200),
        (f"{REPORT}plain/", 200),
        (f"{REPORT}coverage/", 200),
        ("/workshops/?host=thailand", 200),
        ("/workshops/?host=nowhere", 400),
        ("/index/", 200),
        ("/search/", 200),
        ("/search/?q=website&kind=paragraph", 200),
        ("/data/", 200),
        ("/about/", 200),
        ("/nothing/", 404),
    ],
)
def test_an_error_is_reported_from_every_kind_of_page(reader, address, status):
    mails = re.findall(r'<a href="(mailto:[^"]+)">Report an error</a>', get(reader, address, status)[0])
    bodies = [parse_qs(urlsplit(html.unescape(mail)).query)["body"][0] for mail in mails]
    here = [body for body in bodies if body.startswith(f"Address: {SITE}{address}\r\n")]
    assert len(here) == 1


@pytest.mark.parametrize(
    ("address", "status"), [(f"{REPORT}19/", 200), ("/workshops/?host=nowhere", 400), ("/nothing/", 404)]
)
def test_without_a_keeper_the_link_leads_to_whom_to_tell(client, report, settings, address, status):
    settings.KEEPER_EMAIL = ""
    source, _ = get(client, address, status)
    assert '<a href="/about/#errors">Report an error</a>' in source.rsplit('<p class="tools">', 1)[1]


def test_about_has_the_place_that_says_how_to_report_an_error(client, report):
    assert 'id="errors"' in get(client, "/about/")[0]


@pytest.mark.parametrize(
    ("name", "email", "said"),
    [
        ("", "", "Tell whoever gave you the address of this copy"),
        ("The Keeper", "", "Tell The Keeper, who keeps this copy"),
        ("The Keeper", "keeper@example.org", "begins a mail to the keeper"),
    ],
)
def test_about_says_whom_to_tell_of_an_error(client, report, settings, name, email, said):
    settings.KEEPER_NAME, settings.KEEPER_EMAIL = name, email
    assert said in get(client, "/about/")[1]


def test_the_day_of_a_data_version_is_said_to_be_in_utc(reader):
    assert "in UTC (Coordinated Universal Time)" in get(reader, "/about/")[1]
    assert re.search(r"Data version 1, \d+ \w+ \d{4} \(UTC, ", get(reader, "/data/")[1])
    said = "The date of a data version is in UTC (Coordinated Universal Time)."
    assert reader.get("/workshops.json").json()["data_date_zone"] == said
    book = openpyxl.load_workbook(io.BytesIO(reader.get("/workshops.xlsx").content))
    assert ("data_date_zone", said) in list(book["About"].iter_rows(values_only=True))
    with zipfile.ZipFile(io.BytesIO(reader.get("/data/package.zip").content)) as archive:
        assert said in json.loads(archive.read("datapackage.json"))["description"]
