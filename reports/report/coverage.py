"""Coverage of a report: which words of each sentence lie in records, sentence by sentence."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from reports.models import RECORDS, Block, Connective, located
from reports.report.passages import MarginGroup, MarkedBlock, margin_group
from reports.text.statements import Sentence, read

# The words in between are marked for the eye, the rest is for the ear.
LEFT_OUT = (
    '<mark class="left-out"><span class="visually-hidden">[not recorded: </span>{}'
    '<span class="visually-hidden">]</span></mark>'
)


@dataclass
class CoveredSentence:
    """Sentence of a paragraph as the page of coverage shows it: words that nothing covers are marked.

    With the records that have quotes in it, by kind.
    """

    text: str
    html: SafeString
    words: int
    missing: int
    gaps: list[str]  # the words that nothing covers, place by place
    groups: list[MarginGroup]

    @property
    def covered(self) -> int:
        """The number of words that lie in quotes of records, or are marked as connective."""
        return self.words - self.missing


@dataclass
class CoveredParagraph:
    """Numbered paragraph, sentence by sentence."""

    block: Block
    sentences: list[CoveredSentence]

    @property
    def words(self) -> int:
        """The number of its words."""
        return sum(each.words for each in self.sentences)

    @property
    def missing(self) -> int:
        """The number of its words that nothing covers."""
        return sum(each.missing for each in self.sentences)


@dataclass
class CoverageFigures:
    """Figures of the numbered paragraphs of a report: how much of them is recorded."""

    sentences: int
    whole: int  # sentences with every word covered
    words: int
    covered: int  # words
    connectives: int  # quotes that are marked as connective

    @property
    def per_cent(self) -> int | None:
        """The share of words that are covered, rounded down: 100 is all of them. None of no words."""
        return 100 * self.covered // self.words if self.words else None


def covered_paragraphs(passages: Iterable[MarkedBlock]) -> list[CoveredParagraph]:
    """Return the numbered ones of `passages`, sentence by sentence."""
    return [covered_paragraph(passage) for passage in passages if passage.block.number]


def covered_paragraph(passage: MarkedBlock) -> CoveredParagraph:
    """Return one numbered paragraph, sentence by sentence."""
    text = passage.block.text
    statements = read(text)
    quotes = sorted(located(passage.evidence), key=attrgetter("start"))
    sentences = statements.cover(quote[:2] for quote in statements.counting(quotes))
    owners = {(each.kind, each.record.pk): each.record for each in passage.evidence}
    starts, ends = [each.start for each in sentences], [each.end for each in sentences]
    resting: list[dict[str, dict[int, Any]]] = [{name: {} for name in RECORDS} for _ in sentences]
    for quote in quotes:  # those too that cover none of its words
        owner: Any = quote.owner  # the kind and the key of its record
        kind, pk = owner
        for number in range(bisect_right(ends, quote.start), bisect_left(starts, quote.end)):
            resting[number][kind][pk] = owners[owner]
    return CoveredParagraph(
        passage.block,
        [
            covered_sentence(text, sentence, by_kind)
            for sentence, by_kind in zip(sentences, resting, strict=True)
        ],
    )


def covered_sentence(
    text: str, sentence: Sentence, by_kind: dict[str, dict[int, Any]]
) -> CoveredSentence:
    """Return one sentence of `text` with the records that rest on it, by kind and key."""
    pieces, place = [], sentence.start
    for start, end in sentence.gaps:
        pieces += [format_html("{}", text[place:start]), format_html(LEFT_OUT, text[start:end])]
        place = end
    pieces.append(format_html("{}", text[place : sentence.end]))
    return CoveredSentence(
        text[sentence.start : sentence.end],
        mark_safe("".join(pieces)),  # noqa: S308 - each piece is escaped above
        sentence.words,
        sentence.missing,
        [text[start:end] for start, end in sentence.gaps],
        [margin_group(list(records.values())) for records in by_kind.values() if records],
    )


def coverage_figures(
    paragraphs: Iterable[CoveredParagraph], connectives: Iterable[Connective]
) -> CoverageFigures:
    """Return the figures of `paragraphs` and of `connectives`, which have their evidence at hand."""
    sentences = [each for paragraph in paragraphs for each in paragraph.sentences]
    words = sum(each.words for each in sentences)
    return CoverageFigures(
        sentences=len(sentences),
        whole=sum(not each.missing for each in sentences),
        words=words,
        covered=words - sum(each.missing for each in sentences),
        connectives=sum(len(each.evidence.all()) for each in connectives),
    )
