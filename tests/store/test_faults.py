"""The fault matrix: whatever happens to the store, a clear message, and nothing that was kept is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from copilot.errors import KnownError
from copilot.store import keeping
from copilot.store.audit import Action
from copilot.store.cipher import DamagedStoreError, FullDiskError, StoreError, connect
from copilot.store.keeping import NoKeyError, WrongKeyError
from copilot.store.store import FILE, Store
from tests.store import keyrings

PAGE = 4096
KILLS = 50


@pytest.fixture
def folder(keyring: dict[str, str], tmp_path: Path) -> Path:
    """A folder with a store of forty reviews and as many events in it."""
    made = tmp_path / "kept"
    with Store.open(made, tmp_path / "state") as store:
        for number in range(40):
            text = json.dumps({"number": number, "filling": os.urandom(3000).hex()}).encode()
            store.reviews.keep(text, patient=f"p{number}", at=store.now(), program="0", pack="0")
            store.done(Action.OPEN, patient=f"p{number}")
    return made


def _open(folder: Path) -> Store:
    return Store.open(folder, folder.parent / "state")


def _is_whole(folder: Path, reviews: int = 40) -> bool:
    """Return whether everything that was kept can be read."""
    with _open(folder) as store:
        lines = store.reviews.list()
        assert not store.noticed
        assert store.trail.head.seq >= reviews
        assert store.trail.faults(store.trail.head) == ()
        return len(lines) == reviews and all(json.loads(store.reviews.record(line.id)) for line in lines)


def test_what_was_kept_is_there_the_next_time(folder: Path) -> None:
    assert _is_whole(folder)


@pytest.mark.long
def test_killed_at_fifty_points_of_writing_nothing_is_lost(keyring: dict[str, str], tmp_path: Path) -> None:
    """Everything that the writer said was kept is there after each kill; the chain is whole, and goes on."""
    folder, chance = tmp_path / "kept", random.Random(7)
    reviews: dict[str, int] = {}
    events = 0
    for _ in range(KILLS):
        said = _killed(folder, chance.randrange(1, 6), chance.random() * 0.02)
        for line in said:
            if line.startswith("review"):
                _, identifier, number = line.split()
                reviews[identifier] = int(number)
            elif line.startswith("event"):
                events = max(events, int(line.split()[1]))
        with Store.open(folder, folder / "state") as store:
            assert store.noticed == ()
            assert store.trail.head.seq >= events
            assert store.trail.faults(store.trail.head) == ()
            there = {line.id for line in store.reviews.list()}
            assert reviews.keys() <= there
            events = store.trail.head.seq
    with Store.open(folder, folder / "state") as store:
        assert all(json.loads(store.reviews.record(i))["number"] == n for i, n in reviews.items())
    assert len(reviews) >= KILLS


def _killed(folder: Path, lines: int, after: float) -> list[str]:
    """Run the writer, kill it some time after it has kept so much, and return what it said was kept."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.store.writer", str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    with process:
        assert process.stdout.readline().strip() == "open"
        first = "".join(process.stdout.readline() for _ in range(lines))
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        return [line for line in (first + process.stdout.read()).split("\n")[:-1] if line]


def test_a_full_disk_keeps_what_was_kept(keyring: dict[str, str], tmp_path: Path) -> None:
    with _small_disk(tmp_path) as disk:
        ballast, folder = disk / "ballast", disk / "kept"
        ballast.write_bytes(bytes(2**19))
        kept: list[str] = []
        with Store.open(folder, tmp_path / "state") as store:
            with pytest.raises(FullDiskError, match="disk is full") as error:
                _fill(store, kept)
            assert "Make room" in error.value.remedy
            assert {line.id for line in store.reviews.list()} == set(kept)
            ballast.unlink()
            store.done(Action.OPEN, patient="p0")
            assert store.reviews.forget("p0") == 1
        with Store.open(folder, tmp_path / "state") as store:
            assert {line.id for line in store.reviews.list()} == set(kept[1:])
            assert store.noticed == ()


def _fill(store: Store, kept: list[str]) -> None:
    """Keep reviews until there is no more room."""
    for number in range(2000):
        text = os.urandom(8000).hex().encode()
        kept.append(store.reviews.keep(text, patient=f"p{number}", at=store.now(), program="0", pack="0"))


def test_a_store_on_a_full_disk_can_be_closed(keyring: dict[str, str], tmp_path: Path) -> None:
    with _small_disk(tmp_path) as disk:
        kept: list[str] = []
        with Store.open(disk / "kept", tmp_path / "state") as store, pytest.raises(FullDiskError):
            _fill(store, kept)
        with Store.open(disk / "kept", tmp_path / "state") as store:
            assert {line.id for line in store.reviews.list()} == set(kept)


@contextmanager
def _small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount two megabytes; CI runs as root."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "chartside-test", str(disk)], check=True)
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("page", [1, 2, 9, 17])
def test_a_damaged_page_is_said_and_nothing_is_written_over(folder: Path, page: int) -> None:
    file = folder / FILE
    damaged = bytearray(file.read_bytes())
    damaged[(page - 1) * PAGE + 100] ^= 0xFF
    file.write_bytes(damaged)
    with pytest.raises(DamagedStoreError, match="damaged") as error:
        _open(folder)
    assert "backup" in error.value.remedy
    assert file.read_bytes() == bytes(damaged)


