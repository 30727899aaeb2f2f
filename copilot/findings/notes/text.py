"""Split a note into sentences; every one keeps its place in the note and its section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from copilot.findings.notes.sections import GLUED_STOP, Section, goes_on, sections

_BREAK = re.compile(rf"[.!?]+[\"')\]]?(?=\s|$)|\n+|;|•|{GLUED_STOP}")
# Before a name or a word: never the end of a sentence. The second group ends one before a capital letter.
_TITLES = frozenset(("dr", "mr", "mrs", "ms", "prof", "vs", "eg", "e.g", "i.e", "ie", "approx", "dept", "fig", "st"))
_SHORT_FORMS = frozenset(
    (
        "pt",
        "temp",
        "resp",
        "hr",
        "hrs",
        "wk",
        "yr",
        "yrs",
        "mo",
        "h/o",
        "c/o",
        "dx",
        "tx",
        "rx",
        "hx",
        "y.o",
        "o",
        "max",
    )
)
_ANSWER = re.compile(r"\s(?:no|none|nil|yes)\b", re.IGNORECASE)
_BULLET = re.compile(r"[ \t]{0,12}(?:[-*•–+>]|\d{1,2}[.)](?!\d)|[A-Z][A-Za-z/& ]{1,30}:|#|\[)[ \t]{0,4}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or list item: its characters in the note, and the section in which it stands."""

    start: int
    end: int
    section: Section


def sentences(text: str) -> list[Sentence]:
    """Return the sentences of a note in reading order; white space at their ends is left out."""
    found: list[Sentence] = []
    for start, end, section in sections(text):
        for first, last in _pieces(text, start, end):
            while first < last and text[first].isspace():
                first += 1
            while last > first and text[last - 1].isspace():
                last -= 1
            if first < last:
                found.append(Sentence(first, last, section))
    return found


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for mark in _BREAK.finditer(text, start, end):
        if _ends(text, mark, end):
            yield at, mark.start() if mark[0][0] in ";\n•" else mark.end()
            at = mark.end()
    yield at, end


def _ends(text: str, mark: re.Match[str], end: int) -> bool:
    """Return whether a break ends a sentence: not after an abbreviation, not where a line only wraps."""
    following = text[mark.end() : min(end, mark.end() + 40)]
    if mark[0][0] == "\n":
        if len(mark[0]) > 1 or not following or _BULLET.match(following) or following[:1].isspace():
            return True
        wraps = following[:1].islower() or following[:1].isdigit() or text[mark.start() - 1 : mark.start()] == ","
        return not wraps and not goes_on(text, mark.start())
    if mark[0] == "?" and _ANSWER.match(following):
        return False
    if mark[0] != ".":
        return True
    earlier = text[max(0, mark.start() - 12) : mark.start()].split()
    word = earlier[-1].lower().lstrip("(") if earlier else ""
    if word in _SHORT_FORMS:
        return following.lstrip()[:1].isupper()
    return word not in _TITLES
