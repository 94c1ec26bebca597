"""Passwords are hashed in bounded memory, and those that are easy to guess are refused everywhere."""

import threading

import pytest
from argon2 import Type, extract_parameters
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from baliportal.door import passwords

GOOD = "seven quiet herons"


def test_a_hash_takes_nineteen_mebibytes_two_passes_and_one_lane():
    algorithm, _, rest = make_password(GOOD).partition("$")
    parameters = extract_parameters(f"${rest}")
    assert (algorithm, parameters.type) == ("argon2", Type.ID)
    assert (parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (19 * 1024, 2, 1)


def test_two_passwords_at_most_are_hashed_at_the_same_time(monkeypatch):
    hasher, encoded, now, most = get_hasher("argon2"), make_password(GOOD), [], []
    both = threading.Barrier(2, timeout=20)

    def count(*args):
        now.append(1)
        most.append(len(now))
        both.wait()  # so that one alone never ends
        now.pop()

    base = passwords.Argon2PasswordHasher
    monkeypatch.setattr(base, "encode", count)
    monkeypatch.setattr(base, "verify", count)
    calls = [lambda: hasher.encode(GOOD, "salt" * 4), lambda: hasher.verify(GOOD, encoded)] * 4
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 8
    assert max(most) == 2


def test_an_older_hash_is_made_anew_at_the_log_in(client, django_user_model, monkeypatch):
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 1)  # a million of them prove nothing here
    user = django_user_model.objects.create_superuser("her")
    user.password = make_password(GOOD, hasher="pbkdf2_sha256")
    user.save()
    client.post(reverse("admin:login"), {"username": "her", "password": GOOD})
    user.refresh_from_db()
    assert user.password.startswith("argon2$")
    assert user.check_password(GOOD)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short-words", "at least 12 characters"),
        ("justinbieber", "too common"),
        ("198273645019", "entirely numeric"),
        ("BaliProcess2004!", "words of this portal"),
        ("b4l1-pr0c3ss-r3p0rt", "words of this portal"),
        ("people smuggling 2026", "words of this portal"),
        ("Brisbane-Officials", "words of this portal"),
        ("ministryexample2026", "words of this portal"),
        ("aaaaaaaaaaaa", "again and again"),
        ("111111111111a", "again and again"),
        ("abcabcabcabc", "again and again"),
        ("letmeinletmein", "again and again"),
        ("mallorymallorym", "again and again"),
        ("abcdefghijkl", "stand in a row"),
        ("Qwertyuiopas", "stand in a row"),
        ("lkjhgfdsa-4321", "stand in a row"),
        ("iloveyou1234", "a common one"),
        ("welcome-12345", "a common one"),
        ("Summer2026!!!", "a common one"),
        ("2026.Iloveyou", "a common one"),
        ("hermione-2026", "your own name"),
        ("hermionehermione1", "your own name"),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused_with_the_reason(settings, password, said):
    settings.KEEPER_NAME = "Ministry of Examples"
    settings.SITE_URL = "https://ministry.example.org"
    with pytest.raises(ValidationError, match=said):
        validate_password(password, get_user_model()(username="Hermione"))


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "bali wombats dancing",
        "x7$Kq29!mP4z",
        "report: violet umbrella",
        "abcd umbrellas",
        "483-920-175-62",
    ],
)
def test_any_other_password_is_taken(password):
    validate_password(password)


@pytest.mark.parametrize("page", ["password_change", "auth_user_password_change"])
def test_a_page_sets_a_password_under_the_same_rules(client, django_user_model, page):
    user = django_user_model.objects.create_superuser("her", password=GOOD)
    client.force_login(user)
    own = page == "password_change"
    address = reverse(f"admin:{page}", args=[] if own else [user.pk])
    names = ("new_password1", "new_password2") if own else ("password1", "password2")
    rest = {"old_password": GOOD} if own else {"usable_password": "true", "set-password": "1"}
    refused = client.post(address, dict.fromkeys(names, "BaliProcess2004!") | rest)
    assert "words of this portal" in refused.text
    assert client.post(address, dict.fromkeys(names, "nine violet umbrellas") | rest).status_code == 302
    user.refresh_from_db()
    assert user.check_password("nine violet umbrellas")


def test_the_command_sets_a_password_under_the_same_rules(db, django_user_model, monkeypatch, capsys):
    user = django_user_model.objects.create_superuser("her", password=GOOD)
    monkeypatch.setattr("getpass.getpass", lambda prompt="": "BaliProcess2004!")
    with pytest.raises(CommandError, match="Aborting password change"):
        call_command("changepassword", "her")
    assert "words of this portal" in capsys.readouterr().err
    user.refresh_from_db()
    assert user.check_password(GOOD)
    monkeypatch.setattr("getpass.getpass", lambda prompt="": "nine violet umbrellas")
    call_command("changepassword", "her")
    user.refresh_from_db()
    assert user.check_password("nine violet umbrellas")


def test_an_account_is_made_without_a_prompt_under_the_same_rules(db, django_user_model, monkeypatch):
    def make(password):
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", password)
        call_command("createsuperuser", username="her", email="h@example.org", interactive=False)

    with pytest.raises(CommandError, match=r"No account was made.*words of this portal"):
        make("BaliProcess2004!")
    assert not django_user_model.objects.exists()
    make(GOOD)
    assert django_user_model.objects.get(username="her").check_password(GOOD)
    monkeypatch.delenv("DJANGO_SUPERUSER_PASSWORD")
    call_command("createsuperuser", username="him", email="h@example.org", interactive=False)
    assert not django_user_model.objects.get(username="him").has_usable_password()