def test_a_file_cut_short_is_said(folder: Path) -> None:
    file = folder / FILE
    file.write_bytes(file.read_bytes()[: 5 * PAGE + 123])
    with pytest.raises(DamagedStoreError):
        _open(folder)


@pytest.mark.parametrize("how", ["empty", "gone"])
def test_a_store_that_vanished_is_not_begun_anew(folder: Path, how: str) -> None:
    file = folder / FILE
    if how == "empty":
        file.write_bytes(b"")
    else:
        file.unlink()
    with pytest.raises(DamagedStoreError, match="gone or empty"):
        _open(folder)
    assert how == "empty" or not file.exists()


def test_a_wrong_key_is_told_from_damage(folder: Path) -> None:
    keeping.keys.keep(keeping.read(folder).name, "B" * 43 + "=")
    with pytest.raises(WrongKeyError):
        _open(folder)


def test_a_key_that_is_missing_is_said(folder: Path) -> None:
    keeping.keys.forget(keeping.read(folder).name)
    with pytest.raises(NoKeyError):
        _open(folder)


def test_a_note_of_the_key_that_is_missing_is_said(folder: Path) -> None:
    (folder / keeping.FILE).unlink()
    with pytest.raises(StoreError, match="nothing says how its key is kept"):
        _open(folder)
    assert not keeping.exists(folder)


def test_a_locked_keyring_loses_nothing(folder: Path) -> None:
    keyrings.lock()
    with pytest.raises(NoKeyError):
        _open(folder)
    assert (folder / FILE).stat().st_size > 40 * 3000


def test_a_keyring_that_is_gone_loses_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={folder}/nobody")
        with pytest.raises(NoKeyError):
            _open(folder)
    assert _is_whole(folder)


def test_a_clock_that_was_set_back_is_in_the_trail(folder: Path) -> None:
    with Store.open(folder, folder.parent / "state", clock=lambda: "2020-01-01T00:00:00.000+00:00") as store:
        store.done(Action.OPEN, patient="p1")
        assert [event.action for event in store.trail.events(40)] == [Action.CLOCK_BACK, Action.OPEN]
    assert _is_whole(folder)


def test_two_at_once_are_refused_and_the_first_goes_on(folder: Path) -> None:
    with _open(folder) as first:
        with pytest.raises(StoreError, match="open already"):
            _open(folder)
        first.done(Action.OPEN, patient="p1")
    assert _is_whole(folder)


def test_a_file_that_cannot_be_written_is_said(folder: Path) -> None:
    if os.geteuid() == 0:
        _as_nobody(folder)
        return
    (folder / FILE).chmod(0o400)
    with pytest.raises(StoreError, match="cannot be written"):
        _open(folder)


def _as_nobody(folder: Path) -> None:
    """Root may write everywhere: mount the folder a second time, read-only, and open it there."""
    again = folder.parent / "again"
    again.mkdir()
    subprocess.run(["mount", "--bind", str(folder), str(again)], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(again)], check=True)
        with pytest.raises(StoreError, match="cannot be written"):
            Store.open(again, folder.parent / "state")
    finally:
        subprocess.run(["umount", str(again)], check=True)
    assert _is_whole(folder)


def test_a_store_of_a_newer_program_is_left_alone(folder: Path) -> None:
    database = connect(folder / FILE, keeping.key_of(folder))
    database.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('chartside', 'x', 'y')")
    database.conn.close()
    with pytest.raises(StoreError, match="newer Chartside"):
        _open(folder)


def test_the_power_goes_between_the_database_and_the_link_outside(folder: Path) -> None:
    with _open(folder) as store:
        store.trail.add(store.now(), "doctor", Action.OPEN, patient="p1")  # and no link outside
    with _open(folder) as store:
        assert store.noticed == ()
        assert store.trail.head.seq == 41
        store.done(Action.CLOSE)
    assert _is_whole(folder)


def test_an_older_file_put_back_is_noticed(folder: Path) -> None:
    old = (folder / FILE).read_bytes()
    with _open(folder) as store:
        store.done(Action.EXPORT, patient="p3", destination="https://example.org")
    (folder / FILE).write_bytes(old)
    with _open(folder) as store:
        assert store.noticed == ("the end is missing: 41 events were written, 40 are there",)


def _touch(folder: Path, order: str) -> None:
    """Change the trail as somebody does who has the key."""
    database = connect(folder / FILE, keeping.key_of(folder))
    for trigger in ("audit_no_update", "audit_no_delete"):
        database.execute(f"DROP TRIGGER IF EXISTS {trigger}")
    database.execute(order)
    database.conn.close()


