"""The store's figures: both stores do the work, the encrypted one encrypted, and what is promised of them is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.review import bench_store
from copilot.store.audit import Action
from ui.bench_model import PROMISED


def test_both_keep_the_same_and_only_one_can_be_read_without_its_key(tmp_path: Path) -> None:
    with bench_store._stores(tmp_path) as stores:
        bench_store._both(stores, lambda store: store.done(Action.COPY, patient="canary"), 3)
        assert [[event.patient for event in store.trail.events()] for store in stores] == [["canary"] * 3] * 2
        assert [store.trail.faults() for store in stores] == [(), ()]
    assert b"canary" in (tmp_path / "plain.db").read_bytes()
    assert b"canary" not in (tmp_path / "encrypted.db").read_bytes()


def test_all_that_is_promised_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    for size in ("REVIEWS", "EVENTS", "LARGE"):
        monkeypatch.setattr(bench_store, size, 2)
    made = bench_store.measure_store()
    names = ("review_ratio", "large_review_ratio", "audit_event")
    assert all(getattr(made, name) > 0 and name in PROMISED for name in names)
