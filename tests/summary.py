"""Lines that a test leaves for the end of the run, where people and CI read them."""

from __future__ import annotations

import pytest

# A property of the test's report, since a report comes home from whichever process ran the test.
MEASURED = "measured"


def measured(reporter: pytest.TerminalReporter) -> list[str]:
    """Return what the tests of this run measured, in the order of their names."""
    reports = [report for kind in ("passed", "failed") for report in reporter.getreports(kind)]
    by_name = sorted(reports, key=lambda report: report.nodeid)
    return [str(line) for report in by_name for name, line in report.user_properties if name == MEASURED]
