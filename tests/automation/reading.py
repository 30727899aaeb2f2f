"""All that assistive technology can read of a program."""

from __future__ import annotations

from contextlib import suppress

from tests.automation.bus import GoneError
from tests.automation.program import Program


def readable(program: Program) -> str:
    """Return everything that assistive technology can read, hidden or not."""
    said = []
    for window in program.windows():
        for element in (window, *window.within(hidden=True)):
            with suppress(GoneError):
                said += [element.name, element.description]
                said.append(element.text)
    return "\n".join(said)
