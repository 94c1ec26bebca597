"""Make up reports in shapes like those of real ones, for twenty years of meetings.

They keep every rule that real data is held to (`reports.integrity.verify`), since the shapes decide
the cost: hosts and states are uneven, some workshops have two hosts or none, some dates are not stated.
"""

from calendar import month_name
from dataclasses import dataclass, field
from io import StringIO
from random import Random

from django.core.management import call_command, get_commands

from reports.integrity.checks import deferred_checks
from reports.models import (
    Actor,
    Block,
    Evidence,
    ExpertsGroup,
    Meeting,
    Objective,
    ObjectiveLink,
    Report,
    Workshop,
    WorkshopRole,
)
from reports.models.workshops import Reach, Role, State
from reports.text.edtf import Edtf

REPORTS = 20
FIRST_YEAR = 2005
A_PARAGRAPH = 4  # workshops at most
COMMON = ("thailand", "malaysia", "indonesia", "australia", "fiji", "republic-of-korea")
SUBJECTS = (
    "document fraud",
    "identity management",
    "law enforcement targeting",
    "the protection of refugees",
    "public awareness",
    "the return of migrants",
    "national legislation",
    "border management",
    "the sharing of information",
    "the victims of trafficking",
    "visa systems",
    "the training of officers",
)
AUDIENCES = ("", "", "", "officials", "investigators", "the diplomatic corps")
# Each with its weight, in hundredths.
STATES = {
    State.HELD: 75,
    State.ANNOUNCED: 8,
    State.PLANNED: 10,
    State.OFFERED: 5,
    State.INTENDED: 2,
}
SAID = {State.ANNOUNCED: "would be held"}  # where a report does not say “was” and the state
REACHES = {"": 55, Reach.REGIONAL: 30, Reach.NATIONAL: 15}
GROUPS = {None: 40, 0: 30, 1: 30}
PRECISIONS = {"day": 15, "month": 45, "half": 10, "year": 15, "": 15}
LINKS_EACH = {0: 40, 1: 45, 2: 15}
# Who is named beside a workshop, by its state, in the words of the report.
PARTS = {
    State.HELD: {Role.HOST: 70, Role.ORGANISER: 8, Role.HELD_BY: 12, None: 10},
    State.ANNOUNCED: {Role.HOST: 40, Role.WOULD_HOLD: 60},
    State.PLANNED: {Role.HOST: 30, Role.PLANNED_BY: 60, None: 10},
    State.OFFERED: {Role.OFFERED_BY: 100},
    State.INTENDED: {None: 100},
}
WORDS = {
    Role.HOST: "hosted by",
    Role.ORGANISER: "organised by",
    Role.DEVELOPER: "developed by",
    Role.HELD_BY: "held by",
    Role.WOULD_HOLD: "to be held by",
    Role.PLANNED_BY: "planned by",
    Role.OFFERED_BY: "offered by",
}


def fill(workshops, reports=REPORTS, first=FIRST_YEAR):
    """Add that many made-up `workshops` to the loaded fixtures, all of the portal in step with them."""
    Maker().make(workshops, reports, first)
    if "reindex" in get_commands():  # the index of search, which the receivers keep otherwise
        call_command("reindex", stdout=StringIO())


def choose(chance, weights):
    """One key of `weights`, a dictionary, drawn by `chance`, a Random."""
    return chance.choices(list(weights), list(weights.values()))[0]


@dataclass
class Rows:
    """The rows of one report, in the order that they are stored in."""

    blocks: list = field(default_factory=list)
    workshops: list = field(default_factory=list)
    roles: list = field(default_factory=list)
    objective_links: list = field(default_factory=list)
    evidence: list = field(default_factory=list)

    def store(self):
        """Write them past the receivers, which would take minutes; `verify` says if they are sound."""
        for rows in (self.blocks, self.workshops, self.roles, self.objective_links, self.evidence):
            type(rows[0])._base_manager.bulk_create(rows, batch_size=500)


