"""Any small report, written in any way, is borne everywhere or refused in words."""

import json
from contextlib import suppress
from functools import partial
from html.parser import HTMLParser
from io import StringIO

from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.core.serializers.base import DeserializationError
from django.db import transaction
from django.urls import is_valid_path
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from reports.integrity.checks import deferred_checks
from reports.integrity.verify import find_faults
from reports.kinds import KINDS
from reports.models import (
    Actor,
    Block,
    Evidence,
    Meeting,
    Objective,
    Participant,
    Report,
    Workshop,
)
from reports.text.lines import unify_line_ends
from reports.text.sameness import name_key
from reports.text.white_space import find_odd, make_single
from tests.admin.desk import typed, url
from tests.factories import found_right
from tests.integrity.samples import Undo
from tests.sitemap import paths

FORMS = ("bib", "ris", "csl.json", "json", "csv", "xlsx", "txt")
VOID = {"meta", "link", "input", "br", "img", "hr", "line", "rect", "path", "use", "circle"}

# Letters with accents of their own or apart, scripts of either direction and without spaces, marks
# that HTML, CSV and BibTeX have a meaning for, blanks and line ends of every kind.
LETTERS = "aZ9 \u00a0\u2009\n’'\"<&>{}%#$\\/-–.,;=+é\u0301ا中ไกß"
words = st.text(LETTERS, min_size=1, max_size=40).map(lambda text: f"Fiji {text}x")
names = st.text("aé’' -.中ا9&<", min_size=1, max_size=12).map(lambda text: make_single(f"N{text}n"))
RISING = ["", "0", "1", "1bis", "2", "3.2", "12A", "IV"]  # as the numbers of paragraphs do
numbers = st.sampled_from(RISING)
keys = st.sampled_from(["search", "main", "annex", "a-b", "note-1", "z9"])
dates = st.sampled_from(["", "2004", "1900-02", "2100-12-31", "2005-12-30/2006-01-02", "2004-41"])
slips = st.sampled_from(["plain", "x y/é", "-"])


def claims_of(drawn, kind, text, quote):
    """All that a row of `kind` claims, read and found right: the text, which is any, need not say it."""
    name, actor, date = (
        f"Name: {drawn['name']}",
        drawn["actor"],
        drawn["date"] and "Date as stated: then",
    )
    claims = {
        "meeting": [name, f"City: {drawn['city']}", date, "Kind: Ministerial conference"],
        "workshop": [name, date, "Kind: Workshop", "State: Held"],
        "participant": [f"Actor: {actor}", f"Name as written: {actor}", "Role: Observer"],
        "objective": [name],
    }
    lines = [" ".join(line.split()) for line in (*claims[kind], f"Quote: {quote}")]
    words = Block(text=unify_line_ends(text))
    return "\n".join(found_right(line, words, quote) for line in lines if line and line != "City:")


@st.composite
def reports(draw, size, slips=None):
    """One small report: its meeting's and its own fields, the pieces of its text, an actor's name.

    It has so many pieces; one of the `slips`, if any are given, is the key of the first.
    """
    pieces = draw(st.lists(st.tuples(numbers, keys, words), min_size=size, max_size=size, unique_by=(
        lambda piece: piece[0] or piece[1],
    )))  # fmt: skip
    return {
        "name": draw(names),
        "city": draw(st.sampled_from(["", "Côte d’Ivoire", "北京"])),
        "date": draw(dates),
        "title": draw(names),
        "slug": draw(st.sampled_from(["report", "statement", "annex-1"])),
        "actor": draw(names),
        "pieces": sorted(pieces, key=lambda piece: RISING.index(piece[0])),
        "slip": "" if slips is None else draw(slips),
    }


def named_apart(drawn):
    """Return True if no actor of these reports goes by the name of another, which is refused."""
    return len({name_key(each["actor"]) for each in drawn}) == len(drawn)


portals = st.tuples(reports(1), reports(3), reports(2, slips)).filter(named_apart)


