"""Leads of an electrocardiogram and segments of the spine: a sentence may name only those of what it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copilot.narrative.narrative import Fault, Support

_LEAD = re.compile(r"\b(?:V[1-9]R?|aV[RLF]|[CTLS][1-9]\d?)\b")
_SPAN = re.compile(r"\b(?P<row>[VCTLS])(?P<first>\d\d?) ?(?:to|through|-|–|/) ?(?P=row)?(?P<last>\d\d?)\b")


def lead_faults(said: str, sources: Sequence[str]) -> Iterator[Fault]:
    """Yield a lead or a segment that no source names, where the sources name others."""
    there = {lead for source in sources for lead in _leads(source)}
    for lead in sorted(_leads(said) - there):
        if there:
            yield Fault(Support.CONTRADICTED, f"it says {lead}, which what it cites does not")


def _leads(text: str) -> set[str]:
    """Return the leads of a text, those between two as well: "V4 to V6" is three."""
    found = set(_LEAD.findall(text))
    for span in _SPAN.finditer(text):
        found |= {f"{span['row']}{number}" for number in range(int(span["first"]), int(span["last"]) + 1)}
    return found
