"""The portal as a WSGI application: baliportal.wsgi:application."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baliportal.settings")
application = get_wsgi_application()

# What starting made is for ever: the collector of garbage need not look through it again each time a
# file makes many rows, which takes a fifth longer where it does.
gc.collect()
gc.freeze()
