"""Keep what an editor typed when a POST of hers cannot be carried out, and save nothing of it.

Her session has ended, the token of her page is too old, her rights were taken away, or somebody else
holds the database. Nothing is stored for this: the pages shown here carry the posted fields themselves.
The desk takes no uploads, so there is no file to carry.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import REDIRECT_FIELD_NAME, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.text import capfirst

from baliportal.door import entrance, sessions, site
from baliportal.door.entrance import AgainForm, Step
from reports.admin import withdrawals
from reports.admin.base import FULL_MESSAGE, LOCKED_MESSAGE, SavingAdmin
from reports.integrity import checks
from reports.integrity.locks import is_away, is_full, is_lock
from reports.models import Report
from reports.snapshot import snapshot

SESSION_ENDED = (
    "Your session had ended, so nothing was saved. Nothing is lost either: log in, and the page comes "
    "back as you sent it, for you to save."
)
NO_ENTRY = (
    "The account {} may no longer use the desk, so nothing was saved. Log in with another account, and "
    "the page comes back as you sent it; or copy what you typed."
)
ACCOUNT_CLOSED = (
    "Your account may no longer log in, so nothing was saved. Log in with another account, and the page "
    "comes back as you sent it; or copy what you typed."
)
STEP_MISSING = (
    "Nothing was saved yet, since your log-in is not complete. Nothing is lost either: go on here, and "
    "the page comes back as you sent it, for you to save."
)
CONFIRM_TO_OPEN = (
    "This page is about accounts: type your password again to open it. It was typed more than ten "
    "minutes ago, and somebody else may sit here by now."
)
CONFIRM_TO_SAVE = (
    "This changes accounts, or what the public sees: type your password again, and it is done. Nothing "
    "was saved so far. It was typed more than ten minutes ago, and somebody else may sit here by now."
)
CONFIRM_TO_TYPE = (
    "This sets a password: type your own again. Then the page comes back, for you to type the new one "
    "once more. Nothing was saved so far. Yours was typed more than ten minutes ago, and somebody else "
    "may sit here by now."
)
LOG_IN_AGAIN = (
    "The log-in page was too old. Log in here; the browser must accept the cookies of this site."
)
RESCUED = (
    "You were logged out before this was saved. What you sent is below, and is NOT saved yet: "
    "look it through, then save it."
)
PAGE_TOO_OLD = (
    "This page was too old: you have logged in again since you opened it, or the browser has lost a "
    "cookie. What was sent is below, and is NOT saved yet: look it through, then save it. If you did "
    "not send it yourself, leave this page."
)
OTHERS = (
    " It was sent from a page of the account {}, and you are {} now: what you save or delete from here "
    "carries your name. If that is not meant, do neither, and let {} log in."
)
NO_RIGHT = (
    "Your account may not do this, or no longer: nothing was saved. Whoever keeps this portal gives the "
    "rights."
)
NOT_DONE = "{}. Nothing was done: do it again."
STILL_LOGGED_IN = "Nothing was done, you are still logged in. Press “Log out” again."
TOO_LONG = (
    " What you typed is too long to be carried through the log-in: copy it from here before you log in."
)

AWAY_MESSAGE = (
    "The portal's database does not answer, and what you sent was not confirmed. Open the page again in "
    "a minute, and see whether it was saved; if not, do it again."
)

LOG_IN = "log-in"  # the prefix of the log-in form's fields, which stand among those that it carries
# Fields that are neither carried nor shown: the log-in's own, tokens, passwords.
UNCARRIED = re.compile(
    rf"csrfmiddlewaretoken|{REDIRECT_FIELD_NAME}|{LOG_IN}-\w+|(?P<password>(?:old_|new_)?password\d?)"
)
# Fields that nobody types: those of buttons, of actions and of Django's forms for several rows.
UNTYPED = re.compile(
    r"_(?!reason$)\w*|post|action|index|select_across|initial-.*|.*-__prefix__-.*"
    r"|usable_password|(?:un)?set-password"
    r"|.*-(?:TOTAL_FORMS|INITIAL_FORMS|MIN_NUM_FORMS|MAX_NUM_FORMS|id)"
)
ROOM = 4096  # bytes that a user name, a password and a token take at most
MORE = 6  # fields that the log-in form adds

View = Callable[..., HttpResponse]


def answer_post(request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
    """Return the answer to a POST to the desk that its view must not answer; None where it may.

    That is one by somebody who may not use the desk, or with the fields of a log-in page that carries
    others. One's own password is changed here too, as a whole.
    """
    name = view_name(request)
    if name in ("login", "logout"):
        return None
    try:
        if is_log_in(request) and (answer := log_in(request)):
            return answer
        if not admin.site.has_permission(request):
            return log_in_page(request, why_not(request))
        if matters(request) and not sessions.is_fresh(request):
            return log_in_page(request, before_what_matters(request))
        if name == "password_change":
            with transaction.atomic():  # the password, and the session that goes on with it
                return view(request, *args, **kwargs)
    except DatabaseError as error:
        answer = answer_error(request, error)
        if answer is None:
            raise
        return answer
    return None


def answer_get(request: HttpRequest) -> HttpResponse | None:
    """Return the page that asks for the password before one about accounts; None where it is open."""
    asked = matters(request) and admin.site.has_permission(request) and not sessions.is_fresh(request)
    return log_in_page(request, CONFIRM_TO_OPEN) if asked else None


def before_what_matters(request: HttpRequest) -> str:
    """Return the sentence that asks for the password before a POST, with what comes after it."""
    if view_name(request) == "second_factor":
        return CONFIRM_TO_OPEN  # nothing of it is carried
    found = (UNCARRIED.fullmatch(name) for name, value in request.POST.items() if value)
    return CONFIRM_TO_TYPE if any(each and each["password"] for each in found) else CONFIRM_TO_SAVE


def matters(request: HttpRequest) -> bool:
    """Return True if `request` is about accounts, or publishes a report or takes one off."""
    name = view_name(request)
    if name.startswith("auth_") or name == "second_factor":
        return True
    if request.method != "POST" or not name.startswith("reports_report_"):
        return False
    if name.endswith("delete") or request.POST.get("action") == "delete_selected":
        return True
    key = request.resolver_match and request.resolver_match.kwargs.get("object_id", "")
    stored = Report.objects.filter(pk=key, published=True).exists() if str(key).isdecimal() else False
    return name.endswith(("_add", "_change")) and ("published" in request.POST) != stored


def answer_error(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """Return the answer to a POST whose view raised `error`; None for an error of another kind.

    It is for rights that are missing, for a lock that somebody else holds, for a full disk, and for
    what was typed when the database does not answer.
    """
    if isinstance(error, PermissionDenied):
        return page_to_copy(request, str(error) or NO_RIGHT, status=403)
    full, name = is_full(error), view_name(request)
    if not full and not is_lock(error):
        copied = is_away(error) and name not in ("login", "logout") and not is_log_in(request)
        if not copied or not has_text(request):
            return None
        request.session.modified = False
        return page_to_copy(request, AWAY_MESSAGE, status=503)
    sentence = FULL_MESSAGE if full else LOCKED_MESSAGE
    # Saved with the answer, it would wait for the lock again.
    request.session.modified = False
    if name == "logout":
        return back(request, f"{sentence} {STILL_LOGGED_IN}")
    if name == "login" or is_log_in(request):
        request.user = AnonymousUser()
        return log_in_page(request, sentence, status=200)
    if has_text(request):
        return page_to_copy(request, sentence, status=503)
    return back(request, sentence)


def answer_unread(request: HttpRequest, error: Exception) -> HttpResponse:
    """Return what was typed in a POST, to be copied, where a lock keeps the session from being read.

    Raises `error`, which is that lock, where nothing was typed.
    """
    request.session.modified = False  # saved, it would wait for the lock again
    if not has_text(request):
        raise error
    return page_to_copy(request, LOCKED_MESSAGE, status=503)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page as it was sent, unsaved, where its token alone was wrong; else 403, in words.

    What another site made a browser send is refused whole: the browser says where it comes from (its
    `Origin`), which Django has compared before the token.
    """
    from_here = "HTTP_ORIGIN" in request.META or request.is_secure()
    if request.method != "POST" or not from_here or not reason.startswith("CSRF "):
        return render(request, "403.html", {"csrf": True}, status=403)
    try:
        if view_name(request) == "login":
            return log_in_page(request, LOG_IN_AGAIN)
        if not admin.site.has_permission(request):
            return log_in_page(request, why_not(request))
        # Else the view would come back to here. It saves nothing, see `show_again`.
        request.csrf_processing_done = True  # type: ignore[attr-defined]
        return show_again(request, PAGE_TOO_OLD, status=403)
    except DatabaseError as error:
        answer = answer_error(request, error)
        if answer is None:
            raise
        return answer


