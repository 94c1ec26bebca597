"""Measure how the time of a page grows with the data, and draw it: `python -m tests.benchmarks.sizes`.

Writes the plot `docs/performance.svg` and prints its figures. The databases are made first, which
takes most of the time and is not measured; they are removed again.
"""

import os
import sys
from contextlib import ExitStack, contextmanager
from math import log10
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.benchmarks import datasette
from tests.benchmarks.pages import PAGES, Page
from tests.benchmarks.run import ROOT, database, fetch, free_port, portal, say, serving, surroundings

PLOT = ROOT / "docs" / "performance.svg"
OF_REPORT = 18  # workshops of the report itself
SIZES = (OF_REPORT, 10_000, 100_000)
ROUNDS = 5  # of which the median is taken
SHOWN = (Page("the report", "/meetings/2004-brisbane-som/report/", ""), *PAGES[:2])
COLOURS = {"the report": "#7b3294", "all workshops": "#0571b0", "one host": "#ca0020"}
WIDTH, HEIGHT, MARGIN = 360, 320, 60  # of a panel of the plot
DASHES = {"made anew": "", "kept": "2 3", "Datasette": "9 4"}


def main():
    """Measure on each database that there is, print the figures, and draw them."""
    found = {"SQLite": measure()}
    if server := os.environ.get("TEST_DATABASE_URL"):
        found["PostgreSQL"] = measure(server)
    for engine, lines in found.items():
        say(f"\n{engine + ', milliseconds':<34}|" + "".join(f"{size:>10,}" for size in SIZES))
        for (page, how), times in lines.items():
            say(f"{page + ', ' + how:<34}|" + "".join(f"{each:10.2f}" for each in times))
    PLOT.parent.mkdir(exist_ok=True)
    PLOT.write_text(plot(found), encoding="utf-8")
    say(f"\nDrawn in {PLOT.relative_to(ROOT)}.")


def measure(server=""):
    """Return the median milliseconds at each of SIZES, by the page and how it is answered.

    `server` is that of PostgreSQL; without one SQLite is measured, and Datasette over the same file.
    """
    lines = {}
    for size in SIZES:
        say(f"Making {size:,} workshops on {'PostgreSQL' if server else 'SQLite'}…")
        with filled(server, size) as addresses:
            rounds = {line: [] for line in addresses}
            for number in range(ROUNDS + 1):
                for line, (port, path) in addresses.items():
                    taken = fetch(port, path)
                    if number:  # the first warms
                        rounds[line].append(taken)
        for line, times in rounds.items():
            lines.setdefault(line, []).append(median(times))
    return lines


@contextmanager
def filled(server, size):
    """Serve the portal, and Datasette, with so many workshops: give what to ask for each line."""
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="bench-"))
        address = stack.enter_context(database(server)) if server else ""
        environment = surroundings(folder, address)
        portal("fill", environment, more=[str(size - OF_REPORT)])
        ports = {}
        for how, kept in (("made anew", "no"), ("kept", "yes")):
            port = ports[how] = free_port()
            own = environment | {"PORT": str(port), "WORKERS": "1", "PAGE_STORE": kept}
            stack.enter_context(serving([sys.executable, "manage.py", "serve"], port, own))
        addresses = {
            (page.what, how): (port, page.path) for page in SHOWN for how, port in ports.items()
        }
        if not server:
            path, port = Path(folder) / "portal.sqlite3", free_port()
            datasette.prepare(path)
            stack.enter_context(serving(datasette.command(path, port), port, environment))
            addresses |= {
                (page.what, "Datasette"): (port, datasette.address(page, "portal"))
                for page in SHOWN
                if page.table
            }
        yield addresses


def plot(found):
    """Return the SVG of time against size, both by powers of ten, with a panel for each engine."""
    panels = [
        f'<g transform="translate({place * (MARGIN + WIDTH + 20)} 0)">{panel(engine, lines)}</g>'
        for place, (engine, lines) in enumerate(found.items())
    ]
    keys = [(name, colour, "") for name, colour in COLOURS.items()]
    keys += [(name, "#333", dash) for name, dash in DASHES.items()]
    for place, (name, colour, dash) in enumerate(keys):
        at, low = MARGIN + place * 120, HEIGHT + 110
        panels.append(f'<path d="M{at} {low}h30" stroke-dasharray="{dash}" stroke="{colour}"/>')
        panels.append(text(at + 36, low + 4, name))
    across = max(len(found) * (WIDTH + MARGIN + 20), MARGIN + len(keys) * 120) + 20
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {HEIGHT + 135}" '
        'font-family="sans-serif" font-size="12" stroke-width="2" fill="none" role="img">\n'
        "<title>Milliseconds that a page takes, by the number of workshops</title>\n"
        '<rect width="100%" height="100%" fill="#fff"/>\n' + "\n".join(panels) + "\n</svg>\n"
    )


def panel(engine, lines):
    """Return the SVG of the `lines` of one engine, with its axes."""

    def across(size):
        return round(MARGIN + (log10(size) - 1) / 4 * WIDTH, 1)

    def down(milliseconds):
        return round(MARGIN + (5 - log10(milliseconds)) / 6 * HEIGHT, 1)

    drawn = [text(MARGIN, 30, engine)]
    for power in range(-1, 6):  # from a tenth of a millisecond to a hundred seconds
        at = down(10**power)
        drawn.append(f'<path d="M{MARGIN} {at}h{WIDTH}" stroke="#ccc" stroke-width="1"/>')
        said = f"{10**power:g} ms" if power < 3 else f"{10 ** (power - 3):g} s"
        drawn.append(text(MARGIN - 6, at + 4, said, "end"))
    drawn += [text(across(size), MARGIN + HEIGHT + 20, f"{size:,}", "middle") for size in SIZES]
    for (page, how), times in lines.items():
        points = " ".join(
            f"{across(size)},{down(each)}" for size, each in zip(SIZES, times, strict=True)
        )
        drawn.append(
            f'<polyline points="{points}" stroke="{COLOURS[page]}" stroke-dasharray="{DASHES[how]}">'
            f"<title>{page}, {how}</title></polyline>"
        )
    return "\n".join(drawn)


def text(across, down, words, anchor="start"):
    """Return the SVG of some words at a place."""
    return (
        f'<text x="{across}" y="{down}" text-anchor="{anchor}" stroke="none" fill="#222">{words}</text>'
    )


if __name__ == "__main__":
    main()
