"""Waits as short as they can be: what is tested is that it waits, not for how long."""

from __future__ import annotations

import pytest

from copilot.fhir.server import pace


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(pace, "DROP_WAITS", (0.01, 0.01))
