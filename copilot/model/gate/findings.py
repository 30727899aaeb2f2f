"""What the gate finds out, one line each: passed, noted, failed, or not tried and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How one step came out. `NOTED` lets a model pass, and stands on its page."""

    PASSED = "passed"
    NOTED = "noted"
    FAILED = "failed"
    SKIPPED = "not tried"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the gate: its name, its verdict, and in a sentence what was seen."""

    name: str
    verdict: Verdict
    what: str


def passed(name: str, what: str) -> Step:
    """Return a step that was passed."""
    return Step(name, Verdict.PASSED, what)


def noted(name: str, what: str) -> Step:
    """Return a step with something to know."""
    return Step(name, Verdict.NOTED, what)


def failed(name: str, what: str) -> Step:
    """Return a step that keeps the model out."""
    return Step(name, Verdict.FAILED, what)


def skipped(name: str, what: str) -> Step:
    """Return a step that was not tried, and why."""
    return Step(name, Verdict.SKIPPED, what)
