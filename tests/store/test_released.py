"""A store that an earlier Chartside wrote is opened, brought up to date and read by this one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from copilot.store.audit import Action
from copilot.store.cipher import connect, faults, settle
from copilot.store.head import FILE, OutsideHead
from copilot.store.schema import STEPS, bring_up
from copilot.store.store import Store
from tests.store.released import make

RELEASED = sorted(make.HERE.glob("schema-*.db"))
MOST_BYTES = 60_000


def test_there_is_one_of_every_schema() -> None:
    assert [path.stem for path in RELEASED] == [f"schema-{number}" for number in range(1, len(STEPS) + 1)]
    assert all(path.stat().st_size < MOST_BYTES for path in RELEASED)


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_a_store_of_before_is_read_and_gone_on_with(released: Path, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    shutil.copy(released, path)
    shutil.copy(released.with_suffix(".head"), tmp_path / FILE)
    database = connect(path, make.KEY)
    settle(database, path)
    assert faults(database, path) == ()
    bring_up(database, path, make.KEY)
    with Store(database, make.KEY, outside=OutsideHead(tmp_path, make.KEY), clock=lambda: make.AT) as store:
        assert store.noticed == ()
        (line,) = store.reviews.list()
        assert (line.patient, line.made_at, line.program) == ("p1", make.AT, "0.7.0")
        assert store.reviews.record(line.id) == make.RECORD
        (happened,) = store.reviews.happened(line.id)
        assert (happened.what, json.loads(happened.words)) == ("decided", {"accepted": ["giant-cell-arteritis"]})
        there = released.stem != "schema-1"  # which knew nothing of what a model was asked
        assert [one.asked for one in store.reviews.prompts(line.id)] == [make.ASKED] * there
        assert [event.action for event in store.trail.events()] == [Action.OPEN, Action.COPY]
        there = released.stem == "schema-3"  # the ones before knew nothing of conversations
        assert [one.said for one in store.reviews.exchanges(line.id)] == [make.SAID] * there
        store.done(Action.FORGET, patient="p1")
        assert store.reviews.forget("p1") == 1
        assert store.reviews.prompts(line.id) == store.reviews.exchanges(line.id) == ()
        assert store.trail.faults(store.trail.head) == ()
