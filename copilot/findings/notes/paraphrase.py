"""Find what a note says in other words or in another order than the vocabulary: "the right calf is swollen"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from copilot.knowledge.stems import EMPTY, said_as_one, stem, wider
from copilot.knowledge.words import Token

Entry = TypeVar("Entry")

# How many words may stand between those of a phrase, beside its own.
_ROOM = 4
_JOINING = frozenset({"and", "or", "nor"})
_PLACING = frozenset({"in", "of", "on", "at", "over", "around", "to", "behind", "under", "from", "with", "along"})
# Between the words of a phrase that lacks them, these turn what it says.
_CONTRARY = frozenset({
    "no", "not", "without", "never", "nor", "denie", "deni", "relieve", "normal", "absent", "negative", "resolv", "less",
    "except", "but",
})  # fmt: skip
_BREAKS = ";:()"


@dataclass(frozen=True, slots=True)
class Paraphrase(Generic[Entry]):
    """A phrase said in other words: what it stands for, and its words (indices, end exclusive)."""

    entry: Entry
    first: int
    last: int


# The rarest stem of a phrase -> the other stems and what the phrase stands for.
Table = Mapping[str, Sequence[tuple[tuple[str, ...], Entry]]]


def paraphrases(words: Sequence[Token], gaps: Sequence[str], table: Table[Entry]) -> list[Paraphrase[Entry]]:
    """Return the phrases whose words all stand close together in one clause, in any order.

    `gaps[i]` is the text before word `i`.
    """
    found: list[Paraphrase[Entry]] = []
    first = 0
    for at in range(1, len(words) + 1):
        if at == len(words) or any(mark in gaps[at] for mark in _BREAKS):
            found += _in_clause(words, gaps, first, at, table)
            first = at
    return found


def _in_clause(
    words: Sequence[Token], gaps: Sequence[str], first: int, last: int, table: Table[Entry]
) -> Iterable[Paraphrase[Entry]]:
    places = _places(words, first, last)
    for key, seats in places.items():
        for others, entry in table.get(key, ()):
            if any(other not in places for other in others):
                continue
            span = _closest(seats, [places[other] for other in others])
            if span is not None and _one_thing(words, gaps, span, {key, *others}):
                yield Paraphrase(entry, span[0], span[1] + 1)


def _places(words: Sequence[Token], first: int, last: int) -> dict[str, list[int]]:
    """Return where each meaning stands in the clause."""
    places: dict[str, list[int]] = {}
    skip = first
    for at in range(first, last):
        if at < skip:
            continue
        word = words[at].word
        joined = said_as_one([token.word for token in words[at : min(at + 3, last)]])
        if joined is not None:
            meaning, length = joined
            places.setdefault(meaning, []).append(at)
            skip = at + length
        elif word not in EMPTY:
            for meaning in (stem(word), *wider(word)):
                places.setdefault(meaning, []).append(at)
    return places


def _closest(seats: Sequence[int], others: Sequence[Sequence[int]]) -> tuple[int, int] | None:
    """Return the tightest span that holds one seat and one place of each other stem, or None if too wide."""
    best: tuple[int, int] | None = None
    for seat in seats:
        chosen = [seat, *(min(places, key=lambda at: abs(at - seat)) for places in others)]
        span = min(chosen), max(chosen)
        if best is None or span[1] - span[0] < best[1] - best[0]:
            best = span
    assert best is not None
    return best if best[1] - best[0] < len(others) + 1 + _ROOM else None


def _one_thing(words: Sequence[Token], gaps: Sequence[str], span: tuple[int, int], wanted: set[str]) -> bool:
    """Return whether the words of a span speak of one thing.

    "Redness and swelling of the leg" is a swollen leg; "pain and leg swelling" is no leg pain; what is
    relieved is not what is provoked.
    """
    first, last = span
    for at in range(first + 1, last + 1):
        word = words[at].word
        if at < last and stem(word) in _CONTRARY and stem(word) not in wanted:
            return False
        if (at < last and word in _JOINING) or "," in gaps[at]:
            placed = any(words[later].word in _PLACING for later in range(at, last))
            distributes = at + 1 == last and word in _JOINING and first < at - 1 and len(wanted) == 2
            if not (placed or distributes):
                return False
    return True
