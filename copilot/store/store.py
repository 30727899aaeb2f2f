"""The store of one user: opened with its key, brought up to date, and closed again; nothing is written half."""

from __future__ import annotations

import getpass
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from math import inf
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from copilot.clock import must_run
from copilot.store import keeping
from copilot.store.audit import Action, Event, Trail
from copilot.store.cipher import KEY_BYTES, DamagedStoreError, StoreError, connect, faults, in_plain_words, settle
from copilot.store.head import OutsideHead
from copilot.store.instance import OneInstance
from copilot.store.keeping import Kept
from copilot.store.reviews import Reviews
from copilot.store.schema import bring_up

if TYPE_CHECKING:
    from sqlite_utils import Database

FILE = "store.db"


def now() -> str:
    """Return the time as it is kept: UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Store:
    """One open store. It belongs to the thread that opened it (`owner.Owner`).

    `reviews` and `trail` are its tables; `done` adds to the audit trail and to the link outside. `noticed` says what
    was found at opening, as a trail that was touched: the store works, and the person and IT are told. `offered`: it
    keeps nothing beyond the session, but could, behind a passphrase. `kept` is where its key is; `refused` is what a
    keyring that is there said, where it took no key.
    """

    def __init__(
        self,
        database: Database,
        key: bytes,
        *,
        outside: OutsideHead | None,
        instance: OneInstance | None = None,
        who: str = "",
        clock: Callable[[], str] = now,
        offered: bool = False,
        folder: Path | None = None,
        kept: Kept = Kept.MEMORY,
        refused: str = "",
    ) -> None:
        self._database, self._outside, self._instance, self._clock = database, outside, instance, clock
        self._who, self.offered, self._folder, self.kept = who or _user(), offered, folder, kept
        self.refused = refused
        self.reviews = Reviews(database)
        self.trail = Trail(database, key)
        self.noticed = self._checked_end()
        self._say_in_the_trail()

    @classmethod
    def open(cls, folder: Path, state: Path, *, passphrase: str | None = None, clock: Callable[[], str] = now) -> Store:
        """Open the store in a folder, or begin one there; `state` holds the audit trail's last link.

        Raises `StoreError` (`NoKeyError`, `WrongKeyError`, `DamagedStoreError`) with what to do; then nothing was
        changed. A passphrase is wanted only where there is no keyring.
        """
        must_run("No store is opened")
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        instance = OneInstance(folder)
        try:
            keeping.sweep(folder)
            path, key = _file_and_key(folder, passphrase)
            database = connect(path, key)
            try:
                settle(database, path)
                _refuse_damaged(database, path)
                bring_up(database, path, key)
                outside = OutsideHead(state, key)
                kept = keeping.read(folder).kept
                return cls(database, key, outside=outside, instance=instance, clock=clock, folder=folder, kept=kept)
            except BaseException:
                database.conn.close()
                raise
        except BaseException:
            instance.release()
            raise

    @classmethod
    def in_memory(cls, *, clock: Callable[[], str] = now, offered: bool = False, refused: str = "") -> Store:
        """Return a store that keeps nothing beyond this session."""
        key = secrets.token_bytes(KEY_BYTES)
        database = connect(":memory:", key)
        bring_up(database, None, key)
        return cls(database, key, outside=None, clock=clock, offered=offered, refused=refused)

    @property
    def lasting(self) -> bool:
        """Return whether what is kept is still there tomorrow."""
        return self._instance is not None

    def now(self) -> str:
        """Return the time by this store's clock."""
        return self._clock()

    def done(self, action: Action, *, patient: str = "", destination: str = "", **detail: str | int) -> Event:
        """Add an event to the audit trail, and its link outside. Raises `StoreError`."""
        event = self.trail.add(
            self._clock(), self._who, action, patient=patient, destination=destination, detail=detail
        )
        if self._outside is not None:
            self._outside.write(self.trail.head)
        return event

    def forget(self, patient: str) -> int:
        """Remove everything that is kept of a patient, backups of before an update too, and note that it was done.

        Returns how many reviews there were. Raises `StoreError`.
        """
        removed = self.reviews.forget(patient)
        self._remove_backups()
        self.done(Action.FORGET, patient=patient, reviews=removed)
        return removed

    def keep_no_longer(self, oldest: date) -> int:
        """Remove the reviews of days before one, and backups that hold them; returns how many. Raises `StoreError`."""
        removed = self.reviews.prune(oldest.isoformat())
        self._remove_backups(before=datetime(oldest.year, oldest.month, oldest.day, tzinfo=UTC).timestamp())
        return removed

    def change_passphrase(self, old: str, new: str) -> None:
        """Put the key behind another passphrase; whenever this ends, the old one or the new one opens the store.

        It is noted once the old one was right, and before anything changes. Raises `StoreError`.
        """
        if self._folder is None:
            raise StoreError("Nothing is kept this time.", remedy="Begin to keep reviews first.")
        made = keeping.behind_another(self._folder, old, new)
        self.done(Action.PASSPHRASE)
        keeping.write(self._folder, made)

    def _remove_backups(self, before: float = inf) -> None:
        """Remove the copies that were made before an update of the tables, all of them or those of before a time."""
        for copy in self._folder.glob(f"{FILE}.before-*") if self._folder is not None else ():
            try:
                if copy.stat().st_mtime < before:
                    copy.unlink()
            except OSError as error:
                what = "A copy of before an update still holds what was to be removed."
                raise StoreError(what, where=copy.name, remedy="Remove that file, or ask IT.") from error

    def close(self) -> None:
        """Write everything into the one file and let go of it.

        Where the disk is full, the file beside it keeps what was written, until the next time.
        """
        with suppress(StoreError), in_plain_words(FILE):
            self._database.execute("PRAGMA wal_checkpoint(truncate)").fetchall()
        self._database.conn.close()
        if self._instance is not None:
            self._instance.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _say_in_the_trail(self) -> None:
        """Add what was noticed to the trail, once: the next event gets a new link outside, which would hide it."""
        what = "; ".join(self.noticed)
        if what and not any(said.endswith(f": {what}") for said in self.trail.touched()):
            self.done(Action.TOUCHED, what=what)

    def _checked_end(self) -> tuple[str, ...]:
        """Return what the link outside shows of the end of the trail.

        The power may have gone after an event and before its link: then the trail is ahead, which is no fault. It may
        have been the first one: then there is no link yet.
        """
        if self._outside is None:
            return ()
        try:
            outside = self._outside.read()
        except StoreError as error:
            return (str(error),)
        if outside is None and self.trail.head.seq > 1:
            return (f"the last link of the audit trail is gone; {self.trail.head.seq} events are there",)
        return self.trail.faults(outside) if outside is not None else ()


