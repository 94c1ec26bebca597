"""WSGI application of the portal: baliportal.wsgi:application."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baliportal.settings")
django = get_wsgi_application()

from baliportal.entry.requests import is_of_request  # noqa: E402 - needs Django set up
from baliportal.entry.setup import enter  # noqa: E402

application = enter(django)
# The server copies the variables of this process into each request, where HTTP_PROXY is a header.
for name in filter(is_of_request, list(os.environ)):
    del os.environ[name]
# By default what refers to itself is looked for whenever some hundreds of objects are new, of which a
# large file makes millions that do not: a fifth of its time.
gc.set_threshold(10_000)
