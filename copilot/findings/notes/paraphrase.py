"""Find what a note says in other words or in another order than the vocabulary: "the right calf is swollen"."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from copilot.knowledge.pack import PhraseTable
from copilot.knowledge.stems import EMPTY, parts, said_as_one, stem, wider
from copilot.knowledge.words import Token

Entry = TypeVar("Entry")

# How many words may stand between those of a phrase, beside its own.
_ROOM = 4
_JOINING = frozenset({"and", "or", "nor"})
_PLACING = frozenset({"in", "of", "on", "at", "over", "around", "to", "behind", "under", "from", "with", "along"})
# Between the words of a phrase that lacks them, these turn what it says.
_CONTRARY = frozenset({
    "absent", "although", "but", "deni", "despit", "except", "good", "less", "negat", "never", "no", "nor", "normal",
    "not", "radiat", "relieve", "resolv", "sinc", "though", "without",
})  # fmt: skip
_PLACED = frozenset({"pain", "tender"})  # what a part of the body between the words makes another finding
_BREAKS = ";:()"


@dataclass(frozen=True, slots=True)
class Paraphrase(Generic[Entry]):
    """A phrase said in other words: what it stands for, and its words (indices, end exclusive)."""

    entry: Entry
    first: int
    last: int


class Paraphrases(Generic[Entry]):
    """Phrases by what their words mean. A group is taken apart when a text first uses its rarest stem."""

    def __init__(self, table: PhraseTable, entries: Mapping[str, Entry]) -> None:
        self._table, self._entries = table, entries
        self._open: dict[str, tuple[tuple[frozenset[str], Entry], ...]] = {}

    def find(self, text: str, words: Sequence[Token]) -> list[Paraphrase[Entry]]:
        """Return the phrases whose words all stand close together in one clause, in any order."""
        gaps = ["", *(text[a.end : b.start] for a, b in pairwise(words))]  # what stands before each word
        breaks = [at for at in range(1, len(words)) if any(mark in gaps[at] for mark in _BREAKS)]
        clauses = pairwise([0, *breaks, len(words)])
        return [one for first, last in clauses for one in self._in_clause(_Clause(words, gaps, first, last))]

    def _in_clause(self, clause: _Clause) -> Iterable[Paraphrase[Entry]]:
        """Return what the clause says, each thing once, with the most words that say it."""
        widest: dict[Entry, Paraphrase[Entry]] = {}
        for one in self._said(clause):
            known = widest.get(one.entry)
            if known is None or (one.last - one.first, -one.first) > (known.last - known.first, -known.first):
                widest[one.entry] = one
        return widest.values()

    def _said(self, clause: _Clause) -> Iterator[Paraphrase[Entry]]:
        said = frozenset(clause.places)
        for rarest, seats in clause.places.items():
            for others, entry in self._of(rarest):
                span = clause.closest(seats, others) if others <= said else None  # most phrases end here
                if span is not None and clause.is_one_thing(span, {rarest, *others}):
                    yield Paraphrase(entry, span[0], span[1] + 1)

    def _of(self, rarest: str) -> tuple[tuple[frozenset[str], Entry], ...]:
        if rarest not in self._open:
            lines = (line.partition("\t") for line in self._table.get(rarest, "").splitlines())
            self._open[rarest] = tuple((frozenset(others.split()), self._entries[entry]) for others, _, entry in lines)
        return self._open[rarest]


class _Clause:
    """The words `first` to `last` (exclusive) of a sentence, by what they mean."""

    def __init__(self, words: Sequence[Token], gaps: Sequence[str], first: int, last: int) -> None:
        self._words, self._gaps, self._first = words, gaps, first
        self.places: dict[str, list[int]] = {}
        at = first
        while at < last:
            joined = said_as_one([token.word for token in words[at : min(at + 3, last)]])
            for meaning in _meanings(words[at].word) if joined is None else (joined[0],):
                self.places.setdefault(meaning, []).append(at)
            at += 1 if joined is None else joined[1]

    def closest(self, seats: Sequence[int], others: Collection[str]) -> tuple[int, int] | None:
        """Return the tightest span with one of the seats and one place of each other stem; None if too wide."""
        spans = []
        for seat in seats:
            chosen = [seat, *(min(self.places[other], key=lambda at: abs(at - seat)) for other in others)]
            spans.append((min(chosen), max(chosen)))
        best = min(spans, key=lambda span: (span[1] - span[0], span))
        return best if best[1] - best[0] <= len(others) + _ROOM else None

    def is_one_thing(self, span: tuple[int, int], wanted: Collection[str]) -> bool:
        """Return whether the words of a span speak of one thing.

        "Redness and swelling of the leg" is a swollen leg, "pain and leg swelling" no leg pain; what is relieved
        is not what is provoked.
        """
        first, last = span
        between = range(first + 1, last)
        if not _PLACED.isdisjoint(wanted) and self._is_elsewhere(span, wanted):
            return False
        if any(stem(self._words[at].word) in _CONTRARY - set(wanted) for at in between):
            return False
        return all(self._joins_one_thing(at, span, len(wanted)) for at in range(first + 1, last + 1))

    def _is_elsewhere(self, span: tuple[int, int], wanted: Collection[str]) -> bool:
        """Return whether a pain is that of another part: "right-sided chest pain" is no pain of the flank."""
        first, last = span
        before = first - 1 if first > self._first and not self._gaps[first].strip() else first
        places = [at for at in range(before, last + 1) if stem(self._words[at].word) in parts() - set(wanted)]
        return any(set(wanted).isdisjoint(_meanings(self._words[at].word)) and not self._leads_to(at) for at in places)

    def _leads_to(self, at: int) -> bool:
        """Return whether the word before is "to": "loin to groin pain"."""
        return at > 0 and self._words[at - 1].word == "to"

    def _joins_one_thing(self, at: int, span: tuple[int, int], wanted: int) -> bool:
        """Return whether an "and" or a comma at a word leaves what stands on both sides one thing."""
        first, last = span
        joining = at < last and self._words[at].word in _JOINING
        if not joining and "," not in self._gaps[at]:
            return True
        placed = any(self._words[later].word in _PLACING for later in range(at, last))
        # "Loss of weight or appetite", "leg redness and swelling"; not "leg redness and swelling of the face".
        own_place = last + 1 < len(self._words) and self._words[last + 1].word in _PLACING - {"with", "from"}
        shared = joining and at + 1 == last and first < at - 1 and wanted == 2 and not own_place
        return placed or shared


def _meanings(word: str) -> tuple[str, ...]:
    return () if word in EMPTY else (stem(word), *wider(word))
