"""Words of a chart made safe to say anywhere: without control or hiding characters, on one line if need be."""

from __future__ import annotations

import re

from copilot.chart.hidden import visible

# C0/C1 controls; what hides or turns the reading direction is taken out where the chart takes it out.
_CONTROLS = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f]")
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """Return the text without characters that are invisible or reorder what is read; newlines stay."""
    return visible(_CONTROLS.sub("", text))


def one_line(text: str) -> str:
    """Return the text as one line."""
    return _SPACES.sub(" ", clean(text)).strip()


def lower_first(name: str) -> str:
    """Return the name as it stands inside a sentence; an abbreviation keeps its capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
