"""The portal's settings, with addresses whose views write."""

from baliportal.settings import *  # noqa: F403

ROOT_URLCONF = "tests.planted.urls"
