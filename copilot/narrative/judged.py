"""The one seam between answers and the check of their sentences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from copilot.narrative.narrative import Sentence, Support
from copilot.narrative.relevant import Entry


def judged(text: str, cited: Iterable[Entry], today: date | None) -> Sentence:
    """Return a sentence that rests as a whole on the facts it cites, with the verdict."""
    del today
    ids = tuple(entry.fact.id for entry in cited)
    return Sentence(text, "", ids, (), Support("unsupported"), "it could not be checked")
