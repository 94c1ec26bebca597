#!/usr/bin/env python
"""Run the portal's commands: manage.py serve, test, verify and Django's own."""

import os
import sys


def main():
    """Run one command; a wrong setting or a refused start ends in one line, not a traceback."""
    if sys.version_info < (3, 11):
        sys.exit("This needs Python 3.11 or newer; this is %s." % sys.version.split()[0])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baliportal.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured

        from reports.management.utility import Portal
    except ImportError:
        sys.exit("Django is not installed here: use `make run`, or the steps in README.md.")
    try:
        Portal(sys.argv).execute()
    except ImproperlyConfigured as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
