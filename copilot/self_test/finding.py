"""`Finding`: what one check found, in a line; and how a check is run so that it always ends in one."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from copilot.errors import KnownError


class Verdict(StrEnum):
    """What a line means for IT. A warning is a thing to know, not a fault of the installation."""

    FINE = "fine"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the page."""

    check: str
    verdict: Verdict
    words: str
    seconds: float = 0.0


class BrokenError(KnownError):
    """A check found something that is not as it was shipped, or does not work here."""


class NoteError(KnownError):
    """A check found something that IT should know and that is no fault of the installation."""


Check = Callable[[], str]


def found(name: str, check: Check) -> Finding:
    """Run a check: it returns what it found, or raises a `KnownError`; a bug in it fails it, by kind alone."""
    start = time.perf_counter()
    try:
        verdict, words = Verdict.FINE, check()
    except NoteError as error:
        verdict, words = Verdict.WARNING, str(error)
    except KnownError as error:
        verdict, words = Verdict.FAILED, str(error)
    except Exception as error:  # noqa: BLE001 - the page is written whatever happens
        verdict, words = Verdict.FAILED, f"The check itself ended with a {type(error).__name__}."
    return Finding(name, verdict, words, time.perf_counter() - start)
