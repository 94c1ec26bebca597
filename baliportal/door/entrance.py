"""The forms that check a password or a code, each of which counts the wrong ones.

They are the steps of the log-in: the password, then the code of a second factor or setting one up; and
the page of one's own new password.

Each step is a form of its own. It stands on the log-in page, or on a page that carries what was typed
elsewhere (reports.admin.rescue), and then its fields have a prefix.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from enum import Enum
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import authenticate, login, user_login_failed
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.views.decorators.debug import sensitive_variables
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp import login as verify
from django_otp.middleware import OTPMiddleware
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice

from baliportal.door import audit, pauses, second_factor, sessions

LONGEST_NAME = 150  # characters, as Django stores it
PAUSED = (
    "Too many wrong passwords for this name, or from this address: log-ins are refused for {}. After "
    "that the right password counts again."
)
NOT_YOURS = "This is not the password of your account. Small and capital letters are different."
WRONG_CODE = (
    "This code is wrong, or was used already. Wait until the app shows the next one, and see that the "
    "clock of its device is right."
)
WAIT = "Too many wrong codes: wait {}, then type a new one."
KEY_TOO_OLD = "This page was too old, or of another log-in. Scan the code again, it is a new one."
SET_UP_MEANWHILE = (
    "An authenticator app of this account was set up or taken away since this page was opened, so this "
    "one was not set up."
)


class Step(Enum):
    """Step that is still to be done before the desk can be used."""

    PASSWORD = 1
    CODE = 2
    SET_UP = 3
    AGAIN = 4


class CountedForm(forms.Form):
    """Form with a password, which counts the wrong ones and tells how long log-ins are refused then."""

    request: Any
    pause = timedelta()

    def counted(self, username: str, check: Callable[[], Any]) -> Any:
        """Return what `check` of a password does; raise its error, or that of a pause."""
        with pauses.one_at_a_time(self.request):
            try:
                return check()
            except ValidationError as error:
                refused = error  # raised past the block, which stores that it is counted
        self.pause = pauses.pause_left(self.request, username)
        if not self.pause:
            raise refused
        raise ValidationError(PAUSED.format(pauses.in_words(self.pause)), code="paused")


class PasswordForm(CountedForm, AdminAuthenticationForm):
    """Form of a name and a password."""

    title = "Log in"
    button = "Log in"

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].validators.append(MaxLengthValidator(LONGEST_NAME))

    def clean(self) -> dict[str, Any]:
        """Check both, and say the same of a name that is not known or closed as of a wrong password."""
        return self.counted(self.cleaned_data.get("username", ""), super().clean)

    def confirm_login_allowed(self, user: Any) -> None:
        """Count the right password of an account without staff status like a wrong one."""
        try:
            super().confirm_login_allowed(user)
        except ValidationError:
            name = {"username": user.get_username()}
            user_login_failed.send(sender=__name__, credentials=name, request=self.request)
            raise

    def enter(self, request: HttpRequest) -> list[str]:
        """Log in; a second factor that this session was entered with is asked for again."""
        login(request, self.get_user())
        request.session.pop(DEVICE_ID_SESSION_KEY, None)
        request.session.cycle_key()  # Django keeps the id where the same account logs in again
        know_device(request)
        return []


class AgainForm(PasswordForm):
    """Form of the password of who has logged in, before what matters."""

    title = "Type your password again"
    button = "Go on"

    def __init__(self, request: HttpRequest, data: Any = None, prefix: str | None = None) -> None:
        super().__init__(request, data=data, prefix=prefix)
        del self.fields["username"]
        self.error_messages = self.error_messages | {"invalid_login": NOT_YOURS}

    def clean(self) -> dict[str, Any]:
        """Check the password of this session's account."""
        self.cleaned_data["username"] = self.request.user.get_username()
        return super().clean()

    def enter(self, request: HttpRequest) -> list[str]:
        """Let this session do what matters for some minutes."""
        sessions.refresh(request)
        audit.write("password again")
        return []


class NewPasswordForm(CountedForm, PasswordChangeForm):
    """Form of one's own new password, and the old one."""

    required_css_class = "required"

    def __init__(self, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        """Check the password of this session's account."""
        return self.counted(self.user.get_username(), self.check_old_password)

    @sensitive_variables("old")
    def check_old_password(self) -> str:
        """Return the old password; raise ValidationError for a wrong one."""
        old = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.get_username(), password=old) is None:
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return old


class CodeForm(forms.Form):
    """Form of a code of the second factor."""

    title = "Second factor"
    button = "Go on"
    pause = timedelta()
    code = forms.CharField(
        label="Code",
        max_length=40,
        help_text="Six digits from your authenticator app, or one of your recovery codes.",
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )

    def __init__(self, request: HttpRequest, data: Any = None, prefix: str | None = None) -> None:
        super().__init__(data, prefix=prefix)
        self.user, self.device = request.user, None

    def clean_code(self) -> str:
        """Check the code; a right one is used up."""
        code = self.cleaned_data["code"]
        found = second_factor.check(self.user, code)  # type: ignore[arg-type] # has logged in
        if not isinstance(found, Device):
            audit.write("second factor", "refused")
        if isinstance(found, timedelta):
            self.pause = found
            raise ValidationError(WAIT.format(pauses.in_words(found)))
        if found is None:
            raise ValidationError(WRONG_CODE)
        self.device = found
        return code

    def enter(self, request: HttpRequest) -> list[str]:
        """Let this session in, under a new id; return no codes to be shown."""
        verify(request, self.device)
        request.session.cycle_key()
        recovery = isinstance(self.device, StaticDevice)
        audit.write("second factor", by="recovery code" if recovery else "app")
        return []


