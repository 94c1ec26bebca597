"""An editor with a password, and the hours in which she tries it."""

import pytest

PASSWORD = "seven quiet herons"


@pytest.fixture
def her(db, settings, django_user_model):
    """An editor with a password. To hash slowly proves nothing here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return django_user_model.objects.create_superuser("her", password=PASSWORD)
