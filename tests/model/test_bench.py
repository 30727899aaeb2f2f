from __future__ import annotations

from pathlib import Path

import pytest

from copilot.model import bench


def test_the_process_boundary_is_measured(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "TOKENS", 40)
    worker, inside = bench.tokens_per_second_ratio(tiny, threads=1)
    assert worker > 0
    assert inside > 0
