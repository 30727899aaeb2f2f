"""A sentence taken apart for showing: plain words, and citations as chips with a name a person knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from copilot.narrative.narrative import Narrative, Sentence, Support
from copilot.review.references import short_ids
from copilot.review.review import Review
from copilot.review.wording import reference_line, reference_short
from ui.parts.dates import of_when, short
from ui.parts.text import one_line

_CITATION = re.compile(r"\s*\[([FR]\d+(?:\.\d+)?)\]")
_BEGUN = re.compile(r"\s*\[[FR]?[\d.]*$")
NO_DATE = "undated"
DRAFT = "AI-assisted draft, not reviewed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, or a chip: then `target` is `fact:F12`, `fact:F12,F13` or `reference:ID`, `detail` the full thing."""

    text: str
    target: str = ""
    detail: str = ""


class Citations:
    """Knows for one review what each cited id stands for.

    A chip is short, so that one reads the sentence and not its sources: the day of a fact, the number of a reference.
    """

    def __init__(self, review: Review) -> None:
        self._facts = review.facts
        self._references = review.differential.references
        self._year = review.chart.as_of[:4]
        self.short: Mapping[str, str] = short_ids(review)
        self._long = {short: reference for reference, short in self.short.items()}

    def pieces(self, sentence: Sentence) -> tuple[Piece, ...]:
        """Return the sentence's words and chips, no citation twice in a row."""
        return tuple(_joined(_without_repeats(tuple(self._every(sentence)))))

    def chip(self, identifier: str) -> Piece | None:
        """Return the chip of a fact id, a reference id or its short form."""
        fact = self._facts.get(identifier)
        if fact is not None:
            said = one_line(fact.text or fact.label)
            when = of_when(fact.when)
            return Piece(
                unbroken(short(fact.when, self._year) or NO_DATE),
                f"fact:{fact.id}",
                f"{said} · {when}" if when else said,
            )
        reference = self._references.get(self._long.get(identifier, identifier))
        if reference is None:
            return None
        words = self.short.get(reference.id) or reference_short(reference)
        return Piece(words, f"reference:{reference.id}", reference_line(reference))

    def _every(self, sentence: Sentence) -> Iterator[Piece]:
        """Yield words and chips as they stand; ids that stand in no sentence text follow at its end."""
        place, seen = 0, set()
        for found in _CITATION.finditer(sentence.text):
            chip = self.chip(found.group(1))
            if chip is None:
                continue
            if found.start() > place:
                yield Piece(one_line(sentence.text[place : found.start()]))
            yield chip
            seen.add(chip.target)
            place = found.end()
        rest = one_line(sentence.text[place:])
        if rest:
            yield Piece(rest)
        for identifier in (*sentence.facts, *sentence.references):
            chip = self.chip(identifier)
            if chip is not None and chip.target not in seen:
                seen.add(chip.target)
                yield chip


def _without_repeats(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    """Leave a reference out where the next one of the sentence is the same: it stands behind the last of them."""
    references = [piece.target if piece.target.startswith("reference:") else "" for piece in pieces]
    for number, piece in enumerate(pieces):
        following = next((target for target in references[number + 1 :] if target), "")
        if not (references[number] and following == references[number]):
            yield piece


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Make one chip of neighbours that look the same; it stands for the facts of all."""
    held: Piece | None = None
    for piece in pieces:
        if held is not None and piece.target and held.text == piece.text and held.target.startswith("fact:"):
            more = piece.target.removeprefix("fact:")
            held = Piece(held.text, f"{held.target},{more}", f"{held.detail}\n{piece.detail}")
            continue
        if held is not None:
            yield held
        held = piece if piece.target else None
        if held is None:
            yield piece
    if held is not None:
        yield held


def without_citations(words: str) -> str:
    """Return words without the ids in brackets, the last of which may be only half written."""
    return _BEGUN.sub("", _CITATION.sub("", words))


def unbroken(words: str) -> str:
    """Return words that no line break parts."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def targets(target: str) -> tuple[str, tuple[str, ...]]:
    """Return of a chip's target whether it is a fact or a reference, and which ones."""
    kind, _, identifiers = target.partition(":")
    return kind, tuple(part for part in identifiers.split(",") if part)


def copied(narrative: Narrative) -> str:
    """Return the words for the clipboard: labelled as a draft, without what the check did not support."""
    lines = [f"{DRAFT}. Model: {narrative.model.name}, {narrative.model.quantization}."]
    lines += [one_line(s.text) for s in narrative.sentences if s.support is Support.SUPPORTED]
    if narrative.incomplete:
        lines.append(f"Incomplete, do not use: {one_line(narrative.incomplete)}")
    return "\n".join(lines)
