"""Derive the report's blocks from its source text, by rules that are written for the tests alone."""

from pathlib import Path

SOURCE = Path(__file__).parent.parent.parent / "fixtures" / "brisbane-2004.txt"
TITLES = {"title-1": "BALI PROCESS ON", "title-2": "Senior Officials", "title-3": "Report to M"}
PARTS = {
    "introduction": "Introduction",
    "part-i": "Part I:",
    "part-ii": "Part II:",
    "part-iii": "Part III:",
    "part-iv": "Part IV:",
    "participants": "Participants",
}
HEADINGS = {
    "experts-groups": "Reports of the Ad Hoc Experts Groups",
    "work-completed": "Work completed",
    "other-forums": "Work underway in other forums",
    "future-work": "Areas for future work",
    "interaction": "Interaction with other regional processes",
}
LISTS = {"participating": "Afghanistan, ", "observers": "The following countries"}
# A page ends inside a sentence after these words; the next page goes on after an empty line.
PAGE_BREAKS = ("non-binding", "again", "discussion of the", "the following as", "no further")


def blocks():
    """The blocks that the source holds, in order: dictionaries of key, kind, number, part, text."""
    text = SOURCE.read_text(encoding="utf-8").replace("\\$", "$")
    for words in PAGE_BREAKS:
        assert text.count(f" {words}\n\n") == 1
        text = text.replace(f" {words}\n\n", f" {words} ")
    found, part = [], None
    for line in filter(None, text.split("\n")):
        block = read(line, first=not any(b["kind"] == "paragraph" for b in found))
        if block["kind"] == "part":
            part = block["key"]
        block["part"] = part if block["kind"] in {"heading", "paragraph"} else None
        found.append(block)
    return found


def read(line, *, first):
    """One line of the source as a block, its part apart."""
    unnumbered = {"title": TITLES, "part": PARTS, "heading": HEADINGS, "paragraph": LISTS}
    for kind, starts in unnumbered.items():
        for key, start in starts.items():
            if line.startswith(start):
                return {"key": key, "kind": kind, "number": "", "text": line}
    if first:
        return {"key": "p1", "kind": "paragraph", "number": "1", "text": line}
    number, text = line.split(". ", 1)
    return {"key": f"p{number}", "kind": "paragraph", "number": number, "text": text}