class SetUpForm(CodeForm):
    """Form that sets up an authenticator app: its key as a QR code, and a code that confirms it."""

    title = "Set up your second factor"
    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, request: HttpRequest, data: Any = None, prefix: str | None = None) -> None:
        super().__init__(request, data, prefix)
        self.fields["code"].help_text = "The six digits that the app shows."
        self.request, self.codes = request, list[str]()
        signed = data.get(self.add_prefix("key"), "") if data else ""
        self.sent = second_factor.read_key(self.user, self.session, signed)  # type: ignore[arg-type] # has logged in
        self.shown: Any = self.sent
        if self.sent is None:
            self.show_new_key()

    @property
    def session(self) -> str:
        """The id of the session, which the key is bound to."""
        return self.request.session.session_key or ""

    def show_new_key(self) -> None:
        """Show a key that was not shown before."""
        user: Any = self.user
        signed = second_factor.sign_new_key(user, self.session)
        self.initial["key"] = signed
        if self.is_bound:
            self.data = fresh = self.data.copy()  # type: ignore[attr-defined] # what was posted
            fresh[self.add_prefix("key")] = signed
        self.shown = second_factor.read_key(user, self.session, signed)

    def clean_code(self) -> str:
        """Check the code, and store the app with its recovery codes."""
        code, done, why = self.cleaned_data["code"].replace(" ", ""), None, KEY_TOO_OLD
        if self.sent:
            try:
                done, why = second_factor.set_up(self.user, self.sent, code), WRONG_CODE  # type: ignore[arg-type] # as above
            except second_factor.SetUpMeanwhile:
                why = SET_UP_MEANWHILE
                know_device(self.request)
                self.show_new_key()
        if done is None:
            audit.write("second factor set up", "refused")
            raise ValidationError(why)
        self.device, self.codes = done
        return code

    def enter(self, request: HttpRequest) -> list[str]:
        """Let this session in; return the recovery codes, which are shown once."""
        super().enter(request)
        return self.codes

    @property
    def qr_code(self) -> SafeString:
        """The key for the app's camera."""
        return second_factor.qr_code(second_factor.setup_url(self.user, self.shown.key))  # type: ignore[arg-type] # as above

    @property
    def letters(self) -> str:
        """The key for typing."""
        return second_factor.in_letters(self.shown.key)


FORMS: Mapping[Step, Any] = {
    Step.PASSWORD: PasswordForm,
    Step.CODE: CodeForm,
    Step.SET_UP: SetUpForm,
    Step.AGAIN: AgainForm,
}


def enter(request: HttpRequest, form: Any) -> list[str]:
    """Take the step of `form`, which is valid; return recovery codes to be shown.

    The audit log tells of a log-in when nothing is left to do: a password alone is none.
    """
    codes = form.enter(request)
    if next_step(request) is None and not isinstance(form, AgainForm):
        audit.write("log-in")
    return codes


def know_device(request: HttpRequest) -> None:
    """Let `request.user` know the device that this session was verified with, if any."""
    OTPMiddleware(lambda request: None)(request)
    if hasattr(request, "has_app"):
        del request.has_app


def next_step(request: HttpRequest) -> Step | None:
    """Return what is to be done before `request` may use the desk; None where it may."""
    user: Any = request.user
    if not (user.is_active and user.is_staff):
        return Step.PASSWORD
    if getattr(user, "otp_device", None):
        return None
    if not hasattr(request, "has_app"):  # asked several times for one page
        request.has_app = second_factor.has_app(user)  # type: ignore[attr-defined] # as here
    if request.has_app:  # type: ignore[attr-defined] # as above
        return Step.CODE
    return Step.SET_UP if settings.SECOND_FACTOR else None


def is_set_up_meanwhile(request: HttpRequest, form: Any) -> bool:
    """Return True if `form` sets up a second factor, and a code of one is to be typed instead by now."""
    return isinstance(form, SetUpForm) and next_step(request) is Step.CODE


def form_sent(request: HttpRequest, prefix: str = "") -> Any:
    """Return the form of the step that was sent, filled; of the step at hand, if another was.

    None where there is nothing left to do.
    """
    username, password = (f"{prefix}-{name}".lstrip("-") for name in ("username", "password"))
    if username in request.POST:
        return PasswordForm(request, data=request.POST, prefix=prefix or None)
    step = next_step(request)
    if step is None and password in request.POST:
        step = Step.AGAIN
    if step is None:
        return None
    if step is Step.PASSWORD:  # meanwhile the session has ended
        return PasswordForm(request, prefix=prefix or None)
    return FORMS[step](request, data=request.POST, prefix=prefix or None)


def form_at_hand(request: HttpRequest, prefix: str = "", **initial: str) -> Any:
    """Return the empty form of what is to be done next; the password again where nothing else is."""
    step = next_step(request) or Step.AGAIN
    if step is Step.PASSWORD:
        return PasswordForm(request, prefix=prefix or None, initial=initial)
    return FORMS[step](request, prefix=prefix or None)
