"""The page of one actor: everything that the reports say of it."""

from django.db.models import Q
from django.http import Http404
from django.views.generic import DetailView

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


class ActorDetail(DetailView):
    """Any actor that the reports name; one that attended no meeting says so."""

    queryset = Actor.objects.select_related("part_of").prefetch_related("other_names", "parts")
    template_name = "reports/actor_detail.html"

    def get_context_data(self, **kwargs):
        named = mentions(self.object)
        sections = [
            (heading, anchor, model._meta.model_name, records(model, who, self.object), none)
            for heading, anchor, model, who, none in SECTIONS
        ]
        stated = [section for section in sections if section[3]]
        if not stated and not named:
            raise Http404(f"No published report names {self.object}.")
        return super().get_context_data(**kwargs) | {
            "sections": stated,
            "unstated": [none for *_, found, none in sections if not found],
            "mentions": named,
        }


def records(model, who, actor):
    """The published records of `model` in which `actor` has the part that `who` names."""
    mine = Q(*((name, actor) for name, _ in who.children), _connector=who.connector)
    found = model.objects.published()
    found = found.for_listing() if model is Presentation else found.with_words()
    return list(found.filter(mine).distinct())


def mentions(actor):
    """The blocks that name `actor`, each with the words around its names, in order."""
    names = Names(Actor.objects.prefetch_related("other_names"))
    blocks = Block.objects.published().select_related("meeting").order_by("meeting", "order")
    found = []
    for block in blocks:
        spans = [span[:2] for span in names.find(block.text) if actor.pk in span[2]]
        if spans:
            found.append((block, excerpts(block.text, spans)))
    return found
