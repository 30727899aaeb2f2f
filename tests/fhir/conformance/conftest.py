"""Everything at the pace of a test: waits are what they are in the field, shortened alike."""

from __future__ import annotations

import pytest

from copilot.fhir.server import pace


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "FIRST_WAIT", 0.02)
    monkeypatch.setattr(pace, "DROP_WAITS", (0.01, 0.02))
    monkeypatch.setattr(pace, "jitter", lambda most: 0.0)
