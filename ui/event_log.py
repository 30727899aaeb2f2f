"""An event log for robots: one line of JSON for each thing that happens, so that nobody has to wait by the clock."""

from __future__ import annotations

import json
import os
import re
from enum import StrEnum
from pathlib import Path
from time import monotonic

from copilot.errors import KnownError
from copilot.testing import in_force

NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL
WORD = re.compile(r"[a-z_-]*(?:\.[a-z_-]+)*")  # an identifier, a kind of message, an action
FORBIDDEN = "IT does not allow an event log on this machine."


class Event(StrEnum):
    """What can happen; the words do not change lightly."""

    STARTED = "started"
    PATIENTS_LISTED = "patients-listed"
    PACKS_LOADED = "packs-loaded"
    STORE = "store"
    PATIENT_OPENING = "patient-opening"
    CHART_PART_SHOWN = "chart-part-shown"
    PATIENT_OPENED = "patient-opened"
    PATIENT_LEFT = "patient-left"
    DIFFERENTIAL_SHOWN = "differential-shown"
    FINDINGS_CORRECTED = "findings-corrected"
    DECIDED = "decided"
    ASSESSMENT = "assessment"
    MODEL_LOADED = "model-loaded"
    MODEL_FAILED = "model-failed"
    NARRATIVE_SETTLED = "narrative-settled"
    QUESTION_SETTLED = "question-settled"
    TAB_SHOWN = "tab-shown"
    MESSAGE = "message"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    CLOSED = "closed"


class EventLog:
    """A file of events. A line holds seconds since the start, the event, a word of the program's own, and counts.

    There is no field for a text, so that nothing of a patient comes in: `what` is an identifier of a control, a kind
    of message or an action, as it stands in the program's own source.
    """

    def __init__(self, path: Path) -> None:
        if not in_force().event_log:
            raise KnownError(FORBIDDEN, remedy="Start Chartside without --event-log.")
        self._began = monotonic()
        try:
            self._file: int | None = os.open(path, NEW, 0o600)
        except FileExistsError:
            raise KnownError(
                "The event log is there already.", where=str(path), remedy="Name a file that is not there yet."
            ) from None
        except OSError as error:
            raise KnownError(
                f"The event log cannot be written ({error.strerror}).", where=str(path), remedy="Choose another file."
            ) from None
        self.note(Event.STARTED)

    def note(self, event: Event, what: str = "", **counts: int) -> None:
        """Write one line, at once and whole; on a disk that takes no more, nothing more is written."""
        if self._file is None:
            return
        if not WORD.fullmatch(what):
            raise ValueError("no word of the program's own")  # it is not repeated here: it may be a chart's
        line: dict[str, object] = {"seconds": round(monotonic() - self._began, 3), "event": event.value}
        line |= {"what": what} if what else {}
        try:
            os.write(self._file, json.dumps(line | counts).encode("ascii") + b"\n")
        except OSError:
            self._end()

    def close(self) -> None:
        """Write no more."""
        self.note(Event.CLOSED)
        self._end()

    def _end(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
