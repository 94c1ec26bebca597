"""Start the portal's commands from a process that has imported Django already, by a fork for each.

A start has its own variables, its own settings, and an exit status and words as from a shell: nothing
of the portal is imported before the fork. What needs no settings is, and takes half of a start.
"""

import atexit
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
SERVER = """
import json, os, runpy, sys
import django.contrib.staticfiles.finders, django.core.management, django.db.models, django.forms
import django.http, django.template, django.urls, django.views.generic
import rapidfuzz, segno, snowballstemmer, xlsxwriter
for line in sys.stdin:
    order = json.loads(line)
    child = os.fork()
    if not child:
        break
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)
else:
    sys.exit()
os.environ.clear()
os.environ.update(order["variables"])
for number, name in enumerate((os.devnull, *order["files"])):
    os.dup2(os.open(name, os.O_RDWR | os.O_CREAT), number)
word, *sys.argv[1:] = order["words"]
if word == "-c":
    exec(sys.argv.pop(1), {"__name__": "__main__"})
else:
    sys.argv[0] = word
    runpy.run_path(word, run_name="__main__")
"""


@cache
def server():
    """The process that forks; it ends with the tests."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    process = subprocess.Popen([sys.executable, "-c", SERVER], cwd=ROOT, text=True, **pipes)
    atexit.register(process.communicate)  # an end of its orders, and of itself
    return process


def start(words, variables):
    """Run `words`, a command line of Python, with these variables alone, to its end."""
    with TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("stdout", "stderr")]
        order = {"words": words, "variables": variables, "files": [*map(str, files)]}
        print(json.dumps(order), file=server().stdin, flush=True)
        status = int(server().stdout.readline())
        return CompletedProcess(words, status, *(file.read_text(encoding="utf-8") for file in files))
