"""The page of one actor: everything that the reports say of it."""

from functools import reduce
from operator import or_

from django.db.models import Count, F, Q, Value
from django.http import Http404
from django.shortcuts import redirect
from django.views.generic import DetailView

from reports.listing import MOST, Records
from reports.mentions import Names, excerpts
from reports.models import (
    Actor,
    Block,
    ExpertsGroup,
    MeetingRole,
    Participant,
    Pledge,
    Presentation,
    Recommendation,
    WorkshopRole,
)
from reports.models.workshops import WorkshopPart

# What a report may say of an actor: heading, fragment, records, and how it is said that there are none.
SECTIONS = (
    ("Attended", "participant", Participant, Q(actor=1), "attending a meeting"),
    (
        "Part in a meeting",
        "meetingrole",
        MeetingRole,
        Q(actor=1),
        "a part in leading or mandating a meeting",
    ),
    ("Coordinated", "expertsgroup", ExpertsGroup, Q(coordinator=1), "coordinating an experts group"),
    (
        "Workshops",
        "workshoprole",
        WorkshopRole,
        Q(actor=1),
        "a part in a workshop, as its host or otherwise",
    ),
    (
        "Presented",
        "presentation",
        Presentation,
        Q(presenters=1) | Q(on_behalf_of=1),
        "presenting to a meeting",
    ),
    ("Pledged or contributed", "pledge", Pledge, Q(giver=1), "pledging or contributing"),
    (
        "Was addressed",
        "addressed",
        Recommendation,
        Q(addressees=1),
        "being addressed by a recommendation",
    ),
    ("Recommended", "recommended", Recommendation, Q(speaker=1), "making a recommendation"),
)


# Where the list of all records of a section is, by what they are counted by.
LISTS = {
    "participant": "/participants/?actor={}",
    "expertsgroup": "/experts-groups/?coordinator={}",
    "pledge": "/pledges/?giver={}",
    "addressed": "/recommendations/?addressee={}",
    "recommended": "/recommendations/?speaker={}",
} | {part.value: f"/workshops/?{part.facet}={{}}" for part in WorkshopPart}


class ActorDetail(DetailView):
    """Any actor that the reports name; one that attended no meeting says so."""

    queryset = Actor.objects.select_related("part_of").prefetch_related("other_names", "parts")
    template_name = "reports/actor_detail.html"

    def get(self, request, *args, **kwargs):
        """The page; another name of one actor that has a page, of then or today, leads there."""
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            meant = Actor.objects.by_any_name({kwargs["slug"]}).get(kwargs["slug"], ())
            meant = [actor for actor in meant if counted(actor) or mentions(actor)[1]]
            if len(meant) != 1:
                raise
            return redirect(meant[0])

    def get_context_data(self, **kwargs):
        named, count = mentions(self.object)
        counts = counted(self.object)
        stated = [
            (
                heading,
                anchor,
                model._meta.model_name,
                records(anchor, model, who, self.object, counts),
                no,
            )
            for heading, anchor, model, who, no in SECTIONS
            if anchor in counts
        ]
        if not stated and not named:
            raise Http404(f"No published report names {self.object}.")
        return super().get_context_data(**kwargs) | {
            "sections": stated,
            "unstated": [none for _, anchor, *_, none in SECTIONS if anchor not in counts],
            "mentions": named,
            "mentioned": count,
        }


def part_of(model, who, actor):
    """The published records of `model` in which `actor` has the part that `who` names, each once."""
    mine = Q(*((name, actor) for name, _ in who.children), _connector=who.connector)
    found = model.objects.published().filter(mine)
    return model.objects.filter(pk__in=found.order_by().values("pk")) if len(who) > 1 else found


def counted(actor):
    """How many records each section has for `actor`: dictionaries by anchor and by what its list is
    called, without those that have none. One query."""
    each = []
    for _, anchor, model, who, _ in SECTIONS:
        called = F("role") if model is WorkshopRole else Value(anchor)
        rows = part_of(model, who, actor).order_by().annotate(section=Value(anchor), called=called)
        each.append(rows.values_list("section", "called").annotate(n=Count("pk")))
    found = {}
    for anchor, called, number in each[0].union(*each[1:], all=True):
        if number:
            found.setdefault(anchor, {})[called] = number
    return found


def records(anchor, model, who, actor, counts):
    """The `Records` of one section, by its anchor, with the `counts` of all."""
    found = part_of(model, who, actor)
    listed = [
        (WorkshopPart(name).label if name in WorkshopPart else "", number, address.format(actor.slug))
        for name, number in counts[anchor].items()
        for address in [LISTS.get(name, "")]
    ]
    return Records(found.for_listing() if model is Presentation else found.with_words(), listed)


def mentions(actor):
    """The first MOST blocks that name `actor`, each with the words around its names, in order; and
    how many do. The texts that hold one of its names are few; which name it is there, `Names` says."""
    names = Names(Actor.objects.prefetch_related("other_names"))
    holds = reduce(or_, (Q(text__contains=name) for name in names.of(actor.pk)))
    blocks = Block.objects.published().filter(holds).order_by("meeting", "order")
    spans = {}
    for pk, text in blocks.values_list("pk", "text"):
        if mine := [span[:2] for span in names.find(text) if actor.pk in span[2]]:
            spans[pk] = mine
    shown = Block.objects.select_related("meeting").in_bulk(list(spans)[:MOST])
    named = [(shown[pk], excerpts(shown[pk].text, spans[pk])) for pk in list(spans)[:MOST]]
    return named, len(spans)