class Maker:
    """Makes reports; the same `seed` makes the same ones. Needs the fixtures loaded."""

    def __init__(self, seed=2004):
        self.chance = Random(seed)
        actors = list(Actor.objects.filter(kind__in=("country", "organisation")).order_by("slug"))
        actors.sort(key=lambda a: COMMON.index(a.slug) if a.slug in COMMON else len(COMMON))
        # As of cities and words: the second is half as frequent as the first, the third a third.
        self.actors = {actor: 1 / place for place, actor in enumerate(actors, 1)}
        self.groups = list(ExpertsGroup.objects.order_by("slug"))
        self.objectives = list(Objective.objects.order_by("order"))

    def make(self, workshops, reports=REPORTS, first=FIRST_YEAR):
        """Store this many `workshops` in as many published `reports`, one a year from the `first`."""
        for n in range(reports):
            share = workshops * (n + 1) // reports - workshops * n // reports
            with deferred_checks():
                self.report(first + n, share)

    def report(self, year, workshops):
        """Store the report of one year with its `workshops`."""
        meeting = Meeting.objects.create(
            slug=f"{year}-senior-officials",
            kind="senior-officials",
            name="Senior Officials Meeting",
            date_words=str(year),
            date_edtf=str(year),
        )
        report = Report.objects.create(meeting=meeting, title=f"Report of {year}", published=True)
        title = Block.objects.create(
            report=report, order=1, key="title-1", kind="title", text=f"Senior Officials Meeting, {year}"
        )
        Evidence.objects.create(block=title, anchor="meeting", quote=title.text, meeting=meeting)
        part = Block.objects.create(report=report, order=2, key="part-i", kind="part", text="Part I")
        rows, made = Rows(), 0
        while made < workshops:
            share = min(workshops - made, self.chance.randint(1, A_PARAGRAPH))
            self.paragraph(rows, report, part, range(made + 1, made + share + 1))
            made += share
        rows.store()

    def paragraph(self, rows, report, part, places):
        """Add to `rows` a numbered paragraph about the workshops of these `places` in the report."""
        number = len(rows.blocks) + 1
        block = Block(
            report=report,
            order=number + 2,
            key=f"p{number}",
            kind="paragraph",
            number=str(number),
            part=part,
            text="Senior officials noted the following.",
        )
        rows.blocks.append(block)
        for place in places:
            self.workshop(rows, block, place)

    def workshop(self, rows, block, place):
        """Add to `rows` a workshop of that `place` in the report, and a sentence of it to `block`."""
        chance, meeting = self.chance, block.report.meeting
        subject, reach = chance.choice(SUBJECTS), choose(chance, REACHES)
        group = choose(chance, GROUPS)
        group = None if group is None else self.groups[group]
        words, edtf = self.date(int(meeting.date_edtf))
        stated = Edtf.parse(edtf) if edtf else None
        name = " ".join(filter(None, [reach, "workshop", f"number {place}", f"on {subject}"]))
        workshop = Workshop(
            report=block.report,
            slug=f"{meeting.slug}-{place}",
            order=place,
            name=name,
            subject=subject,
            audience=chance.choice(AUDIENCES),
            kind="workshop",
            state=choose(chance, STATES),
            number=1,
            reach=reach,
            group=group,
            date_words=words,
            date_edtf=edtf,
            earliest=stated and stated.earliest,
            latest=stated and stated.latest,
        )
        rows.workshops.append(workshop)
        for objective in chance.sample(self.objectives, choose(chance, LINKS_EACH)):
            rows.objective_links.append(ObjectiveLink(objective=objective, workshop=workshop))
        self.sentence(rows, block, workshop, self.parts(workshop))

    def parts(self, workshop):
        """Choose who has which part in `workshop`: a dictionary of lists of actors by part."""
        main, found = choose(self.chance, PARTS[workshop.state]), {}
        if main:
            found[main] = self.some(2 if self.chance.random() < 0.1 else 1)
        if workshop.state == State.HELD and self.chance.random() < 0.06:
            found[Role.DEVELOPER] = self.some(1)
        return found

    def some(self, number):
        """That `number` of different actors, the frequent ones more often."""
        found = []
        while len(found) < number:
            actor = choose(self.chance, self.actors)
            if actor not in found:
                found.append(actor)
        return found

    def date(self, latest):
        """A date of some precision, in the year before the report of the year `latest`, or that year."""
        year, month = self.chance.choice((latest, latest - 1)), self.chance.randint(1, 12)
        day, half = self.chance.randint(1, 28), self.chance.choice((0, 1))
        return {
            "day": (f"{day} {month_name[month]} {year}", f"{year}-{month:02}-{day:02}"),
            "month": (f"{month_name[month]} {year}", f"{year}-{month:02}"),
            "half": (f"the {('first', 'second')[half]} half of {year}", f"{year}-{40 + half}"),
            "year": (str(year), str(year)),
            "": ("", ""),
        }[choose(self.chance, PRECISIONS)]

    def sentence(self, rows, block, workshop, parts):
        """Add to `block` a sentence that states `workshop` and its `parts`, and the evidence."""
        text = f"The {workshop.name}"
        if workshop.group:
            text += f" of {workshop.group.name}"
        if workshop.audience:
            text += f" for {workshop.audience}"
        text += f" {SAID.get(workshop.state, f'was {workshop.state}')}"
        if workshop.date_words:
            text += f" {'on' if workshop.date_edtf.count('-') == 2 else 'in'} {workshop.date_words}"
        for role, actors in parts.items():
            said = f"{WORDS[role]} {' and '.join(actor.name for actor in actors)}"
            for order, actor in enumerate(actors, 1):
                part = WorkshopRole(
                    workshop=workshop, actor=actor, role=role, name_written=actor.name, order=order
                )
                rows.roles.append(part)
                anchor = f"{workshop.order}-{role}-{order}"
                # The sentence so far as its prefix: it names the workshop's place, so stands once.
                words = {"prefix": f"{text}, ", "quote": said, "workshop_role": part}
                rows.evidence.append(Evidence(block=block, anchor=anchor, **words))
            text += f", {said}"
        block.text += f" {text}."
        rows.evidence.append(
            Evidence(block=block, anchor=str(workshop.order), quote=text, workshop=workshop)
        )
