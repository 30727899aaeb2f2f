"""The audit trail: who did what with which patient, and where to; a chain in which a missing link shows."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from copilot.store.cipher import StoreError, in_plain_words

if TYPE_CHECKING:
    from sqlite_utils import Database

_FIRST = b"\x00" * 32


class Action(StrEnum):
    """What was done. The words are part of the chain and never change."""

    START = "start"
    END = "end"
    OPEN = "open"
    PULL = "pull"
    CLOSE = "close"
    ASK = "ask"
    WRITE = "write"
    DECIDE = "decide"
    SIGN = "sign"
    COPY = "copy"
    PRINT = "print"
    EXPORT = "export"
    LOCK = "lock"
    UNLOCK = "unlock"
    REFUSED = "refused"
    FORGET = "forget"
    PASSPHRASE = "passphrase"  # noqa: S105 - another one was chosen
    CLOCK_BACK = "clock-back"
    TOUCHED = "touched"  # an opening noticed that somebody had changed the trail


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that was done. `patient` and `destination` are ids and addresses, never a name or a text.

    `at` is UTC in ISO 8601; `seq` counts from 1.
    """

    seq: int
    at: str
    who: str
    action: Action
    patient: str = ""
    destination: str = ""
    detail: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Head:
    """The last link of the chain, as it is also kept outside the database."""

    seq: int
    mac: str


class Trail:
    """Appends to the chain and checks it; `key` is derived from the database's and never leaves memory."""

    def __init__(self, database: Database, key: bytes) -> None:
        self._database = database
        self._key = hmac.new(key, b"chartside audit chain", hashlib.sha256).digest()
        self._head, self._at = self._last()

    @property
    def head(self) -> Head:
        """Return the last link."""
        return Head(self._head.seq, self._head.mac)

    def add(self, at: str, who: str, action: Action, **more: str | Mapping[str, str | int]) -> Event:
        """Append one event in a transaction of its own and return it.

        A clock that was set back is an event of its own before it. Raises `StoreError`; then nothing was added.
        """
        if self._at and at < self._at:
            gone = {"from": self._at, "to": at}
            self._append(Event(self._head.seq + 1, at, who, Action.CLOCK_BACK, detail=gone))
        event = Event(self._head.seq + 1, at, who, action, **more)  # type: ignore[arg-type]
        self._append(event)
        return event

    def events(self, since: int = 0) -> Iterator[Event]:
        """Yield the events after a number, oldest first."""
        for row in self._rows(since):
            yield _event(row)

    def faults(self, outside: Head | None = None) -> tuple[str, ...]:
        """Return what is wrong with the chain, in words; `outside` is the last link as it was kept elsewhere.

        Finds an edited, a removed and a moved event by the chain itself; a cut-off end and an older copy of the
        whole file only by `outside`.
        """
        found: list[str] = []
        before, expected, known = _FIRST, 1, ""
        for row in self._rows(0):
            seq = int(row[0])
            if seq != expected:
                found.append(f"event {expected} is missing" if seq > expected else f"event {seq} stands twice")
            mac = row[7] if isinstance(row[7], bytes) else b""
            if not hmac.compare_digest(self._mac(before, row[:7]), mac):
                found.append(f"event {seq} is not as it was written, or not where it was")
            before, expected = mac, seq + 1
            if outside is not None and seq == outside.seq:
                known = before.hex()
        if outside is not None and outside.seq >= expected:
            found.append(f"the end is missing: {outside.seq} events were written, {expected - 1} are there")
        elif outside is not None and outside.seq and known != outside.mac:
            found.append(f"event {outside.seq} is not the one that was written")
        return tuple(found)

    def touched(self) -> tuple[str, ...]:
        """Return what openings noticed of changes to the trail, with the day: it stays said, whatever came after."""
        with in_plain_words("audit"):
            rows = self._database.execute(
                "SELECT at, detail FROM audit WHERE action = ? ORDER BY seq", (Action.TOUCHED.value,)
            ).fetchall()
        return tuple(f"noticed on {at[:10]}: {_what(detail)}" for at, detail in rows)

    def _append(self, event: Event) -> None:
        """Write one event."""
        detail = json.dumps(event.detail, sort_keys=True, ensure_ascii=True)
        row = (event.seq, event.at, event.who, event.action.value, event.patient, event.destination, detail)
        mac = self._mac(bytes.fromhex(self._head.mac) if self._head.mac else _FIRST, row)
        with in_plain_words("audit"):
            self._database.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*row, mac))
        self._head, self._at = Head(event.seq, mac.hex()), event.at

    def _mac(self, before: bytes, row: tuple[Any, ...]) -> bytes:
        """Return the link: what stands in the row, and the link before it."""
        said = json.dumps([str(value) for value in row], ensure_ascii=True).encode("ascii")
        return hmac.new(self._key, before + said, hashlib.sha256).digest()

    def _rows(self, since: int) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of the table, in order."""
        with in_plain_words("audit"):
            yield from self._database.execute(
                "SELECT seq, at, who, action, patient, destination, detail, mac FROM audit WHERE seq > ? ORDER BY seq",
                (since,),
            )

    def _last(self) -> tuple[Head, str]:
        """Return the last link and its time."""
        with in_plain_words("audit"):
            row = self._database.execute("SELECT seq, mac, at FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
        return (Head(int(row[0]), bytes(row[1]).hex()), str(row[2])) if row else (Head(0, ""), "")


def _event(row: tuple[Any, ...]) -> Event:
    """Return an event from its row; raises `StoreError` for one that we did not write."""
    seq, at, who, action, patient, destination, detail, _ = row
    try:
        return Event(seq, at, who, Action(action), patient, destination, json.loads(detail))
    except (TypeError, ValueError):
        remedy = "`chartside audit verify` says what was done to it. Tell IT."
        raise StoreError(f"Event {seq} is not as it was written.", where="audit trail", remedy=remedy) from None


def _what(detail: str) -> str:
    """Return what an opening noticed, as its event says it; that may be changed too, and `faults` tells so."""
    try:
        return str(json.loads(detail)["what"])
    except (TypeError, ValueError, KeyError):
        return "words that are not as they were written"
