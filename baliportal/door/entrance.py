"""The steps of the log-in: the password, then the code of a second factor or setting one up.

Each step is a form. It stands on the log-in page, or on a page that carries what was typed elsewhere
(reports.admin.rescue), and then its fields have a prefix.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import Enum
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.utils.safestring import SafeString
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
WRONG_CODE = (
    "This code is wrong, or was used already. Wait until the app shows the next one, and see that the "
    "clock of its device is right."
)
WAIT = "Too many wrong codes: wait {}, then type a new one."
KEY_TOO_OLD = "This page was too old. Scan the code again, it is a new one."


class Step(Enum):
    """Step that is still to be done before the desk can be used."""

    PASSWORD = 1
    CODE = 2
    SET_UP = 3
    AGAIN = 4


class PasswordForm(AdminAuthenticationForm):
    """Form of a name and a password, which tells how long log-ins are refused after wrong ones."""

    title = "Log in"
    button = "Log in"
    pause = timedelta()

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].validators.append(MaxLengthValidator(LONGEST_NAME))

    def clean(self) -> dict[str, Any]:
        """Check both, and say the same of a name that is not known or closed as of a wrong password."""
        try:
            return super().clean()
        except ValidationError:
            name = self.cleaned_data.get("username", "")
            self.pause = pauses.pause_left(self.request, name)  # type: ignore[arg-type] # always given
            if not self.pause:
                raise
            said = PAUSED.format(pauses.in_words(self.pause))
            raise ValidationError(said, code="paused") from None

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

    def clean(self) -> dict[str, Any]:
        """Check the password of this session's account."""
        self.cleaned_data["username"] = self.request.user.get_username()  # type: ignore[union-attr] # given
        return super().clean()

    def enter(self, request: HttpRequest) -> list[str]:
        """Let this session do what matters for some minutes."""
        sessions.refresh(request)
        audit.write("password again")
        return []


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
        user: Any = request.user
        signed = data.get(self.add_prefix("key"), "") if data else second_factor.new_key(user)
        self.secret = second_factor.read_key(user, signed) or ""
        if data and not self.secret:
            signed = second_factor.new_key(user)
            self.data = fresh = data.copy()
            fresh[self.add_prefix("key")] = signed
            self.too_old, self.secret = True, second_factor.read_key(user, signed) or ""
        else:
            self.too_old = False
        self.initial["key"] = signed
        self.codes: list[str] = []

    def clean_code(self) -> str:
        """Check the code, and store the app with its recovery codes."""
        code = self.cleaned_data["code"].replace(" ", "")
        if self.too_old:
            raise ValidationError(KEY_TOO_OLD)
        codes = second_factor.set_up(self.user, self.secret, code)  # type: ignore[arg-type] # has logged in
        if codes is None:
            audit.write("second factor", "refused")
            raise ValidationError(WRONG_CODE)
        self.codes = codes
        self.device = self.user.totpdevice_set.get()  # type: ignore[union-attr] # as above
        return code

    def enter(self, request: HttpRequest) -> list[str]:
        """Let this session in; return the recovery codes, which are shown once."""
        super().enter(request)
        return self.codes

    @property
    def qr_code(self) -> SafeString:
        """The key for the app's camera."""
        return second_factor.qr_code(second_factor.setup_url(self.user, self.secret))  # type: ignore[arg-type] # as above

    @property
    def letters(self) -> str:
        """The key for typing."""
        return second_factor.in_letters(self.secret)


FORMS: Mapping[Step, Any] = {
    Step.PASSWORD: PasswordForm,
    Step.CODE: CodeForm,
    Step.SET_UP: SetUpForm,
    Step.AGAIN: AgainForm,
}


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
