"""A sentence taken apart for showing: plain words, and citations as chips with a name a person knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from copilot.narrative.narrative import Narrative, Sentence, Support
from copilot.review.references import short_ids
from copilot.review.review import Review
from copilot.review.wording import reference_short
from ui.parts.dates import MONTHS
from ui.parts.text import one_line

_CITATION = re.compile(r"\s*\[([FR]\d+(?:\.\d+)?)\]")
LETTERS = 22
DRAFT = "AI-assisted draft, not reviewed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, or a chip: then `target` is `fact:F12` or `reference:ID`."""

    text: str
    target: str = ""


class Citations:
    """Knows for one review what each cited id stands for."""

    def __init__(self, review: Review) -> None:
        self._facts = review.facts
        self._references = review.differential.references
        self.short: Mapping[str, str] = short_ids(review)
        self._long = {short: reference for reference, short in self.short.items()}

    def pieces(self, sentence: Sentence) -> Iterator[Piece]:
        """Yield the sentence's words and chips; ids that stand in no sentence text follow at its end."""
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

    def chip(self, identifier: str) -> Piece | None:
        """Return the chip of a fact id, a reference id or its short form."""
        fact = self._facts.get(identifier)
        if fact is not None:
            name = one_line(fact.label or fact.text)
            name = name if len(name) <= LETTERS else name[: LETTERS - 1] + "\N{HORIZONTAL ELLIPSIS}"
            moment = fact.when.earliest if fact.when and len(fact.when.text) >= 10 else None
            day = f" {moment.day} {MONTHS[moment.month - 1]}" if moment else ""
            return Piece(f"{name}{day}", f"fact:{fact.id}")
        reference = self._references.get(self._long.get(identifier, identifier))
        return Piece(reference_short(reference), f"reference:{reference.id}") if reference else None


def copied(narrative: Narrative) -> str:
    """Return the words for the clipboard: labelled as a draft, without what the check did not support."""
    lines = [f"{DRAFT}. Model: {narrative.model.name}, {narrative.model.quantization}."]
    lines += [one_line(s.text) for s in narrative.sentences if s.support is Support.SUPPORTED]
    if narrative.incomplete:
        lines.append(f"Incomplete, do not use: {one_line(narrative.incomplete)}")
    return "\n".join(lines)
