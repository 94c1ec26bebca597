"""Compare how many requests a second each can answer: nginx from disk, bare WSGI, the portal.

All give the same bytes with the same headers, compressed; one process each, asked in turns over
sixteen connections by wrk, so that what else the machine does falls on all alike.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path
from statistics import mean, median

ROUNDS = 5
TURNS = 4  # of each in a round, so that what else the machine does falls on all alike
SECONDS = 1  # of a turn
SLOW = "fresh"  # takes more than a turn for one answer: asked once in a round, for as long as TURNS
CONNECTIONS = 16
ENCODING = {"Accept-Encoding": "br"}
PAGES = ("/meetings/2004-brisbane-som/report/", "/workshops/?host=thailand", "/findings.csv")
OWN = {"server", "date", "connection", "transfer-encoding"}  # headers that each server sets itself

BARE = """
import json, pathlib
folder = pathlib.Path(__file__).parent
HEADERS = [tuple(pair) for pair in json.loads((folder / "headers.json").read_text())]
BODY = (folder / "www" / "page").read_bytes()

def application(environ, start_response):
    start_response("200 OK", HEADERS)
    return [BODY]
"""
NGINX = """{user}
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 1000000; etag off; sendfile on;
  server {{ listen 127.0.0.1:{port}; root {folder}/www; default_type "{media}"; {headers} }}
}}
"""


def missing():
    """The programs that this needs and that are not there."""
    return [name for name in ("wrk", "nginx") if not shutil.which(name)]


def prepare(folder, portal_port, path):
    """Keep in `folder` what the portal answers at `path`, for the others to answer too."""
    asked = urllib.request.Request(f"http://127.0.0.1:{portal_port}{path}", headers=ENCODING)
    with urllib.request.urlopen(asked) as answer:
        body, headers = answer.read(), [pair for pair in answer.headers.items() if pair[0] not in OWN]
    www = Path(folder) / "www"
    www.mkdir(exist_ok=True)
    (www / "page").write_bytes(body)
    (Path(folder) / "headers.json").write_text(json.dumps(headers))
    (Path(folder) / "bare.py").write_text(BARE)
    return headers


def nginx_command(folder, port, headers):
    """The command line of nginx that answers the page of `folder` with those headers."""
    said = dict(headers)
    media = said.pop("content-type")
    said.pop("content-length", None)
    said.pop("accept-ranges", None)
    lines = " ".join(
        f"add_header {name} {json.dumps(value.replace('$', ''))};" for name, value in said.items()
    )
    user = "user root;" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""  # may read the folder
    text = NGINX.format(user=user, folder=folder, port=port, media=media.replace('"', ""), headers=lines)
    (Path(folder) / "nginx.conf").write_text(text)
    return ["nginx", "-c", f"{folder}/nginx.conf", "-p", str(folder)]


def bare_command(port):
    """The command line of a bare WSGI answer on the portal's own server."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "256", "--backpressure", "8000"),
        *("--http", "1", "--no-ws", "--log-level", "error", "bare:application"),
    ]


def rate(address, seconds=SECONDS):
    """Requests a second that `address` answers; fails where one is not answered with 200."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", "--timeout", "30s"]
    command += ["-H", "Accept-Encoding: br", address]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(f"{address}:\n{said}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])


def compare(addresses):
    """Return the requests a second of each of `addresses` by name, a list of one for each round."""
    rounds = {name: [] for name in addresses}
    for _ in range(ROUNDS):
        quick = {name: address for name, address in addresses.items() if name != SLOW}
        turns = [{name: rate(address) for name, address in quick.items()} for _ in range(TURNS)]
        for name in quick:
            rounds[name].append(mean(each[name] for each in turns))
        rounds[SLOW].append(rate(addresses[SLOW], TURNS * SECONDS))
    return rounds


def ratio(mine, theirs):
    """The median of the ratios of two lists of rates, round by round, with the least and the most."""
    ratios = [one / other for one, other in zip(mine, theirs, strict=True)]
    return f"{median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"
