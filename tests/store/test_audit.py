"""The audit trail: whatever is done to it afterwards shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from copilot.store.audit import Action, Head, Trail
from copilot.store.cipher import StoreError, connect, settle
from copilot.store.head import FILE, OutsideHead
from copilot.store.schema import bring_up

KEY = bytes(range(32))
TIMES = [f"2026-11-27T10:00:0{n}.000+00:00" for n in range(10)]


@pytest.fixture
def database() -> Any:
    made = connect(":memory:", KEY)
    settle(made, ":memory:")
    bring_up(made, None, KEY)
    yield made
    made.conn.close()


def _written(database: Any, amount: int = 6) -> Trail:
    trail = Trail(database, KEY)
    for number in range(amount):
        trail.add(TIMES[number], "doctor", Action.OPEN, patient=f"p{number}", detail={"n": number})
    return trail


def _touch(database: Any, order: str) -> None:
    """Change the table as somebody would who has the key: without the triggers."""
    database.execute("DROP TRIGGER IF EXISTS audit_no_update")
    database.execute("DROP TRIGGER IF EXISTS audit_no_delete")
    database.execute(order)


def test_a_trail_that_nobody_touched_has_no_faults(database: Any) -> None:
    trail = _written(database)
    assert trail.faults(trail.head) == ()
    assert [event.patient for event in trail.events()] == [f"p{n}" for n in range(6)]
    assert Trail(database, KEY).head == trail.head


@pytest.mark.parametrize("order", ["UPDATE audit SET who = 'x'", "DELETE FROM audit"])
def test_the_table_is_only_added_to(database: Any, order: str) -> None:
    _written(database)
    with pytest.raises(dbapi2.Error, match="only added to"):
        database.execute(order)


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("UPDATE audit SET patient = 'other' WHERE seq = 3", "event 3 is not as it was written"),
        ("UPDATE audit SET detail = '{}' WHERE seq = 2", "event 2 is not as it was written"),
        ("UPDATE audit SET action = 'nonsense' WHERE seq = 2", "event 2 is not as it was written"),
        ("UPDATE audit SET mac = 'text' WHERE seq = 4", "event 4 is not as it was written"),
        ("DELETE FROM audit WHERE seq = 4", "event 4 is missing"),
        ("DELETE FROM audit WHERE seq > 4", "the end is missing: 6 events were written, 4 are there"),
        ("DELETE FROM audit", "the end is missing: 6 events were written, 0 are there"),
    ],
)
def test_what_was_done_to_it_is_found(database: Any, order: str, said: str) -> None:
    head = _written(database).head
    _touch(database, order)
    assert any(said in fault for fault in Trail(database, KEY).faults(head))


def test_two_events_that_changed_places_are_found(database: Any) -> None:
    head = _written(database).head
    _touch(database, "UPDATE audit SET seq = CASE seq WHEN 2 THEN 30 ELSE 20 END WHERE seq IN (2, 3)")
    _touch(database, "UPDATE audit SET seq = seq / 10 WHERE seq > 10")
    assert len(Trail(database, KEY).faults(head)) >= 2


def test_an_older_copy_put_back_is_found(database: Any) -> None:
    old = _written(database, 3)
    rows = database.execute("SELECT * FROM audit").fetchall()
    for number in range(3, 6):
        old.add(TIMES[number], "doctor", Action.COPY)
    head = old.head
    _touch(database, "DELETE FROM audit")
    for row in rows:
        database.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    trail = Trail(database, KEY)
    assert trail.faults() == ()  # by itself it looks whole: that is what the link outside is for
    assert trail.faults(head) == ("the end is missing: 6 events were written, 3 are there",)
    for number in range(6, 9):
        trail.add(TIMES[number], "doctor", Action.OPEN)
    assert trail.faults(head) == ("event 6 is not the one that was written",)


def test_another_key_cannot_write_a_link(database: Any) -> None:
    _written(database, 2)
    forged = Trail(database, bytes(32))
    forged.add(TIMES[5], "thief", Action.EXPORT)
    assert Trail(database, KEY).faults() == ("event 3 is not as it was written, or not where it was",)


def test_a_clock_that_was_set_back_is_an_event(database: Any) -> None:
    trail = Trail(database, KEY)
    trail.add(TIMES[5], "doctor", Action.OPEN)
    trail.add(TIMES[2], "doctor", Action.CLOSE)
    events = list(trail.events())
    assert [event.action for event in events] == [Action.OPEN, Action.CLOCK_BACK, Action.CLOSE]
    assert events[1].detail == {"from": TIMES[5], "to": TIMES[2]}
    assert trail.faults(trail.head) == ()


def test_the_link_outside_is_read_back(tmp_path: Path) -> None:
    outside = OutsideHead(tmp_path, KEY)
    assert outside.read() is None
    for number in range(3):
        outside.write(Head(number, f"{number:064x}"))
    assert outside.read() == Head(2, f"{2:064x}")
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_half_a_line_is_passed_over(tmp_path: Path) -> None:
    outside = OutsideHead(tmp_path, KEY)
    outside.write(Head(1, "aa"))
    outside.write(Head(2, "bb"))
    whole = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole[:-20])
    assert outside.read() == Head(1, "aa")


def test_a_line_of_somebody_else_is_not_taken(tmp_path: Path) -> None:
    OutsideHead(tmp_path, bytes(32)).write(Head(9, "cc"))
    with pytest.raises(StoreError, match="not what Chartside wrote"):
        OutsideHead(tmp_path, KEY).read()


def test_the_file_outside_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copilot.store.head._LINES", 10)
    outside = OutsideHead(tmp_path, KEY)
    for number in range(40):
        outside.write(Head(number, f"{number:064x}"))
    assert len((tmp_path / FILE).read_bytes().splitlines()) < 20
    assert outside.read() == Head(39, f"{39:064x}")
