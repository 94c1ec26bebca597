"""The second factor: codes of an authenticator app, and recovery codes for who has lost it."""

import re
from base64 import b32encode
from binascii import unhexlify
from collections.abc import Iterable
from datetime import timedelta

import segno
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from baliportal.door import audit

NAME = "authenticator app"
RECOVERY = "recovery codes"
NUMBER = 10  # recovery codes
SETUP_TIME = timedelta(hours=1)  # in which a key that is shown must be confirmed
SALT = "second factor"


def has_app(user: AbstractBaseUser) -> bool:
    """Return True if `user` has set up an authenticator app."""
    return TOTPDevice.objects.devices_for_user(user, confirmed=True).exists()


def new_key(user: AbstractBaseUser) -> str:
    """Return a random key for `user`, signed, to go through a form; it is stored when confirmed."""
    return signing.dumps([user.pk, default_key()], salt=SALT)


def read_key(user: AbstractBaseUser, signed: str) -> str | None:
    """Return the key of a form in hexadecimal; None if it is older than an hour or another's."""
    try:
        owner, key = signing.loads(signed, salt=SALT, max_age=SETUP_TIME)
    except (signing.BadSignature, ValueError):
        return None
    return key if owner == user.pk else None


def in_letters(key: str) -> str:
    """Return `key` as it is typed into an app: groups of four letters and digits."""
    return " ".join(re.findall("....", b32encode(unhexlify(key)).decode()))


def setup_url(user: AbstractBaseUser, key: str) -> str:
    """Return the address with which an app takes over `key`."""
    return TOTPDevice(user=user, key=key).config_url


def qr_code(url: str) -> SafeString:
    """Return `url` as a QR code in SVG, black on white with its margin, without any style."""
    drawn = segno.make(url, micro=False).svg_inline(
        omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308 # made of the url's squares alone


@transaction.atomic
def set_up(user: AbstractBaseUser, key: str, code: str) -> list[str] | None:
    """Store the app with `key`, confirmed by a `code` of it; return new recovery codes.

    None, and nothing is stored, for a wrong code. An app that was set up before is replaced.
    """
    TOTPDevice.objects.filter(user=user).delete()
    device = TOTPDevice.objects.create(user=user, name=NAME, key=key, confirmed=True)
    if not device.verify_token(code):
        transaction.set_rollback(True)
        return None
    return new_recovery_codes(user)


@transaction.atomic
def new_recovery_codes(user: AbstractBaseUser) -> list[str]:
    """Make ten recovery codes for `user`, which replace those before; return them as they are shown."""
    device, _ = StaticDevice.objects.get_or_create(user=user, defaults={"name": RECOVERY})
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _ in range(NUMBER)]
    audit.write_when_stored("recovery codes made", account=user.get_username())
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def codes_left(user: AbstractBaseUser) -> int:
    """Return how many recovery codes `user` has not used yet."""
    return StaticToken.objects.filter(device__user=user).count()


def reset(users: Iterable[AbstractBaseUser]) -> None:
    """Take the second factor from `users`, who set up a new one at their next log-in."""
    for model in (TOTPDevice, StaticDevice):
        for device in model.objects.filter(user__in=users):
            device.delete()


@transaction.atomic
def check(user: AbstractBaseUser, code: str) -> TOTPDevice | StaticDevice | timedelta | None:
    """Return the device of `user` whose code is `code`, which is used up by that.

    None for a wrong or used one. The time to wait where too many were wrong: 1, 2, 4 … seconds for
    each kind of code.
    """
    code = re.sub(r"[\s-]", "", code).lower()
    model = TOTPDevice if re.fullmatch(r"[0-9]{6}", code) else StaticDevice
    wait = None
    for device in model.objects.devices_for_user(user, confirmed=True).select_for_update():
        allowed, reason = device.verify_is_allowed()
        if not allowed:
            wait = reason["locked_until"] - timezone.now()
        elif device.verify_token(code):
            return device
    return wait
