"""The portal as a WSGI application: baliportal.wsgi:application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baliportal.settings")
application = get_wsgi_application()
