"""Delete what the door of the desk no longer needs: ended sessions, and wrong passwords of the past."""

from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.utils import timezone


class Command(BaseCommand):
    """Delete sessions that have ended, and the notes of wrong passwords a day after the last."""

    help = "Deletes sessions that have ended, and wrong passwords that no longer count."

    def handle(self, **options: Any) -> None:
        call_command("clearsessions")
        past = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
        AccessAttempt.objects.filter(attempt_time__lte=past).delete()
