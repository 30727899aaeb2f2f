"""`Clue`: what one fact says of one term, before the clues of all facts are merged."""

from __future__ import annotations

from dataclasses import dataclass

from copilot.chart.fact import When
from copilot.findings.finding import How, Presence


@dataclass(frozen=True, slots=True)
class Clue:
    """One statement about one term.

    `origin` names the document it stands in (a note's fact, or the fact itself): within one document
    presence wins over denial, between documents the newer one. `place` is the section of a note;
    `implied` says that it follows from another term; `lasting` that it does not grow old (an active
    problem, a past illness).
    """

    term: str
    presence: Presence
    facts: tuple[str, ...]
    text: str
    how: How
    origin: str
    when: When | None = None
    place: str = ""
    implied: bool = False
    lasting: bool = False
