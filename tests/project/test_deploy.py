"""The files in `deploy/` fit the portal that they run."""

import re
from pathlib import Path

from django.core.management import get_commands

from baliportal.entry.bodies import MOST

DEPLOY = Path(__file__).parent.parent.parent / "deploy"


def test_service_runs_the_portals_command_on_the_ports_of_the_proxy():
    service = (DEPLOY / "portal@.service").read_text(encoding="utf-8")
    proxy = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    command = re.search(r"^ExecStart=\S+/python manage\.py (\w+)$", service, re.MULTILINE)
    assert command[1] in get_commands()
    assert "Environment=PORT=%i" in service
    served = re.findall(r"^ +server 127.0.0.1:(\d+)", proxy, re.MULTILINE)
    assert set(re.findall(r"portal@(\d+)", service)) == set(served)


def test_every_night_a_backup_is_made_and_all_is_verified():
    service = (DEPLOY / "portal-backup.service").read_text(encoding="utf-8")
    commands = re.findall(r"^ExecStart=.*python manage\.py (\w+)", service, re.MULTILINE)
    assert commands == ["backup", "verify"]
    assert set(commands) <= set(get_commands())
    readme = (DEPLOY.parent / "README.md").read_text(encoding="utf-8")
    for name in re.findall(r"`(?:deploy/)(portal-[\w.]+)`", readme):
        assert (DEPLOY / name).exists()


def test_proxy_says_what_the_portal_believes_and_keeps_no_quote():
    proxy = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in proxy
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in proxy  # TRUSTED_PROXIES=1
    assert f"client_max_body_size {MOST >> 20}m;" in proxy
    for path in ("/quote/", "= /quote.json"):
        quote = re.search(rf"location {path} \{{(.*?)\}}", proxy, re.DOTALL)[1]
        assert "access_log off;" in quote