def rows_of(drawn, place):
    """The rows of a drawn report as a fixture has them, each after what it points to.

    Their keys have its `place` among the reports of the portal.
    """
    meeting, actor = [f"2010-any-{place}"], [f"any-actor-{place}"]
    report = [*meeting, drawn["slug"]]
    dated = {"date_words": drawn["date"] and "then", "date_edtf": drawn["date"]}
    rows = [
        ("meeting", {"slug": meeting[0], "kind": "ministerial", "name": drawn["name"]}
         | {"city": drawn["city"], **dated}),
        ("report", {"meeting": meeting, "slug": drawn["slug"], "title": drawn["title"]}),
        ("actor", {"slug": actor[0], "name": drawn["actor"], "kind": "organisation"}),
    ]  # fmt: skip
    for order, (number, key, text) in enumerate(drawn["pieces"], 1):
        key = f"p{number.lower().replace('.', '-')}" if number else key
        if order == 1 and drawn["slip"]:
            key = drawn["slip"]
        rows.append(("block", {
            "report": report, "order": order, "key": key, "kind": "paragraph", "number": number,
            "text": text, "white_space_printed": any(find_odd(text)),
        }))  # fmt: skip
        block = [*report, key]
        slug = f"any-{place}-{order}"
        shared = {"report": report, "slug": slug, "order": order, "name": drawn["name"]}
        if order == 1:
            rows += [
                ("workshop", shared | {"kind": "workshop", "state": "held", **dated}),
                ("participant", {
                    "report": report, "meeting": meeting, "actor": actor, "role": "observer",
                    "name_written": drawn["actor"], "order": 1,
                }),
            ]  # fmt: skip
            owners = [
                {"meeting": meeting},
                {"workshop": [slug]},
                {"participant": [*meeting, *actor]},
            ]
        else:
            rows.append(("objective", shared))
            owners = [{"objective": [slug]}]
        for number, owner in enumerate(owners):
            quote = "Fiji" if number else text.strip()
            fields = {"block": block, "anchor": f"a-{number}", "quote": quote, **owner}
            fields["confirmed"] = claims_of(drawn, *owner, text, quote)
            rows.append(("evidence", fields))
    return rows


MODELS = {
    model._meta.model_name: model
    for model in (Meeting, Report, Actor, Block, Workshop, Participant, Objective, Evidence)
}


def by_shell(rows):
    """Save the rows one by one, as a script does, and publish the report."""
    with deferred_checks():
        for name, fields in rows:
            MODELS[name](**{key: pointed(name, key, value) for key, value in fields.items()}).save()
    publish()


def pointed(name, key, value):
    """The row that a natural key means; any other value as it is."""
    field = MODELS[name]._meta.get_field(key)
    return field.remote_field.model.objects.get_by_natural_key(*value) if field.is_relation else value


def publish():
    """Publish the report that was written last, as its page does."""
    report = Report.objects.latest("pk")
    report.published = True
    report.save()


def by_loaddata(rows, path):
    """Load the rows as a fixture, published at once."""
    told = [
        {
            "model": f"reports.{name}",
            "fields": fields | ({"published": True} if name == "report" else {}),
        }
        for name, fields in rows
    ]
    path.write_text(json.dumps(told), encoding="utf-8")
    call_command("loaddata", str(path), verbosity=0)


def by_admin(rows, client, forms):
    """Fill in a form for each row, as an editor does, and tick that the report is published.

    A form that is empty yet is asked for once; `forms` keeps it.
    """
    with_evidence = {"workshop", "participant", "objective"}
    for name, fields in rows:
        page = url(MODELS[name], "add")
        if page not in forms:
            forms[page] = typed(client.get(page))
        data = dict(forms[page])
        for key, value in fields.items():
            row = pointed(name, key, value)
            data[key] = row.pk if hasattr(row, "pk") else str(row).replace("\n", "\r\n")
        for key in [key for key in data if key.startswith("evidence-") and name in with_evidence]:
            data[key] = data[key] if key.endswith("_FORMS") else ""
        answer = client.post(page, data)
        assert answer.status_code in (200, 302)
        if answer.status_code == 200:
            raise ValidationError(said(answer))
    page = url(Report, "change", Report.objects.latest("pk").pk)
    answer = client.post(page, typed(client.get(page)) | {"published": "on"})
    if answer.status_code == 200:
        raise ValidationError(said(answer))


