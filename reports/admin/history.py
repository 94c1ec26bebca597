"""Pages of the versions of a row: its history, one version, two compared, restored; what was deleted.

The versions are the one history, since they say what changed, on whichever page it was changed, and
outlive an account. Django's log of actions is what the desk's first page lists; a history shows it
only of the time before versions were kept.
"""

from collections.abc import Callable, Iterable
from itertools import zip_longest
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import BigIntegerField, Exists, Max, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from reversion.models import Version

from reports.admin import restoring
from reports.admin.differences import Difference
from reports.admin.reasons import TAKEN
from reports.admin.recording import FOUND, NOTHING, versions_of_model
from reports.admin.states import Names, differences, misfits, rows_of
from reports.snapshot import snapshot

ON_A_PAGE = 20  # versions of a history
DELETED_ON_A_PAGE = 50


class Entry(NamedTuple):
    """A version in a history: what was done, and what differs from the version before.

    `source` is the earlier version that it holds the same as, of one that was restored.
    """

    version: Version
    action: str
    differences: list[Difference]
    source: Version | None = None

    @property
    def who(self) -> str:
        """The account that made it, by name."""
        revision = self.version.revision
        if revision.comment == FOUND:
            return ""
        if revision.user:
            return revision.user.get_username()
        taken = revision.comment.startswith(TAKEN)
        return "manage.py load_report" if taken else "an account that was deleted"

    @property
    def is_state(self) -> bool:
        """True if it holds rows, and so can be seen and restored."""
        return self.version.serialized_data != NOTHING


