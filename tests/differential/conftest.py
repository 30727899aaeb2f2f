"""Packs of a handful of conditions add up to no background of their own."""

from __future__ import annotations

import pytest

from copilot.differential import weighed


@pytest.fixture(autouse=True)
def _small_packs(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if request.module.__name__.rpartition(".")[2] != "test_weighed":
        monkeypatch.setattr(weighed, "UNLISTED", 1e9)
