"""The log-in page of the desk, and the forms on it."""

from datetime import timedelta
from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest

from baliportal.door import pauses

LONGEST_NAME = 150  # characters, as Django stores it
PAUSED = (
    "Too many wrong passwords for this name, or from this address: log-ins are refused for {}. After "
    "that the right password counts again."
)


class PasswordForm(AdminAuthenticationForm):
    """Form of a name and a password, which tells how long log-ins are refused after wrong ones."""

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

    def enter(self, request: HttpRequest) -> None:
        """Log in."""
        login(request, self.get_user())