def is_log_in(request: HttpRequest) -> bool:
    """Return True if a step of the log-in was sent from a page that carries other fields."""
    return any(name.startswith(f"{LOG_IN}-") for name in request.POST)


def why_not(request: HttpRequest, form: Any = None) -> str:
    """Return the sentence for somebody who may not use the desk, or not yet do what matters."""
    if isinstance(form, AgainForm):
        return CONFIRM_TO_SAVE if carried(request) else CONFIRM_TO_OPEN
    if entrance.next_step(request) not in (Step.PASSWORD, None):
        return STEP_MISSING
    if request.user.is_authenticated:
        return NO_ENTRY.format(request.user.get_username())
    return ACCOUNT_CLOSED if SESSION_KEY in request.session else SESSION_ENDED


def log_in(request: HttpRequest) -> HttpResponse | None:
    """Take one step of the log-in from a page that carries other fields; return the page of the next.

    After the last, the page is shown that those were sent from. After the password alone, typed again,
    it is None: the view does what was sent.
    """
    form, codes = entrance.form_sent(request, LOG_IN), []
    if form:
        if not form.is_valid():
            if entrance.is_set_up_meanwhile(request, form):
                return log_in_page(request, entrance.SET_UP_MEANWHILE)
            return log_in_page(request, why_not(request, form), form)
        codes = entrance.enter(request, form)
    if codes or entrance.next_step(request):
        return log_in_page(request, "" if codes else why_not(request), codes=codes)
    request.POST = carried(request)  # type: ignore[assignment] # a copy
    if not isinstance(form, AgainForm):
        return show_again(request, RESCUED)
    return None if request.POST else HttpResponseRedirect(request.get_full_path())