def said(answer):
    """The sentences of a page that refuses: there must be some."""
    form = answer.context["adminform"].form
    sentences = [each for errors in form.errors.values() for each in errors]
    assert sentences
    return sentences


class Checker(HTMLParser):
    """Reads a page, and keeps what is not closed as it was opened, and each id that is there twice."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.faults = [], set(), []

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == "id" and value in self.ids:
                self.faults.append(f"id {value}")
            if name == "id":
                self.ids.add(value)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.faults.append(f"</{tag}>")


def files_of(page):
    """The addresses of the files and citations of a `page`."""
    forms = ["json"] if page.endswith("/coverage/") else FORMS
    addresses = [f"{page.rstrip('/')}.{form}" for form in forms]
    return [address for address in addresses if is_valid_path(address)]


def ask_everywhere(client, done):
    """Ask for every page of the site map, and the files and citations of each.

    A list of nothing, whose files are not asked for, and a page of no data are asked for only once:
    `done` has those that were.
    """
    lists = {kind.path for kind in KINDS if not kind.model.objects.exists()}
    without = {f"/{name}/" for name in (*lists, "search", "quote", "about")}
    pages = paths(client, "https://reports.example.org")
    assert len(pages) > 12
    for page in pages:
        if page in done:
            continue
        answer = client.get(page)
        assert answer.status_code == 200, page
        checker = Checker()
        checker.feed(answer.content.decode())
        assert (checker.faults, checker.open) == ([], []), page
        if page in without:
            done.add(page)
        elif not page.endswith(("/plain/", "/data/")):
            for address in files_of(page):
                assert client.get(address).status_code == 200, address
    assert client.get("/data/package.zip").status_code == 200
    for name in Meeting.objects.values_list("name", flat=True):
        assert client.get("/search/", {"q": name}).status_code == 200


def stored():
    """All the data that there is, by natural keys, whoever wrote it and in however many steps."""
    dump = StringIO()
    call_command(
        "dumpdata", "reports", natural_foreign=True, natural_primary=True, stdout=dump,
        exclude=["reports.revision", "reports.dataversion"],
    )  # fmt: skip
    return dump.getvalue()


def test_any_small_report_is_borne_everywhere_or_refused(empty, admin_user, client, site, tmp_path):
    client.force_login(admin_user)
    writers = (
        by_shell,
        partial(by_loaddata, path=tmp_path / "rows.json"),
        partial(by_admin, client=client, forms={}),
    )
    outcomes = [[] for _ in writers]
    check_everywhere = partial(ask_everywhere, done=set())

    # One, and not made smaller: it is a whole portal, asked for every page.
    @settings(max_examples=1, phases=[Phase.generate])
    @given(portals)
    def try_one(drawn):
        asked = []  # what was checked: pages and what `verify` says follow from the data
        for writer, mine in zip(writers, outcomes, strict=True):
            with suppress(Undo), transaction.atomic():
                for place, each in enumerate(drawn):
                    mine.append("borne")
                    try:
                        with transaction.atomic():
                            writer(rows_of(each, place))
                    except (ValidationError, DeserializationError, CommandError) as refused:
                        assert str(refused)
                        mine[-1] = "refused"
                if (data := stored()) not in asked:
                    asked.append(data)
                    # An actor need not be named by these texts, which verify says.
                    assert [fault for fault in find_faults() if "no report names it" not in fault] == []
                    check_everywhere(client)
                raise Undo

    try_one()
    for mine in outcomes:
        assert mine.count("borne") >= 2, outcomes
