"""Set up or take away the second factor of an account, from the portal's own machine."""

import sys
from io import StringIO
from typing import Any

import segno
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, CommandParser
from django_otp.plugins.otp_totp.models import default_key

from baliportal.door import second_factor


class Command(BaseCommand):
    """Show a new key as a QR code, ask for a code of the app, and print recovery codes."""

    help = "Sets up the second factor of an account; with --reset, takes it away."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--reset",
            action="store_true",
            help="Take the second factor away: the account sets up a new one at its next log-in.",
        )

    def handle(self, *, username: str, reset: bool, **options: Any) -> None:
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account {username}: see that its name is as at the log-in.")
        if reset:
            second_factor.reset([user])
            self.stdout.write(f"{username} has no second factor now, and its sessions have ended.")
            return
        new = second_factor.NewKey(default_key(), second_factor.app_numbers(user))
        self.stdout.write("Scan this with an authenticator app:\n")
        drawn = StringIO()
        segno.make(second_factor.setup_url(user, new.key), micro=False).terminal(drawn, compact=True)
        self.stdout.write(drawn.getvalue())
        self.stdout.write(f"Or type this key into it: {second_factor.in_letters(new.key)}\n")
        self.stdout.write("Then type the six digits that it shows: ", ending="")
        self.stdout.flush()
        try:
            done = second_factor.set_up(user, new, sys.stdin.readline().strip())
        except second_factor.SetUpMeanwhile:
            raise CommandError(
                f"The app of {username} was set up or taken away meanwhile, so this one was not "
                "set up. Start again."
            ) from None
        if done is None:
            raise CommandError("That code is wrong, so nothing was set up. Start again.")
        self.stdout.write("\nSet up. Each of these recovery codes works once; keep them safe:\n")
        self.stdout.write("\n".join(done[1]))