class HistoryPages(admin.ModelAdmin):
    """Mixin of the pages of a model that has versions, for a SavingAdmin."""

    page: Callable[..., str]  # of SavingAdmin

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, those of versions before the one that takes any key."""
        of_row = "<int:object_id>/history/"
        return [
            self.url("deleted/", self.deleted_view, "deleted"),
            self.url(f"{of_row}compare/", self.compare_view, "compare"),
            self.url(f"{of_row}<int:number>/", self.version_view, "version"),
            self.url(f"{of_row}<int:number>/restore/", self.restore_view, "restore"),
            *super().get_urls(),
        ]

    def url(self, at: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        """Return the pattern of a page of this model, for those who may enter the desk."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
        return path(at, self.admin_site.admin_view(view), name=name)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Return who changed it when, why, and from what to what; of a deleted row too."""
        row = self.get_object(request, unquote(object_id))
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        versions = self.versions(row.pk if row else unquote(object_id))
        if row is None and not versions.exists():
            raise Http404("There is no such row, and none was deleted on the desk.")
        page = paginate(request, versions, ON_A_PAGE)
        older = LogEntry.objects.none()
        if row and not page.has_next():
            older = self.logged_before(row, versions)
        context = {
            "title": f"History of {row or versions[0].object_repr}",
            "object": row,
            "key": row.pk if row else unquote(object_id),
            "page": page,
            "entries": entries_of(page, versions),
            "older": older,
            "namesakes": self.namesakes(row) if row else [],
        }
        return self.page_of_versions(request, "history", context | (extra_context or {}))

    def namesakes(self, row: Model) -> QuerySet[Version]:
        """Return the last version of each deleted row that had the name or the slug of `row`.

        A row that is added anew by hand has a key of its own, and so a history of its own.
        """
        own = self.model._base_manager.filter(pk=Cast(OuterRef("object_id"), BigIntegerField()))
        same = Q(object_repr=str(row))
        if slug := getattr(row, "slug", ""):
            same |= Q(serialized_data__contains=f'"slug": "{slug}"')
        every = versions_of_model(self.model)
        gone = every.filter(same, ~Exists(own)).order_by().values("object_id")
        return every.filter(pk__in=gone.annotate(last=Max("pk")).values("last"))

    def logged_before(self, row: Model, versions: QuerySet[Version]) -> QuerySet[LogEntry]:
        """Return what Django logged of `row` before its first version."""
        first = versions.order_by("pk").first()
        # Django logs a deletion before it is done; no key comes back but by a version.
        logged = LogEntry.objects.filter(
            content_type=get_content_type_for_model(row), object_id=str(row.pk)
        ).exclude(action_flag=DELETION)
        before = logged.filter(action_time__lt=first.revision.date_created) if first else logged
        return before.select_related("user").order_by("-action_time")

    def version_view(self, request: HttpRequest, object_id: int, number: int) -> HttpResponse:
        """Return the page of one version: all that it holds."""
        version = self.get_version(request, object_id, number)
        rows = rows_of(version)
        context = {
            "title": f"Version of {version.object_repr}",
            "object": self.get_object(request, str(object_id)),
            "key": object_id,
            "entry": Entry(version, "", []),
            "fields": differences([], rows, Names(rows)),
            "misfits": misfits(rows),
        }
        return self.page_of_versions(request, "version", context)

    def compare_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Return the page of two versions side by side, the older first, as chosen in the history."""
        numbers = sorted(
            int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0
            for value in (request.GET.get("old", ""), request.GET.get("new", ""))
        )
        old, new = (self.get_version(request, object_id, number) for number in numbers)
        rows = [rows_of(version) for version in (old, new)]
        context = {
            "title": f"Two versions of {new.object_repr}",
            "object": self.get_object(request, str(object_id)),
            "key": object_id,
            "old": Entry(old, "", []),
            "new": Entry(new, "", []),
            "differences": differences(rows[0], rows[1], Names([*rows[0], *rows[1]])),
            "misfits": list(dict.fromkeys([*misfits(rows[0]), *misfits(rows[1])])),
        }
        return self.page_of_versions(request, "compare", context)

    def restore_view(self, request: HttpRequest, object_id: int, number: int) -> HttpResponse:
        """Return the ordinary form, filled with a version and not saved; of a deleted row the add form.

        It is shown as a save that waits, so that the form says at once what would be refused.
        """
        version = self.get_version(request, object_id, number)
        row = self.get_object(request, str(object_id))
        if not (self.has_change_permission(request, row) if row else self.has_add_permission(request)):
            raise PermissionDenied
        if not rows_of(version):
            self.message_user(
                request, "That version holds nothing: restore the one before.", messages.ERROR
            )
            return HttpResponseRedirect(self.page("history", object_id))
        with snapshot():
            data, notes = restoring.fill(self, request, version, row)
            request.method, request.POST = "POST", data  # type: ignore[assignment] # as if typed
            request.held = True  # type: ignore[attr-defined] # for the form, and asks for the stored values
            context = {
                "title": f"Restore {self.opts.verbose_name}",
                "restored": version,
                "notes": notes,
                "typed_name": "this version",
                "typed_side": "This version",
            }
            key = str(object_id) if row else None
            to = self.page("change", object_id) if row else self.page("add")
            return admin.ModelAdmin.changeform_view(self, request, key, to, context)

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        """Return the list of the rows that were deleted and have a version."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        own = self.model._base_manager.filter(pk=Cast(OuterRef("object_id"), BigIntegerField()))
        every = versions_of_model(self.model)
        gone = every.filter(~Exists(own)).order_by().values("object_id").annotate(last=Max("pk"))
        page = paginate(request, every.filter(pk__in=gone.values("last")), DELETED_ON_A_PAGE)
        held = every.filter(object_id__in=[version.object_id for version in page])
        states = held.exclude(serialized_data=NOTHING).order_by().values("object_id")
        restorable = dict(states.annotate(last=Max("pk")).values_list("object_id", "last"))
        context = {
            "title": f"Deleted {self.opts.verbose_name_plural}",
            "page": page,
            "entries": [(Entry(version, "", []), restorable.get(version.object_id)) for version in page],
        }
        return self.page_of_versions(request, "deleted", context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save; what was deleted and is added anew keeps its key, and so its history."""
        if not change:
            restoring.take_key(self, request, obj)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save and check; a reason that says that it was restored is held to what is stored then."""
        super().save_related(request, form, formsets, change)
        restoring.require_true_reason(self, request, form.instance)

    def versions(self, key: int | str) -> QuerySet[Version]:
        """Return the versions of the row with that key, the newest first."""
        key = str(key)
        known = key.isascii() and key.isdigit() and len(key) < 19
        return versions_of_model(self.model).filter(object_id=key if known else "")

    def get_version(self, request: HttpRequest, key: int, number: int) -> Version:
        """Return a version of the row with that key; raise Http404 where there is none."""
        if not self.has_view_or_change_permission(request, self.get_object(request, str(key))):
            raise PermissionDenied
        version = self.versions(key).filter(pk=number).first()
        if version is None:
            raise Http404("There is no such version of it.")
        return version

    def page_of_versions(
        self, request: HttpRequest, name: str, context: dict[str, Any]
    ) -> TemplateResponse:
        """Return a page drawn by the template `name`, with what every page of the desk has."""
        request.current_app = self.admin_site.name
        common = self.admin_site.each_context(request) | {"opts": self.opts}
        return TemplateResponse(request, f"admin/versions/{name}.html", common | context)


def paginate(request: HttpRequest, versions: QuerySet[Version], size: int) -> Page:
    """Return the page of `versions` that is asked for; the nearest where there is none."""
    return Paginator(versions, size).get_page(request.GET.get("p"))


def entries_of(page: Page, versions: QuerySet[Version]) -> list[Entry]:
    """Return the versions of a page, each with what differs from the one before it."""
    shown: list[Version] = list(page)
    before = versions.filter(pk__lt=shown[-1].pk)[:1] if shown and page.has_next() else []
    rows = {version.pk: rows_of(version) for version in [*shown, *before]}
    names = Names(row for each in rows.values() for row in each)
    following: Iterable[Version | None] = [*shown[1:], *before]
    sources = sources_of(shown, versions)
    return [
        Entry(
            version,
            action_of(version, previous, sources.get(version.pk)),
            differences(rows[previous.pk] if previous else [], rows[version.pk], names)
            if previous and rows[version.pk]
            else [],
            sources.get(version.pk),
        )
        for version, previous in zip_longest(shown, following)
        if version
    ]


def sources_of(shown: list[Version], versions: QuerySet[Version]) -> dict[int, Version]:
    """Return the last earlier version that each of those `shown` holds the same as, by its key."""
    same = versions.filter(pk__lt=OuterRef("pk"), serialized_data=OuterRef("serialized_data"))
    last = same.order_by("-pk").values("pk")[:1]
    held = versions.filter(pk__in=[version.pk for version in shown]).exclude(serialized_data=NOTHING)
    found = dict(held.annotate(source=Subquery(last)).values_list("pk", "source"))
    sources = versions.in_bulk([pk for pk in found.values() if pk])
    return {pk: sources[source] for pk, source in found.items() if source}


def action_of(version: Version, previous: Version | None, source: Version | None) -> str:
    """Return what was done to make `version` of the one before; `source` holds the same as it."""
    if version.serialized_data == NOTHING:
        return "Deleted"
    if version.revision.comment == FOUND:
        return "Changed elsewhere than on the desk" if previous else "As it was at first"
    if previous is None:
        return "Added"
    return "Restored" if source or previous.serialized_data == NOTHING else "Changed"
