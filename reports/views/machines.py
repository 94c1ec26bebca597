"""What crawlers ask for: every public page, and where not to go."""

from django.shortcuts import render
from django.urls import get_resolver
from django.views.decorators.http import require_safe

from reports.mentions import Names
from reports.models import (
    Actor,
    Block,
    DataVersion,
    ExpertsGroup,
    Meeting,
    Objective,
    Pledge,
    Recommendation,
    Workshop,
)
from reports.models.base import address
from reports.models.text import BlockKind
from reports.structured import at
from reports.views.actors import SECTIONS

RECORDS = (Workshop, Recommendation, Pledge, Objective, ExpertsGroup)


@require_safe
def robots(request):
    """All but the desk and the search, whose pages have no end."""
    return render(request, "robots.txt", {"site": at("")}, content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request):
    """Every published page, as https://www.sitemaps.org/protocol.html has it.

    When a page last changed is known of the lists only, which span all the data: with the data
    version. Of the other pages no day is given.
    """
    version = DataVersion.objects.current()
    day = version and version.date
    pages = [(path, day) for path in whole()]
    pages += [(path, None) for path in (*reports(), *records(), *actors())]
    context = {"pages": [(at(path), day) for path, day in pages]}
    return render(request, "sitemap.xml", context, content_type="application/xml")


def whole():
    """The pages that there is one of: home, the lists, and the rest of urls.py without a variable."""
    routes = [str(each.pattern) for each in get_resolver("reports.urls").url_patterns]
    pages = [route for route in routes if "<" not in route and (not route or route.endswith("/"))]
    return [f"/{route}" for route in pages]


def reports():
    """The pages of each meeting, of its report, and of each paragraph alone."""
    for meeting in Meeting.objects.published():
        yield meeting.get_absolute_url()
        if meeting.report_title:
            path = meeting.get_report_url()
            yield from (path, f"{path}plain/", f"{meeting.get_absolute_url()}coverage/")
    blocks = Block.objects.published().exclude(meeting__report_title="")
    needs = ("number", "key", "meeting__slug")  # and not the texts, of which there may be thousands
    for block in blocks.filter(kind=BlockKind.PARAGRAPH).select_related("meeting").only(*needs):
        yield block.get_passage_url()


def records():
    """The page of each record that has one."""
    for model in RECORDS:
        name = f"{model._meta.model_name}-detail"
        for slug in model.objects.published().values_list("slug", flat=True):
            yield address(name, slug)


def actors():
    """The page of each actor that a published report says something of, or names."""
    known = set()
    for *_, model, who, _ in SECTIONS:
        for path, _ in who.children:
            known |= set(model.objects.published().order_by().values_list(path, flat=True))
    everyone = Actor.objects.prefetch_related("other_names")
    names = Names(everyone)
    for text in Block.objects.published().order_by().values_list("text", flat=True):
        known |= names.actors(text)
    return [actor.get_absolute_url() for actor in everyone if actor.pk in known]