def log_in_page(
    request: HttpRequest,
    sentence: str,
    form: Any = None,
    status: int = 403,
    codes: list[str] | None = None,
) -> HttpResponse:
    """Return the log-in page with that `sentence`; it carries what was posted, to its own address.

    So there is no address to go on to that somebody else could choose. The ordinary log-in page, and
    one for what is too long to be carried, carry nothing.
    """
    data, address = carried(request), request.get_full_path()
    next_page, prefix = "", LOG_IN
    if view_name(request) == "login":
        next_page, prefix = request.POST.get(REDIRECT_FIELD_NAME, ""), ""
        data.clear()
    elif not fits(data):
        next_page, prefix, form = address, "", None
        address = reverse("admin:login")
        sentence += TOO_LONG
    if form is None:
        username = request.POST.get(f"{prefix}-username" if prefix else "username", "")
        form = entrance.form_at_hand(request, prefix, username=username)
    return site.log_in_page(
        request,
        form,
        status=status,
        app_path=address,
        next_page=next_page,
        codes=codes,
        sentence=sentence,
        carried=[*data.lists()] if prefix else [],
        typed=typed(data),
        done=f"{LOG_IN}-done",
    )


def show_again(request: HttpRequest, sentence: str, status: int = 200) -> HttpResponse:
    """Return the page that was sent, as it was, with that `sentence`; nothing is saved.

    A form is shown as typed, by the second round of a save, which only reads. So is the question
    whether to delete the rows selected, by a trial that is undone. No other view is run: what was typed
    on its page is shown to be copied, and where nothing was, the page is opened anew.
    """
    sentence += whose(request)
    try:
        if is_page(request, "add", "change"):
            request.refusal = [sentence]  # type: ignore[attr-defined] # for SavingAdmin
            return run_view(request, status)
        if is_page(request, "changelist") and request.POST.get("action") == "delete_selected":
            data = request.POST.copy()
            for name in ("post", withdrawals.SEEN, withdrawals.BACK):  # the answer to the question
                data.pop(name, None)
            request.POST = data  # type: ignore[assignment] # a copy, which alone can be changed
            messages.error(request, sentence)
            return run_view(request, status, checks.trial)
    except PermissionDenied as error:
        return page_to_copy(request, str(error) or NO_RIGHT, status=403)
    said = NOT_DONE.format(sentence.partition(".")[0]) + whose(request)
    return page_to_copy(request, said, status) if has_text(request) else back(request, said)


