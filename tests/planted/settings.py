"""The portal's settings, with addresses whose views write."""

from baliportal.settings import *  # noqa: F403

ROOT_URLCONF = "tests.planted.urls"
# A deed may leave its connection in the midst of a transaction: the next has another.
for each in (DATABASES["default"], PUBLIC_DATABASE):  # noqa: F405
    each["CONN_MAX_AGE"] = 0
