"""Finding words anywhere in a chart: every fact, every note; case and accents do not count."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from copilot.breath import in_breaths
from copilot.chart.chart import Note
from copilot.chart.dates import day
from copilot.chart.fact import Fact

LEAST = 2  # letters below which everything would be found
_END = "\n"


class _Plain(dict[int, str]):
    """Maps a character to its plain form, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        apart = unicodedata.normalize("NFKD", chr(code))
        self[code] = plain = "".join(c for c in apart if not unicodedata.combining(c)).casefold()
        return plain


_PLAIN = _Plain()


def fold(text: str) -> str:
    """Return the text without case and accents; "Straße" becomes "strasse"."""
    return text.lower() if text.isascii() else text.translate(_PLAIN)


def terms_of(words: str) -> tuple[str, ...]:
    """Return the words to look for, none where there are too few letters."""
    terms = tuple(dict.fromkeys(fold(words).split()))
    return terms if sum(map(len, terms)) >= LEAST else ()


def spans(text: str, words: str) -> tuple[tuple[int, int], ...]:
    """Return where the words stand in a text: as they were typed, else each of them if all are there."""
    terms = terms_of(words)
    folded = fold(text)
    if not terms or not all(term in folded for term in terms):
        return ()
    whole = " ".join(fold(words).split())
    return places(text, (whole,) if whole in folded else terms)


def places(text: str, terms: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Return all places of folded terms in a text as it stands."""
    folded = fold(text)
    found = [span for term in terms for span in _all(folded, term)]
    if len(folded) == len(text) and (text.isascii() or all(len(_PLAIN[ord(c)]) == 1 for c in set(text))):
        return tuple(sorted(found))
    origin = [place for place, c in enumerate(text) for _ in _PLAIN[ord(c)]]
    return tuple(sorted((origin[start], origin[end - 1] + 1) for start, end in found))


def _all(text: str, wanted: str) -> list[tuple[int, int]]:
    """Return all places of some words, none overlapping another."""
    found, place = [], text.find(wanted)
    while place >= 0:
        found.append((place, place + len(wanted)))
        place = text.find(wanted, place + len(wanted))
    return found


@dataclass(frozen=True, slots=True)
class Found:
    """The facts that hold all the words, in chart order, and where in which note they stand."""

    terms: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    notes: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = ()


class ChartIndex:
    """All lines of a chart as one folded text, so that looking through it is one search of a string."""

    def __init__(self, facts: Iterable[Fact], notes: Iterable[Note]) -> None:
        known = tuple(facts)
        lines = [fold(_line(fact)) for fact in in_breaths(known)]
        self._ids = [fact.id for fact in known]
        self._text = _END.join(lines)
        self._starts, place = [], 0
        for line in lines:
            self._starts.append(place)
            place += len(line) + 1
        self._notes = tuple(notes)

    def find(self, words: str) -> Found:
        """Return what holds all the words."""
        terms = terms_of(words)
        if not terms:
            return Found()
        notes = ((note.fact_id, spans(note.text, words)) for note in self._notes)
        return Found(terms, tuple(self._facts(terms)), tuple((note, found) for note, found in notes if found))

    def _facts(self, terms: tuple[str, ...]) -> Iterable[str]:
        """Yield the facts whose line holds all terms; the longest one is looked for, the others checked."""
        longest = max(terms, key=len)
        others = [term for term in terms if term is not longest]
        text, starts = self._text, self._starts
        place = text.find(longest)
        while place >= 0:
            row = bisect_right(starts, place) - 1
            end = starts[row + 1] - 1 if row + 1 < len(starts) else len(text)
            if all(text.find(term, starts[row], end) >= 0 for term in others):
                yield self._ids[row]
            place = text.find(longest, end)


def _line(fact: Fact) -> str:
    """Return what is looked through of a fact: what the tables show of it."""
    when = day(fact.when.text) if fact.when is not None else ""
    return f"{fact.text} {fact.detail} {fact.status} {when}".replace(_END, " ")
