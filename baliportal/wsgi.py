"""WSGI application of the portal: baliportal.wsgi:application."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baliportal.settings")
django = get_wsgi_application()

from baliportal.entry.setup import enter  # noqa: E402 - needs Django set up

application = enter(django)
# By default what refers to itself is looked for whenever some hundreds of objects are new, of which a
# large file makes millions that do not: a fifth of its time.
gc.set_threshold(10_000)
