"""Download a list as a file, and read its rows as an independent reader does."""

import csv
import io
import re

import openpyxl

LISTS = [
    "/meetings/",
    "/participants/?role=observer",
    "/workshops/",
    "/workshops/?host=thailand&host=malaysia&state=held",
    "/workshops/?host=nauru",
    "/recommendations/?standing=continue&sort=-name",
    "/pledges/",
    "/objectives/",
    "/outcomes/?workshop=not-stated",
    "/experts-groups/",
    "/presentations/?group=aheg-i&sort=presenters",
    "/who-did-what/?beyond=yes",
]


def form(address, suffix):
    """The address of a list's file."""
    path, question, query = address.partition("?")
    return f"{path.rstrip('/')}.{suffix}{question}{query}"


def download(client, address):
    """The bytes of a file, and the response they came in."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert int(answer["Content-Length"]) == len(body)
    return body, answer


def rows_of_csv(body):
    """The rows of a CSV, read as an independent reader would."""
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def rows_of_xlsx(body):
    """The rows of the first sheet of a workbook, as dictionaries by the names that its About gives."""
    book = openpyxl.load_workbook(io.BytesIO(body))
    about = book["About"].iter_rows(values_only=True)
    said = {label: re.search(r"In CSV and JSON: (\w+)\.$", str(meaning)) for label, meaning in about}
    head, *lines = book.worksheets[0].iter_rows(values_only=True)
    names = [said[label][1] for label in head]
    assert len(names) == len(set(names))
    return [dict(zip(names, line, strict=True)) for line in lines]