def whose(request: HttpRequest) -> str:
    """Return the sentence that what was typed is another account's, as its page says; "" where not."""
    typist, mine = request.POST.get(withdrawals.TYPIST, "")[:150], request.user.get_username()
    return OTHERS.format(typist, mine, typist) if typist not in ("", mine) else ""


def run_view(
    request: HttpRequest, status: int, guard: Callable[[], AbstractContextManager[None]] = snapshot
) -> HttpResponse:
    """Return the answer of the view at hand, with that `status` for a page.

    `guard` sees to it that nothing is kept of what the view writes.
    """
    match = request.resolver_match
    with guard():
        answer = match.func(request, *match.args, **match.kwargs)  # type: ignore[union-attr] # resolved
    if answer.status_code == 200:
        answer.status_code = status
    return answer


def page_to_copy(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """Return a page that says that nothing was saved, and shows what was typed."""
    context = {
        **admin.site.each_context(request),
        "title": "Nothing was saved",
        "subtitle": None,
        "sentence": sentence,
        "typed": typed(carried(request)),
        "address": request.get_full_path(),
    }
    return page(request, "admin/unsaved.html", context, status)


def page(request: HttpRequest, template: str, context: Mapping[str, Any], status: int) -> HttpResponse:
    """Return a page of the desk, which is kept nowhere."""
    answer = TemplateResponse(request, template, {**context}, status=status)
    add_never_cache_headers(answer)
    return answer


def back(request: HttpRequest, sentence: str) -> HttpResponse:
    """Return the way to the page that was sent, opened anew; to the first, from the log-out."""
    messages.error(request, sentence)
    logout = view_name(request) == "logout"
    return HttpResponseRedirect(reverse("admin:index") if logout else request.get_full_path())


def view_name(request: HttpRequest) -> str:
    """Return the name of the view at hand, as in “login” or “reports_actor_change”."""
    return (request.resolver_match and request.resolver_match.url_name) or ""


def is_page(request: HttpRequest, *names: str) -> bool:
    """Return True if the view at hand is a page of that name of a SavingAdmin, and no further one."""
    pages = request.resolver_match and getattr(request.resolver_match.func, "model_admin", None)
    return isinstance(pages, SavingAdmin) and view_name(request) in {
        f"{pages.opts.app_label}_{pages.opts.model_name}_{name}" for name in names
    }


def carried(request: HttpRequest) -> QueryDict:
    """Return a copy of what was posted, without passwords, tokens and the log-in's own fields.

    Nothing of a second factor that is set up: its key is a secret, and the page makes another.
    """
    data = QueryDict(mutable=True) if view_name(request) == "second_factor" else request.POST.copy()
    for name in [*data]:
        if UNCARRIED.fullmatch(name):
            del data[name]
    return data


def fits(data: QueryDict) -> bool:
    """Return True if `data` and the log-in's own fields are no more than the desk takes in one POST."""
    number = sum(len(values) for _, values in data.lists())
    most, bound = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS, settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return number + MORE <= most and len(data.urlencode()) + ROOM <= bound


def typed(data: QueryDict) -> list[tuple[str, str]]:
    """Return what somebody may have typed or chosen in `data`: pairs of a name and a value."""
    return [
        (readable(name), value)
        for name, values in data.lists()
        for value in values
        if value and not UNTYPED.fullmatch(name)
    ]


def has_text(request: HttpRequest) -> bool:
    """Return True if something was typed that is worth to be copied."""
    return bool(typed(carried(request)))


def readable(name: str) -> str:
    """Return the name of a posted field for an editor: “Evidence 1: quote” for evidence-0-quote."""
    rows = re.fullmatch(r"(.+)-(\d{1,4})-(.+)", name)
    named = f"{rows[1]} {int(rows[2]) + 1}: {rows[3]}" if rows else name
    return capfirst(named.replace("_", " ").strip())
