"""Checking: judge of each sentence of a quotation whether it stands in a published report, and where."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from statistics import mean

from django.db.models import TextChoices
from django.utils.safestring import SafeString
from django.utils.text import get_text_list

from reports.models import KEYS_A_KIND, Block, Document, Phrase, Report, Term
from reports.models.search import HEADINGS, DocumentQuerySet
from reports.quoting.marking import mark_pieces
from reports.text.differences import Change, Comparison, nearest
from reports.text.fragments import text_fragment
from reports.text.quotations import (
    BLANK_LINE,
    BREAK,
    Find,
    find,
    left_out_beside,
    paragraph_number,
    phrases,
    readings,
    split_at,
    split_quotation,
    without_marks,
)
from reports.text.statements import read
from reports.text.tokens import COMMON

MAX_LENGTH = 5_000  # characters of a quotation
MAX_SENTENCES = 60  # of one
MAX_PLACES = 5  # where a sentence stands, that are named; more are told to be there
MAX_BREAKS = 8  # line breaks of a sentence, behind which another may begin
MAX_FOUND = 100  # paragraphs with the words of a sentence that are read
MAX_ALIKE = 4  # paragraphs that are looked at for what is most like one that stands nowhere
MAX_RUNS = 40  # of three words, by which these are sought
RUN = 3
ALIKE = 0.5  # part of the words that a passage has, for it to be like them at all
SURE = 0.8  # part of them, below which one that has the rarer words is looked for
MAX_COUNTED = 1_000  # paragraphs with a word that are counted: beyond that it is as common as any
ALIKE_RARE = 0.4  # the same as ALIKE, where the rarer words are among them
MAX_RARE = 4  # words, by which a passage that has the rarer ones is sought
NEARLY = 0.9  # of the weight of the words of the best passage, with which another is as good
# In the address of a text fragment: characters of
# words that are given whole, words that stand for the beginning and the end of longer ones, and words
# before, where they stand in a paragraph twice.
LONG, EDGE, PREFIX = 200, 6, 3


class Verdict(TextChoices):
    """Verdicts on one sentence, the best first."""

    VERBATIM = "verbatim", "Verbatim"
    TYPOGRAPHY = "verbatim-but-for", "Verbatim but for"
    PART = "part", "Part of a sentence"
    OMISSIONS = "omissions", "Verbatim with omissions"
    PIECES = "pieces", "Pieces of different passages"
    DIFFERENT = "different", "Not verbatim"
    NOTHING = "nothing-like-it", "Nothing like it"
    NO_WORDS = "no-words", "No words"


SIGNS = {Verdict.VERBATIM: "✓", Verdict.TYPOGRAPHY: "✓", Verdict.PART: "≈", Verdict.OMISSIONS: "≈"}


@dataclass
class Place:
    """Some words of a report: their block, and where in it they begin and end."""

    block: Block
    start: int
    end: int

    @property
    def words(self) -> str:
        """The words, to the letter."""
        return self.block.text[self.start : self.end]

    def get_absolute_url(self) -> str:
        """Return the address of the very words, as a text fragment on the page of their paragraph."""
        words = self.words.split()
        first, last = " ".join(words), ""
        if len(first) > LONG and len(words) > 2 * EDGE:
            first, last = " ".join(words[:EDGE]), " ".join(words[-EDGE:])
        several = self.block.text.count(self.words) > 1
        before = " ".join(self.block.text[: self.start].split()[-PREFIX:]) if several else ""
        fragment = text_fragment(first, last, before)
        return f"{self.block.get_passage_url()}#{self.block.key}{fragment}"


@dataclass
class Checked:
    """One sentence as it was pasted, the verdict on it, and what that rests on."""

    text: str
    verdict: Verdict
    but_for: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)  # of its words, or of each of its pieces
    elsewhere: int = 0  # more places
    find: Find | None = None  # in the block of the first place
    comparison: Comparison | None = None  # with the first place, which is the nearest passage

    @property
    def label(self) -> str:
        """The verdict in words: “Verbatim but for dashes and spaces”."""
        said = self.verdict.label.removesuffix(" but for")
        if self.verdict == Verdict.OMISSIONS and not self.omissions:
            said = "Verbatim with additions in brackets"
        if not self.but_for:
            return said
        return f"{said}{',' * (said != 'Verbatim')} but for {get_text_list(self.but_for, 'and')}"

    @property
    def sign(self) -> str:
        """The verdict as a sign, for the eye beside the words."""
        return SIGNS.get(self.verdict, "✗")

    @property
    def is_verbatim(self) -> bool:
        """True if a report has the sentence, typography apart."""
        return self.verdict in (Verdict.VERBATIM, Verdict.TYPOGRAPHY)

    @property
    def text_of_block(self) -> str:
        """The text of the paragraph that it stands in, or is most like."""
        return self.places[0].block.text

    @cached_property
    def omissions(self) -> list[str]:
        """The words that it leaves out between others."""
        return self.find.omissions(self.text_of_block) if self.find else []

    @cached_property
    def beside(self) -> list[str]:
        """The words just outside it, or left out of it, that change what is said."""
        if not self.find or self.is_verbatim:
            return []
        outside = left_out_beside(self.text_of_block, self.find.start, self.find.end)
        inside = map(changing, self.omissions)
        return list(dict.fromkeys([*filter(None, inside), *outside]))

    @cached_property
    def whole(self) -> list[tuple[str, bool]]:
        """The sentences that it is a part of, in pieces, each with if it is quoted."""
        if not self.find or self.is_verbatim:
            return []
        text = self.text_of_block
        here, last = self.find.whole(text)
        found: list[tuple[str, bool]] = []
        for start, end in self.find.spans:
            found += [(text[here:start], False), (text[start:end], True)]
            here = end
        return [piece for piece in [*found, (text[here:last], False)] if piece[0]]

    @property
    def changes(self) -> list[tuple[Change, bool]]:
        """Differences from the nearest passage, each with True where it changes what is said."""
        found = self.comparison.changes if self.comparison else []
        return [(each, bool(changing(each.passage) or changing(each.quoted))) for each in found]

    @property
    def quoted_html(self) -> SafeString:
        """The words as quoted, those that the nearest passage has not marked."""
        pieces = self.comparison.quoted if self.comparison else []
        return mark_pieces(pieces, "del", "not in the report")

    @property
    def passage_html(self) -> SafeString:
        """The nearest passage, the words of it that are not quoted marked."""
        pieces = self.comparison.passage if self.comparison else []
        return mark_pieces(pieces, "ins", "in the report")

    @property
    def whole_html(self) -> SafeString:
        """The whole sentences, the words that are quoted marked."""
        return mark_pieces(self.whole, "mark", "quoted")

    @property
    def in_one_report(self) -> bool:
        """True if all its pieces are of one report."""
        return len({place.block.report_id for place in self.places}) == 1


def changing(words: str) -> str:
    """Return the first of `words` that changes what is said, or ""."""
    return read(words).find_changing(0, len(words))


def count_sentences(quotation: str) -> int:
    """Return how many sentences of `quotation` may have to be judged."""
    return sum(1 + len(parts_of(unit)) for unit in split_quotation(quotation))


def parts_of(unit: str) -> list[tuple[str, str]]:
    """Return the ways to part `unit` at an empty line, but for one in a sentence across two pages."""
    return [way for way in split_at(unit, BLANK_LINE) if not way[1].lstrip()[:1].islower()]


class Checker:
    """Judge of sentences by the published reports; it reads each block that it needs once."""

    def __init__(self) -> None:
        self.reports = {report.pk: report for report in Report.objects.published()}
        self.blocks: dict[int, Block] = {}
        self.keys: dict[tuple[str, str], list[int]] = {}
        self.counts: dict[str, int] = {}

    def check(self, quotation: str) -> list[Checked]:
        """Return the sentences of `quotation`, in order, each with the verdict on it."""
        waiting = [unit.strip() for unit in split_quotation(quotation)][::-1]
        self.read(*map(self.keys_with, waiting))
        judged: list[tuple[str, Checked | None]] = []
        while waiting:
            unit = waiting.pop()
            found = self.find(unit)
            if not found:
                unit, found, rest = self.part(unit, len(judged))
                waiting += rest[::-1]
            judged.append((unit, found))
        self.read(*(self.keys_alike(unit) for unit, found in judged if not found))
        return [found or self.find_pieces(unit) or self.find_nearest(unit) for unit, found in judged]

    def part(self, unit: str, done: int) -> tuple[str, Checked | None, list[str]]:
        """Return what ends at a line break in `unit`, with the verdict on it, and the rest of that.

        It is a heading, which has no full stop; or one of several lines that all stand somewhere; or it
        has an empty line behind it. The whole `unit` where there is no such break.
        """
        if done < MAX_SENTENCES:
            for before, behind in split_at(unit, BREAK)[:MAX_BREAKS]:
                head = self.find(before, headings=True)
                if head and head.is_verbatim:
                    return before, head, [behind]
            lines = BREAK.split(unit)
            found = [self.find(line) for line in lines] if 1 < len(lines) <= MAX_BREAKS else [None]
            if all(found):
                return lines[0], found[0], lines[1:]
        for before, behind in parts_of(unit):
            return before, self.find(before), [behind]
        return unit, None, []

    def find(self, unit: str, *, headings: bool = False) -> Checked | None:
        """Return `unit` with where it stands to the letter, but for typography; or None.

        With `headings`, where it stands in a heading or a title.
        """
        if not phrases(unit):
            return Checked(unit, Verdict.NO_WORDS)
        blocks = self.read(self.keys_with(unit, headings=headings))
        return find_in(unit, sorted(blocks, key=newest_first))

    def keys_with(self, unit: str, *, headings: bool = False) -> list[int]:
        """Return the keys of the documents that have all phrases of `unit`; or of `headings` alone."""
        key = (unit, "headings" if headings else "all")
        if key not in self.keys:
            wanted = phrases(unit)
            documents = documents_of_blocks(HEADINGS if headings else 0)
            found = documents.matching([Term((tuple(wanted),))]).order_by("-pk")
            self.keys[key] = list(found.values_list("pk", flat=True)[:MAX_FOUND]) if wanted else []
        return self.keys[key]

    def keys_alike(self, unit: str) -> list[int]:
        """Return the keys of the documents that are most like `unit`, the likest first."""
        key = (unit, "alike")
        if key not in self.keys:
            terms = [Term(tuple((run,) for run in runs(phrases(unit))))]
            self.keys[key] = list(documents_of_blocks().ranked(terms)[:MAX_ALIKE])
        return self.keys[key]

    def find_pieces(self, unit: str) -> Checked | None:
        """Return `unit` with where the words between its omissions stand, each for itself; or None."""
        pieces = [words for _, words in list(readings(unit))[-1]]
        if len(pieces) < 2:
            return None
        places: list[Place] = []
        for words in pieces:
            found = self.find(words) if phrases(words) else None
            if not found or not found.places:
                return None
            places.append(min(found.places, key=lambda place: distance(place, places[-1:])))
        return Checked(unit, Verdict.PIECES, places=places)

    def find_nearest(self, unit: str) -> Checked:
        """Return `unit` with the passage that is most like it, word by word."""
        blocks = self.read(self.keys_alike(unit))
        if found := find_in(unit, blocks):  # in words that the index has otherwise
            return found
        found = compare_with(unit, blocks)
        if not found.comparison or found.comparison.alike < SURE:
            # What all paragraphs begin alike with must not outweigh the few words that are quoted.
            rare = compare_with(unit, self.with_rarest(unit, blocks), least=ALIKE_RARE)
            return rare if rare.comparison else found
        return found

    def with_rarest(self, unit: str, blocks: list[Block]) -> list[Block]:
        """Return those of `blocks`, and of all others, that have the rarest words of `unit`.

        A word weighs the more the fewer paragraphs have it. None where no paragraph has half the weight.
        """
        words = words_of(unit)
        for word in words - self.counts.keys():
            found = documents_of_blocks().matching([Term((((word,),),))])
            self.counts[word] = found[:MAX_COUNTED].count()
        known = {word: 1 / self.counts[word] for word in words if self.counts[word]}
        if not known:
            return []
        weights = dict.fromkeys(words, mean(known.values())) | known  # one that is nowhere, like another
        rarest = sorted(known, key=lambda word: (self.counts[word], word))
        blocks = [*blocks, *self.read(self.keys_with_words(rarest[:MAX_RARE]))]
        weighed = [(sum(weights[word] for word in words & words_of(each.text)), each) for each in blocks]
        most = max(weight for weight, _ in weighed)
        if most < ALIKE * sum(weights.values()):
            return []
        return [block for weight, block in weighed if weight >= NEARLY * most]

    def keys_with_words(self, words: list[str]) -> list[int]:
        """Return the keys of documents with all `words`, or with as many of them as one document has."""
        for number in range(len(words), 0, -1):
            keys: set[int] = set()
            for some in combinations(words, number):
                keys.update(
                    documents_of_blocks().ranked([Term((((word,),),)) for word in some])[:MAX_ALIKE]
                )
            if keys:
                return sorted(keys)
        return []

    def read(self, *documents: list[int]) -> list[Block]:
        """Return the blocks of all `documents`, by their keys, in their order."""
        keys = [key % KEYS_A_KIND for each in documents for key in each]
        missing = {key for key in keys if key not in self.blocks}
        if missing:
            for key, block in Block.objects.select_related("part").in_bulk(missing).items():
                if report := self.reports.get(block.report_id):
                    block.report = report
                    self.blocks[key] = block
        return [self.blocks[key] for key in keys if key in self.blocks]


def compare_with(unit: str, blocks: list[Block], least: float = ALIKE) -> Checked:
    """Return `unit` beside the passage of `blocks` that is most like it.

    Beside nothing where there are none, or none has the part `least` of its words.
    """
    nothing = Checked(unit, Verdict.NOTHING)
    if not blocks:
        return nothing
    best, comparison = nearest(without_marks(unit), [block.text for block in blocks])
    if comparison.alike < least:
        return nothing
    block = blocks[best]
    number, words = paragraph_number(unit)
    if number and number == block.number:
        comparison = nearest(without_marks(words), [block.text])[1]
    place = Place(block, comparison.start, comparison.end)
    return Checked(unit, Verdict.DIFFERENT, places=[place], comparison=comparison)


def words_of(text: str) -> set[str]:
    """Return the tokens of `text` without those that nearly every text has."""
    return {word for phrase in phrases(text) for word in phrase} - COMMON


def documents_of_blocks(first: int = 0) -> DocumentQuerySet:
    """Return the documents of the index that are blocks; from the kind with the number `first` on."""
    return Document.objects.filter(pk__gte=first * KEYS_A_KIND, pk__lt=(HEADINGS + 1) * KEYS_A_KIND)


def newest_first(block: Block) -> tuple[int, str, int, int]:
    """Return the place of `block` among those of all reports: as a reader would look for it."""
    meeting = block.report.meeting
    day = meeting.earliest.toordinal() if meeting.earliest else 0
    return -day, meeting.slug, block.report.order, block.order


def distance(place: Place, before: list[Place]) -> tuple[bool, bool]:
    """Return how far `place` is from the one `before`, if there is one: in its report, behind it."""
    if not before:
        return False, False
    one, other = before[0].block, place.block
    return one.report_id != other.report_id, (other.order, place.start) < (one.order, before[0].end)


def find_in(unit: str, blocks: list[Block]) -> Checked | None:
    """Return `unit` with the best places for it in `blocks`; None where it stands in none of them."""
    found: list[tuple[Checked, Place]] = []
    for block in blocks:
        where = find_numbered(unit, block) or find(unit, block.text)
        if where:
            verdict = verdict_of(where, block.text)
            checked = Checked(unit, verdict, where.but_for, find=where)
            found.append((checked, Place(block, where.start, where.end)))
    if not found:
        return None
    order = list(Verdict)

    def rank(each: tuple[Checked, Place]) -> tuple[int, int]:
        return order.index(each[0].verdict), len(each[0].but_for)

    best = min(found, key=rank)[0]
    places = [place for each, place in found if rank((each, place)) == rank((best, place))]
    best.places, best.elsewhere = places[:MAX_PLACES], len(places[MAX_PLACES:])
    return best


def find_numbered(unit: str, block: Block) -> Find | None:
    """Return where `unit` stands in `block` behind the number of that, which its text is without."""
    number, words = paragraph_number(unit)
    where = find(words, block.text) if number and number == block.number else None
    if where and not block.number_printed:
        where.but_for.insert(0, "the number of the paragraph before it")
    return where


def verdict_of(where: Find, text: str) -> Verdict:
    """Return the verdict on what stands in `text`."""
    if where.omissions(text) or where.insertions:
        return Verdict.OMISSIONS
    if where.spans[1:]:
        where.but_for.append("an ellipsis where nothing is left out")
    if not where.is_whole(text):
        return Verdict.PART
    return Verdict.TYPOGRAPHY if where.but_for else Verdict.VERBATIM


def runs(wanted: list[Phrase]) -> list[Phrase]:
    """Return runs of three words of the phrases `wanted`, from beginning to end; each, of fewer.

    Not of words that nearly every text has.
    """
    found = [
        phrase[place : place + RUN]
        for phrase in wanted
        for place in range(max(len(phrase) - RUN + 1, 1))
        if not COMMON.issuperset(phrase[place : place + RUN])
    ]
    found = list(dict.fromkeys(found)) or wanted
    return found[:: -(-len(found) // MAX_RUNS)]
