"""Checks the templates: no line is over 120 characters, and each element is closed where it was opened.

To run it: python -m tests.lint_templates
An element must be closed in the same template, and in the same branch of {% if %}, {% for %},
{% block %} and the like. So a reader sees at once what stands in what.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LONGEST = 120
VOID = re.compile("area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr")  # never closed
BRANCH = ("else", "elif", "empty")  # tags that end one branch of a block tag and begin the next

DJANGO = r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}"
VALUE = rf'"(?>{DJANGO}|[^"])*+"'  # of an attribute; a Django tag in it may have quotes of its own
SKIPPED = r"<!--[\s\S]*?-->|\{#.*?#\}"
BLOCK_TAG = r"\{%\s*(?P<tag>\w+).*?%\}"
ELEMENT = rf"<(?P<end>/?)(?P<name>[a-z][\w-]*)(?P<attributes>(?>{DJANGO}|{VALUE}|[^>])*+)>"
PIECE = re.compile(f"{SKIPPED}|{BLOCK_TAG}|{ELEMENT}", re.IGNORECASE)


def slips(source):
    """Gives what is wrong in the text of one template: pairs of a line and a sentence, by line."""
    lengths = enumerate(map(len, source.splitlines()), start=1)
    long = [(n, f"has {length} characters, over {LONGEST}") for n, length in lengths if length > LONGEST]
    return sorted(long + nesting(source))


def nesting(source):
    """Gives the same for elements that are not closed in the branch that opened them."""
    found, open_ = [], []  # `open_`: pairs of what stands open, “<p>” or “if”, and its line
    pieces = [(source.count("\n", 0, match.start()) + 1, match) for match in PIECE.finditer(source)]
    names = {match["tag"] for _, match in pieces if match["tag"]}
    for line, match in pieces:
        tag, name = match["tag"], f"<{(match['name'] or '').lower()}>"
        if tag in BRANCH or (tag and tag.startswith("end")):
            found += [left_open(element) for element in unclosed(open_)]
            if not open_:
                found.append((line, f"{{% {tag} %}} ends what began inside the tag of an element"))
            elif tag not in BRANCH:
                open_.pop()
        elif tag and f"end{tag}" in names:
            open_.append((tag, line))
        elif match["end"]:
            if open_ and open_[-1][0] == name:
                open_.pop()
            else:
                found.append((line, f"</{name[1:]} closes nothing that this branch opened last"))
        elif match["name"] and not VOID.fullmatch(name[1:-1]) and not match["attributes"].endswith("/"):
            open_.append((name, line))
    return found + [left_open(each) for each in open_]


def unclosed(open_):
    """Takes from `open_` the elements that the branch which ends here has opened, and gives them."""
    last = max((n for n, (what, _) in enumerate(open_, start=1) if what[0] != "<"), default=0)
    taken, open_[last:] = open_[last:], []
    return taken


def left_open(opened):
    """Says of what was opened, with its line, that it was not closed."""
    what, line = opened
    return line, f"{what} is not closed in the branch that opens it"


def main():
    """Ends with what is wrong in every template, one slip a line; with nothing where all are sound."""
    found = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        name = path.relative_to(ROOT)
        found += [f"{name}:{line}: {what}" for line, what in slips(path.read_text(encoding="utf-8"))]
    sys.exit("\n".join(found) or None)


if __name__ == "__main__":
    main()
