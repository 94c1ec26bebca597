"""The site of the editors' desk: Django's admin, with a door of its own."""

import re
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from baliportal.door import entrance, second_factor

CROOKED = re.compile(r"//|/\.|[\\\s]")  # in a path: what leads elsewhere than it seems to


class NewPasswordView(PasswordChangeView):
    """Page of one's own new password."""

    form_class = entrance.NewPasswordForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Return what the form is made with."""
        return super().get_form_kwargs() | {"request": self.request}

    def form_invalid(self, form: Any) -> HttpResponse:
        """Return the page with what is wrong."""
        return in_pause(super().form_invalid(form), form)


class Desk(AdminSite):
    """The editors' desk."""

    site_header = "Bali Process reports: the editors’ desk"
    site_title = "The editors’ desk"
    index_title = "What the portal keeps"
    login_form = entrance.PasswordForm

    def has_permission(self, request: HttpRequest) -> bool:
        """Return True for an editor who has come through all steps of the log-in."""
        return super().has_permission(request) and entrance.next_step(request) is None

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Return the addresses, with the page of one's own second factor."""
        own = self.admin_view(self.second_factor)
        return [path("second-factor/", own, name="second_factor"), *super().get_urls()]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Return the page of the step of the log-in that is next, or the way on to the desk."""
        to = address_within(request)
        step = entrance.next_step(request)
        form = entrance.form_sent(request) if request.method == "POST" else None
        codes: list[str] = []
        if form and form.is_valid():
            codes = entrance.enter(request, form)
            step, form = entrance.next_step(request), None
        elif entrance.is_set_up_meanwhile(request, form):
            return code_page(request, next_page=to)
        if not (step or form or codes):
            return HttpResponseRedirect(to)
        return log_in_page(request, form or entrance.form_at_hand(request), next_page=to, codes=codes)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Log out, and have the browser forget all that it kept of the desk."""
        answer = super().logout(request, extra_context)
        answer["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return answer

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Set one's own password, as Django's page does; wrong old ones are counted."""
        request.current_app = self.name
        context = {**self.each_context(request), **(extra_context or {})}
        done = reverse("admin:password_change_done", current_app=self.name)
        return NewPasswordView.as_view(success_url=done, extra_context=context)(request)

    def second_factor(self, request: HttpRequest) -> HttpResponse:
        """Set up one's own second factor, or make new recovery codes; both replace what was before."""
        user: Any = request.user
        codes: list[str] = []
        posted = request.method == "POST"
        form: Any = entrance.SetUpForm(
            request, request.POST if posted and "code" in request.POST else None
        )
        if posted and "recovery" in request.POST and second_factor.has_app(user):
            codes = second_factor.new_recovery_codes(user)
        elif form.is_valid():
            codes = form.enter(request)
        elif entrance.is_set_up_meanwhile(request, form):
            return code_page(request, next_page=request.path)
        context = {
            **self.each_context(request),
            "title": "Second factor",
            "form": form,
            "codes": codes,
            "has_app": second_factor.has_app(user),
            "codes_left": second_factor.codes_left(user),
            "required": settings.SECOND_FACTOR,
        }
        return TemplateResponse(request, "admin/second_factor.html", context)


def address_within(request: HttpRequest) -> str:
    """Return the address of the desk to go on to: as `next` says, else the first page.

    No address elsewhere, nor of the log-in or log-out itself.
    """
    asked = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, "")
    first = reverse("admin:index")
    passed = (reverse("admin:login"), reverse("admin:logout"))
    own = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    plain = not CROOKED.search(asked.partition("?")[0]) and asked.isprintable()
    inside = asked.startswith(first) and not asked.startswith(passed)
    return asked if own and plain and inside else first


def code_page(request: HttpRequest, next_page: str) -> HttpResponse:
    """Return the page that asks for a code of the app that was set up while another was to be."""
    form = entrance.form_at_hand(request)
    return log_in_page(request, form, next_page=next_page, sentence=entrance.SET_UP_MEANWHILE)


def log_in_page(
    request: HttpRequest,
    form: Any,
    *,
    status: int = 200,
    app_path: str = "",
    next_page: str = "",
    codes: list[str] | None = None,
    **context: Any,
) -> HttpResponse:
    """Return the page of one step of the log-in, which is kept nowhere.

    Its form goes to `app_path`, and from there on to `next_page`. `codes` are recovery codes to be
    shown before the next step. The status is 429 where log-ins are refused for a time.
    """
    from django.contrib import admin

    context = {
        **admin.site.each_context(request),
        "has_permission": False,
        "title": "Your recovery codes" if codes else form.title,
        "subtitle": None,
        "app_path": app_path or reverse("admin:login"),
        REDIRECT_FIELD_NAME: next_page,
        "username": request.user.get_username(),
        "form": form,
        "codes": codes,
        **context,
    }
    answer = TemplateResponse(request, "admin/login.html", context, status=status)
    add_never_cache_headers(answer)
    return in_pause(answer, form)


def in_pause(answer: HttpResponse, form: Any) -> HttpResponse:
    """Return `answer`; where log-ins are refused for a time it is a 429 that says for how long."""
    if form.pause:
        answer.status_code = 429
        answer["Retry-After"] = str(int(form.pause.total_seconds()) + 1)
    return answer
