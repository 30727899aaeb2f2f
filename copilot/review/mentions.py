"""What a note says at one place, in a line: the finding's name and how the note means it."""

from __future__ import annotations

from collections.abc import Mapping

from copilot.findings.finding import Assertion, Mention
from copilot.knowledge.pack import Term

_WORDS = {
    Assertion.AFFIRMED: "present",
    Assertion.DENIED: "denied",
    Assertion.UNCERTAIN: "uncertain",
    Assertion.FAMILY: "in the family, not counted for the patient",
    Assertion.PAST: "past",
    Assertion.HYPOTHETICAL: "hypothetical, not counted",
}


def mention_words(mention: Mention, terms: Mapping[str, Term], *, paused: bool = False) -> str:
    """Return "Fever: denied", and that it is paused where it is."""
    term = terms.get(mention.term)
    words = f"{term.name if term is not None else mention.term}: {_WORDS[mention.assertion]}"
    return f"{words}; paused, left out of account" if paused else words
