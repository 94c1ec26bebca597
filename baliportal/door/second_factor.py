"""The second factor: codes of an authenticator app, and recovery codes for who has lost it."""

import re
from base64 import b32encode
from binascii import unhexlify
from collections.abc import Collection
from datetime import timedelta
from typing import NamedTuple

import segno
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString, mark_safe
from django_otp.oath import hotp
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from baliportal.door import audit, sessions

NAME = "authenticator app"
RECOVERY = "recovery codes"
NUMBER = 10  # recovery codes
SETUP_TIME = timedelta(minutes=10)  # in which a key that is shown must be confirmed
SALT = "second factor"


class NewKey(NamedTuple):
    """Key that is shown to be set up, in hexadecimal, and the apps that it is to replace."""

    key: str
    replaces: list[int]


class SetUpMeanwhile(Exception):
    """The apps of an account are not those any more that a new one was to replace."""


def has_app(user: AbstractBaseUser) -> bool:
    """Return True if `user` has set up an authenticator app."""
    return TOTPDevice.objects.devices_for_user(user, confirmed=True).exists()


def app_numbers(user: AbstractBaseUser) -> list[int]:
    """Return the numbers of the apps of `user`: one at most, but for what older releases have stored."""
    return [*TOTPDevice.objects.filter(user=user).order_by("pk").values_list("pk", flat=True)]


def sign_new_key(user: AbstractBaseUser, session: str) -> str:
    """Return a random key for `user`, signed, to go through a form; it is stored when confirmed.

    It is for the session with that id alone, which the form does not tell.
    """
    return signing.dumps([user.pk, digest(session), default_key(), app_numbers(user)], salt=SALT)


def read_key(user: AbstractBaseUser, session: str, signed: str) -> NewKey | None:
    """Return the key of a form; None if it is older than 10 minutes, another's or of another session."""
    try:
        owner, bound_to, key, replaces = signing.loads(signed, salt=SALT, max_age=SETUP_TIME)
    except (signing.BadSignature, ValueError):
        return None
    return NewKey(key, replaces) if (owner, bound_to) == (user.pk, digest(session)) else None


def digest(session: str) -> str:
    """Return what tells one session from another, without its id."""
    return salted_hmac(SALT, session, algorithm="sha256").hexdigest()


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
def set_up(user: AbstractBaseUser, new: NewKey, code: str) -> tuple[TOTPDevice, list[str]] | None:
    """Store the app with the key of `new`, confirmed by a `code` of it; return it and recovery codes.

    None, and nothing is stored, for a wrong code. For a form that is sent twice the second answer is as
    the first. Raises SetUpMeanwhile if the apps of `user` are not those any more that it replaces.
    """
    lock([user])
    if app_numbers(user) != new.replaces:
        for app in TOTPDevice.objects.filter(user=user, key=new.key, confirmed=True):
            if code == f"{hotp(app.bin_key, app.last_t):06}":
                return app, shown_codes(user)
        raise SetUpMeanwhile
    TOTPDevice.objects.filter(user=user).delete()
    app = TOTPDevice.objects.create(user=user, name=NAME, key=new.key, confirmed=True)
    if not app.verify_token(code):
        transaction.set_rollback(True)
        return None
    return app, new_recovery_codes(user)


@transaction.atomic
def new_recovery_codes(user: AbstractBaseUser) -> list[str]:
    """Make ten recovery codes for `user`, which replace those before; return them as they are shown."""
    lock([user])
    devices = StaticDevice.objects.filter(user=user).order_by("pk")
    device = devices.first() or StaticDevice.objects.create(user=user, name=RECOVERY)
    devices.exclude(pk=device.pk).delete()  # older releases could store two
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _ in range(NUMBER)]
    audit.write_when_stored("recovery codes made", account=user.get_username())
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return shown_codes(user)


def lock(users: Collection[AbstractBaseUser]) -> None:
    """Hold back what else would change the second factor of `users`, to the end of the transaction.

    SQLite has one writer anyway.
    """
    keys = [user.pk for user in users]
    rows = get_user_model().objects.filter(pk__in=keys).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def shown_codes(user: AbstractBaseUser) -> list[str]:
    """Return the recovery codes of `user` that are not used yet, as they are shown."""
    codes = StaticToken.objects.filter(device__user=user).order_by("pk").values_list("token", flat=True)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def codes_left(user: AbstractBaseUser) -> int:
    """Return how many recovery codes `user` has not used yet."""
    return StaticToken.objects.filter(device__user=user).count()


@transaction.atomic
def reset(users: Collection[AbstractBaseUser]) -> None:
    """Take the second factor from `users`, who set up a new one at their next log-in.

    Their sessions end: one that waits for a code would be let in without, or set up its own.
    """
    lock(users)
    for model in (TOTPDevice, StaticDevice):
        for device in model.objects.filter(user__in=users):
            device.delete()
    sessions.end(users)


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
