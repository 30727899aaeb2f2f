"""The parts of an assessment's text, edited or not, and the text as Markdown in which nothing is markup by accident."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from copilot.review.assessment import Assessment
from copilot.review.assessment_text import HEADINGS

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_ITEM = re.compile(r"(?:\d+\.|-) ")
INDENT = "   "


class Part(Enum):
    """What a line of the text is."""

    HEADING = auto()
    ITEM = auto()
    DETAIL = auto()  # under an item
    WORDS = auto()
    GAP = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One line; the indent of a detail is not part of its text."""

    part: Part
    text: str


def parts(text: str) -> Iterator[Line]:
    """Yield the lines of a text with what each is; whatever the clinician typed is at least words."""
    for line in text.splitlines():
        if not line.strip():
            yield Line(Part.GAP, "")
        elif line in HEADINGS:
            yield Line(Part.HEADING, line)
        elif line.startswith(INDENT):
            yield Line(Part.DETAIL, line.strip())
        else:
            yield Line(Part.ITEM if _ITEM.match(line) else Part.WORDS, line.rstrip())


def as_markdown(assessment: Assessment) -> str:
    """Return the whole text under its label as Markdown."""
    if not assessment.text.strip():
        return ""
    return "\n".join([f"**{_plain(assessment.label)}**", "", *map(_line, parts(assessment.text.strip())), ""])


def _line(line: Line) -> str:
    """Return one line."""
    if line.part is Part.HEADING:
        return f"## {line.text}\n"
    if line.part is Part.ITEM:
        mark, _, words = line.text.partition(" ")
        return f"{mark} {_plain(words)}"
    if line.part is Part.DETAIL:
        return f"{INDENT}- {_plain(line.text)}"
    return f"{_plain(line.text)}  " if line.text else ""


def _plain(words: str) -> str:
    """Return words in which no character is markup, at the start of a line either."""
    escaped = _MARKUP.sub(r"\\\1", words)
    return re.sub(r"^([+=-]|\d+(?=[.)]))", _first, escaped)


def _first(found: re.Match[str]) -> str:
    """Return what would begin a list or a rule so that it does not."""
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"