@pytest.mark.parametrize("head", ["stays", "goes too"])
def test_what_was_cut_off_stays_said_whatever_comes_after(folder: Path, head: str) -> None:
    """The next event has a new link outside, with which the rest of the trail looks whole."""
    _touch(folder, "DELETE FROM audit WHERE seq > 30")
    if head == "goes too":
        (folder.parent / "state" / "audit-head").unlink()
    with _open(folder) as store:
        (noticed,) = store.noticed
        store.done(Action.OPEN, patient="p1")
    with _open(folder) as store:
        assert store.noticed == ()
        (said,) = store.trail.touched()
        assert said.endswith(noticed)


def test_what_is_noticed_at_every_opening_is_said_once(folder: Path) -> None:
    _touch(folder, "UPDATE audit SET patient = 'other' WHERE seq = 3")
    for _ in range(3):
        with _open(folder) as store:
            assert store.noticed == ("event 3 is not as it was written, or not where it was",)
    with _open(folder) as store:
        assert len(store.trail.touched()) == 1
    _touch(folder, "UPDATE audit SET detail = 'nonsense', action = 'touched' WHERE seq = 4")
    with _open(folder) as store, pytest.raises(StoreError, match="Event 4 is not as it was written"):
        list(store.trail.events())


def test_the_power_goes_after_the_very_first_event(keyring: dict[str, str], tmp_path: Path) -> None:
    with Store.open(tmp_path / "kept", tmp_path / "state") as store:
        store.trail.add(store.now(), "doctor", Action.OPEN, patient="p1")  # and no link outside
    with Store.open(tmp_path / "kept", tmp_path / "state") as store:
        assert store.noticed == ()


def test_a_link_outside_that_was_taken_away_is_noticed(folder: Path) -> None:
    (folder.parent / "state" / "audit-head").unlink()
    with _open(folder) as store:
        assert store.noticed == ("the last link of the audit trail is gone; 40 events are there",)


def test_a_link_outside_that_was_written_over_is_noticed(folder: Path) -> None:
    (folder.parent / "state" / "audit-head").write_text('[40, "00"] 00\n')
    with _open(folder) as store:
        assert "audit trail was touched" in store.noticed[0]


def test_a_backup_is_made_before_the_tables_change(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def more(database: object) -> None:
        """Add a table, as a later release will."""
        database["more"].create({"id": int})  # type: ignore[index]

    from copilot.store import schema

    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, more))
    with _open(folder) as store:
        assert len(store.reviews.list()) == 40
    backup = folder / f"{FILE}.before-more"
    copy = connect(backup, keeping.key_of(folder))
    assert copy.execute("SELECT count(*) FROM reviews").fetchone() == (40,)
    assert "more" not in copy.table_names()
    copy.conn.close()


def test_a_step_that_fails_leaves_the_tables_of_before(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(database: object) -> None:
        """Begin, and fail."""
        database["half"].create({"id": int})  # type: ignore[index]
        raise OSError("the power went")

    from copilot.store import schema

    with monkeypatch.context() as patch:
        patch.setattr(schema, "STEPS", (*schema.STEPS, half))
        with pytest.raises(OSError, match="power"):
            _open(folder)
    assert _is_whole(folder)


def test_nothing_that_is_kept_can_be_read_in_the_files(folder: Path) -> None:
    with _open(folder) as store:
        store.reviews.keep(b'{"name": "Canary Zwiebel"}', patient="canary-77", at=store.now(), program="0", pack="0")
        store.done(Action.OPEN, patient="canary-77")
        while_open = b"".join(path.read_bytes() for path in folder.parent.rglob("*") if path.is_file())
    afterwards = b"".join(path.read_bytes() for path in folder.parent.rglob("*") if path.is_file())
    for found in (while_open, afterwards):
        assert b"Zwiebel" not in found
        assert b"canary-77" not in found
        assert b"SQLite format" not in found


def test_a_patient_who_is_forgotten_is_gone(folder: Path) -> None:
    with _open(folder) as store:
        identifier = store.reviews.list("p7")[0].id
        store.reviews.add(identifier, store.now(), "decided", "gca", {"accepted": True})
        assert store.reviews.forget("p7") == 1
        assert store.reviews.list("p7") == ()
        assert store.reviews.happened(identifier) == ()
        with pytest.raises(StoreError, match="No review of this id"):
            store.reviews.record(identifier)
        assert len(store.reviews.list()) == 39


def test_old_reviews_go_when_their_time_is_over(folder: Path) -> None:
    with _open(folder) as store:
        store.reviews.keep(b"{}", patient="old", at="2020-01-01T08:00:00.000+00:00", program="0", pack="0")
        assert store.reviews.prune("2020-01-02") == 1
        assert len(store.reviews.list()) == 40


def test_a_session_in_memory_leaves_no_file(tmp_path: Path) -> None:
    with Store.in_memory() as store:
        store.reviews.keep(b"{}", patient="p", at=store.now(), program="0", pack="0")
        store.done(Action.OPEN, patient="p")
        assert not store.lasting
        assert store.noticed == ()
    assert list(tmp_path.iterdir()) == []


def test_errors_never_show_the_key_or_what_was_kept(folder: Path) -> None:
    key = keeping.key_of(folder)
    file = folder / FILE
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(KnownError) as error:
        _open(folder)
    assert key.hex() not in str(error.value)
    assert error.value.__cause__ is None
