"""Make an account that may do all, whose password keeps the rules without a prompt too."""

import os
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.management.commands import createsuperuser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError


class Command(createsuperuser.Command):
    """Make the account; refuse a DJANGO_SUPERUSER_PASSWORD that is easy to guess."""

    def handle(self, *args: Any, **options: Any) -> None:
        password = os.environ.get("DJANGO_SUPERUSER_PASSWORD")
        if password is not None and not options["interactive"]:
            fields = {
                name: options[name] or os.environ.get(f"DJANGO_SUPERUSER_{name.upper()}", "")
                for name in ("username", "email")
            }
            try:
                validate_password(password, get_user_model()(**fields))
            except ValidationError as error:
                raise CommandError(
                    f"No account was made. DJANGO_SUPERUSER_PASSWORD: {' '.join(error.messages)}"
                ) from None
        super().handle(*args, **options)