def _file_and_key(folder: Path, passphrase: str | None) -> tuple[Path, bytes]:
    """Return the file and its key; begins a store only where nothing of one is there."""
    path = folder / FILE
    there = path.exists()
    if not keeping.exists(folder):
        if there and path.stat().st_size:
            raise StoreError(
                "There is a store, and nothing says how its key is kept.",
                where=keeping.FILE,
                remedy="Restore that file from a backup, or ask IT. Nothing was changed.",
            )
        return path, keeping.begin(folder, passphrase)
    key = keeping.key_of(folder, passphrase)
    # A store that is gone or empty is not made anew in silence: something took it away.
    if not there or not path.stat().st_size:
        raise DamagedStoreError(
            "The store is gone or empty, though it was begun.",
            where=FILE,
            remedy=f"Restore it from a backup; to begin a new one, remove {keeping.FILE} too.",
        )
    return path, key


def _refuse_damaged(database: Database, path: Path) -> None:
    """Look through every page; raises `DamagedStoreError` that says which ones are damaged."""
    found = faults(database, path)
    if found:
        raise DamagedStoreError(
            f"{len(found)} of its pages are damaged.", where=path.name, remedy="Restore a backup, or ask IT."
        )


def _user() -> str:
    """Return who is signed in to this computer."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"
