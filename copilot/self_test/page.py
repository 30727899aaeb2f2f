"""The page: every finding in a line, for a person to file or for a machine to read."""

from __future__ import annotations

import platform
import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from copilot import stamp
from copilot.self_test.finding import Finding, Verdict

SCHEMA = "chartside-self-test/1"
WIDTH, INDENT = 100, 21


def fine(findings: Sequence[Finding]) -> bool:
    """Return whether nothing failed."""
    return all(one.verdict is not Verdict.FAILED for one in findings)


def as_text(findings: Sequence[Finding]) -> str:
    """Return the page in plain text."""
    head = [f"Chartside {stamp.line()}: self-test", f"{_now()}, {platform.node()}, {_system()}", ""]
    return "\n".join([*head, *(_line(one) for one in findings), "", _result(findings)])


def as_json(findings: Sequence[Finding]) -> dict[str, Any]:
    """Return the same for a machine."""
    return {
        "schema": SCHEMA,
        "fine": fine(findings),
        "build": stamp.line(),
        "time": _now(),
        "computer": platform.node(),
        "system": _system(),
        "checks": [
            {"check": one.check, "verdict": str(one.verdict), "words": one.words, "seconds": round(one.seconds, 2)}
            for one in findings
        ],
    }


def _line(one: Finding) -> str:
    """Return one finding, its words wrapped beside it."""
    return textwrap.fill(
        one.words,
        WIDTH,
        initial_indent=f"{one.verdict:<9}{one.check:<12}",
        subsequent_indent=" " * INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _result(findings: Sequence[Finding]) -> str:
    """Return the last line."""
    count = {verdict: sum(one.verdict is verdict for one in findings) for verdict in Verdict}
    took = f"{sum(one.seconds for one in findings):.1f} s"
    if count[Verdict.FAILED]:
        return f"Result: {count[Verdict.FAILED]} of {len(findings)} checks failed ({took})."
    warned = count[Verdict.WARNING]
    return f"Result: fine{f', with {warned} to note' if warned else ''} ({took})."


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _system() -> str:
    return f"{platform.system()} {platform.release()} {platform.machine()}"
