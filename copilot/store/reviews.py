"""Reviews as they are kept: inputs and outputs in one record, what happened to them beside it, added line by line."""

from __future__ import annotations

import json
import secrets
import zlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from copilot.store.cipher import StoreError, in_plain_words

if TYPE_CHECKING:
    from sqlite_utils import Database

_MOST = 512 * 2**20  # a record is a chart and what was said of it: more than this is no chart


@dataclass(frozen=True, slots=True)
class Line:
    """A review in a list: no name, no text. `patient` is the chart's own id, `model` a hash or empty."""

    id: str
    patient: str
    made_at: str
    program: str
    pack: str
    model: str


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that was done with a review: opened, decided, signed; `words` is JSON."""

    at: str
    what: str
    about: str
    words: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question to a model about a review: `asked` is JSON, `sha256` by what it is known."""

    at: str
    sha256: str
    asked: bytes


@dataclass(frozen=True, slots=True)
class Exchange:
    """Something that a model was asked in a conversation about a review: `said` is JSON, prompts and answer too."""

    at: str
    what: str
    said: bytes


class Reviews:
    """The tables `reviews`, `happened`, `prompts` and `exchanges` of one open store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, record: bytes, *, patient: str, at: str, program: str, pack: str, model: str = "") -> str:
        """Keep a record (JSON) as it is now, and return its id. Raises `StoreError`."""
        identifier = secrets.token_hex(8)
        packed = zlib.compress(record, 1)
        with in_plain_words("reviews"):
            self._database.execute(
                "INSERT INTO reviews VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (identifier, patient, at, at[:10], program, pack, model, packed),
            )
        return identifier

    def add(self, review: str, at: str, what: str, about: str = "", words: Mapping[str, Any] | None = None) -> None:
        """Note that something happened to a review. Raises `StoreError`."""
        with in_plain_words("reviews"):
            self._database.execute(
                "INSERT INTO happened (review, at, what, about, words) VALUES (?, ?, ?, ?, ?)",
                (review, at, what, about, json.dumps(words or {}, ensure_ascii=False)),
            )

    def add_prompts(self, review: str, prompts: Iterable[Prompt]) -> None:
        """Keep what a model was asked about a review, all or nothing. Raises `StoreError`."""
        with in_plain_words("reviews"), self._database.atomic():
            for one in prompts:
                self._database.execute(
                    "INSERT INTO prompts (review, at, sha256, asked) VALUES (?, ?, ?, ?)",
                    (review, one.at, one.sha256, zlib.compress(one.asked, 6)),
                )

    def add_exchange(self, review: str, exchange: Exchange) -> None:
        """Keep what was asked in a conversation, and what came of it. Raises `StoreError`."""
        with in_plain_words("reviews"):
            self._database.execute(
                "INSERT INTO exchanges (review, at, what, said) VALUES (?, ?, ?, ?)",
                (review, exchange.at, exchange.what, zlib.compress(exchange.said, 6)),
            )

    def exchanges(self, identifier: str) -> tuple[Exchange, ...]:
        """Return what was asked in conversations about a review, in order. Raises `StoreError`."""
        rows = self._rows("SELECT at, what, said FROM exchanges", identifier)
        return tuple(Exchange(at, what, _unpacked(said, identifier)) for at, what, said in rows)

    def prompts(self, identifier: str) -> tuple[Prompt, ...]:
        """Return what a model was asked about a review, in order. Raises `StoreError`."""
        rows = self._rows("SELECT at, sha256, asked FROM prompts", identifier)
        return tuple(Prompt(at, sha256, _unpacked(asked, identifier)) for at, sha256, asked in rows)

    def list(self, patient: str | None = None) -> tuple[Line, ...]:
        """Return all reviews, or one patient's, the newest first."""
        where, values = ("", ()) if patient is None else ("WHERE patient = ?", (patient,))
        with in_plain_words("reviews"):
            rows = self._database.execute(
                f"SELECT id, patient, made_at, program, pack, model FROM reviews {where} "  # noqa: S608 - no value in it
                "ORDER BY made_at DESC, id",
                values,
            ).fetchall()
        return tuple(Line(*row) for row in rows)

    def record(self, identifier: str) -> bytes:
        """Return what was kept; raises `StoreError` for an id that is not there."""
        with in_plain_words("reviews"):
            row = self._database.execute("SELECT record FROM reviews WHERE id = ?", (identifier,)).fetchone()
        if row is None:
            raise StoreError(
                "No review of this id is kept here.", where=identifier, remedy="`chartside reviews` lists them."
            )
        return _unpacked(row[0], identifier)

    def happened(self, identifier: str) -> tuple[Happening, ...]:
        """Return what was done with a review, in order."""
        return tuple(Happening(*row) for row in self._rows("SELECT at, what, about, words FROM happened", identifier))

    def forget(self, patient: str) -> int:
        """Remove everything that is kept of a patient's reviews; returns how many there were. Raises `StoreError`."""
        return self._remove("patient = ?", patient)

    def prune(self, before: str) -> int:
        """Remove the reviews of days before one ("2026-01-31"); returns how many. Raises `StoreError`."""
        return self._remove("day < ?", before)

    def _rows(self, select: str, review: str) -> Sequence[tuple[Any, ...]]:
        """Return the rows of one table that belong to a review, in the order in which they were added."""
        with in_plain_words("reviews"):
            found = self._database.execute(f"{select} WHERE review = ? ORDER BY number", (review,)).fetchall()
        return cast("Sequence[tuple[Any, ...]]", found)

    def _remove(self, which: str, value: str) -> int:
        """Remove reviews and what happened to them as one; nothing readable stays in the file or beside it."""
        with in_plain_words("reviews"), self._database.atomic():
            for table in ("happened", "prompts", "exchanges"):
                self._database.execute(
                    f"DELETE FROM {table} WHERE review IN (SELECT id FROM reviews WHERE {which})",  # noqa: S608 - ours
                    (value,),
                )
            removed = self._database.execute(f"DELETE FROM reviews WHERE {which}", (value,)).rowcount  # noqa: S608
        # Into the one file, overwritten; on a full disk that waits until the next time.
        with suppress(StoreError), in_plain_words("reviews"):
            self._database.execute("PRAGMA wal_checkpoint(truncate)").fetchall()
        return int(removed)


def _unpacked(packed: bytes, where: str) -> bytes:
    """Return a record; raises `StoreError` for one that is not whole."""
    reader = zlib.decompressobj()
    try:
        record = reader.decompress(packed, _MOST)
    except zlib.error:
        record = b""
    if not reader.eof:
        raise StoreError("The review cannot be read.", where=where, remedy="Report it; the others are whole.")
    return record
