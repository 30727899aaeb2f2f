"""The rare pack at run time: HPO's annotations of OMIM and Orphanet diseases as arrays, quick to load and to rank."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from copilot.errors import KnowledgeError

Floats = NDArray[np.float32]
Integers = NDArray[np.int32]

# Counts of small series are drawn towards what annotated features usually are (a fifth), worth four patients;
# a row without frequency stands at two fifths: of 0.25 and 0.4 it ranked 500 published cases better.
PRIOR_YES, PRIOR_NO = 0.8, 3.2
NOT_GIVEN = 0.4
BAND_PATIENTS = 4.0


@dataclass(frozen=True)
class Words:
    """The strings of the pack: terms, diseases ("members") and the series in which diseases stand together."""

    version: str
    terms: list[str]
    term_names: list[str]
    members: list[str]
    member_names: list[str]
    series_names: list[str]
    references: list[str]
    former: dict[str, str]


@dataclass(frozen=True, eq=False)  # one pack is itself: arrays have no equality in one word
class RarePack:
    """Rare diseases as arrays.

    Rows (one per disease and term, as HPO gives them): `row_member`, `row_term`, `row_count`, `row_of`, `row_band`
    (-1: not given), `row_reference` (index of a joined list in `words.references`), sorted by member.
    Columns (compressed, by term, propagated upwards): `column_start`, `column_member`, `column_share`.
    `background` is the mean share of a term over all members. `parent_start`, `parents`: is_a.
    """

    words: Words
    row_member: Integers
    row_term: Integers
    row_count: Integers
    row_of: Integers
    row_band: Floats
    row_reference: Integers
    column_start: Integers
    column_member: Integers
    column_share: Floats
    background: Floats
    parent_start: Integers
    parents: Integers
    series_of: Integers
    _above: dict[int, dict[int, int]] = field(default_factory=dict)

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Return the index of every term by id; ids that HPO has replaced lead to their successors."""
        known = {identifier: n for n, identifier in enumerate(self.words.terms)}
        known.update({old: known[new] for old, new in self.words.former.items() if new in known})
        return known

    @cached_property
    def member_index(self) -> Mapping[str, int]:
        """Return the index of every member by id."""
        return {identifier: n for n, identifier in enumerate(self.words.members)}

    @cached_property
    def row_start(self) -> Integers:
        """Return where each member's rows begin."""
        counts = np.bincount(self.row_member, minlength=len(self.words.members))
        return np.concatenate(([0], np.cumsum(counts))).astype(np.int32)

    @cached_property
    def annotated(self) -> Floats:
        """Return how much HPO annotates of each member: the shares of its rows, added up."""
        counted = (self.row_count + PRIOR_YES) / (self.row_of + PRIOR_YES + PRIOR_NO)
        shares = np.where(self.row_of > 0, counted, np.where(self.row_band >= 0, self.row_band, NOT_GIVEN))
        return np.bincount(self.row_member, shares, len(self.words.members)).astype(np.float32)

    def annotated_without(self, member: int, left_out: Collection[str]) -> float:
        """Return how much is annotated of one member when references are left out."""
        rows = range(int(self.row_start[member]), int(self.row_start[member + 1]))
        return sum(self.row_share(row, left_out) or 0.0 for row in rows)

    @cached_property
    def by_reference(self) -> Mapping[str, frozenset[int]]:
        """Return the members that have a row resting on a reference."""
        joined: dict[int, set[int]] = {}
        for member, reference in zip(self.row_member.tolist(), self.row_reference.tolist(), strict=True):
            joined.setdefault(reference, set()).add(member)
        found: dict[str, set[int]] = {}
        for reference, members in joined.items():
            for one in self.words.references[reference].split(";"):
                found.setdefault(one, set()).update(members)
        return {one: frozenset(members) for one, members in found.items()}

    def above(self, term: int) -> Mapping[int, int]:
        """Return the term and all more general ones, with the distance in steps (0 for itself)."""
        if term not in self._above:
            steps = {term: 0}
            for parent in self.parents[self.parent_start[term] : self.parent_start[term + 1]].tolist():
                for general, distance in self.above(parent).items():
                    steps[general] = min(steps.get(general, distance + 1), distance + 1)
            self._above[term] = steps
        return self._above[term]

    def column(self, term: int) -> tuple[Integers, Floats]:
        """Return the members that show the term (or a more special one), and the share of each."""
        start, end = self.column_start[term], self.column_start[term + 1]
        return self.column_member[start:end], self.column_share[start:end]

    def shares(self, member: int, left_out: Collection[str] = ()) -> dict[int, tuple[float, int]]:
        """Return, for one member, the propagated share of every term and the row that it comes from.

        Rows that rest only on the references left out do not count. A row that others support too stays,
        but its count does not: the paper left out is in it.
        """
        found: dict[int, tuple[float, int]] = {}
        for row in range(int(self.row_start[member]), int(self.row_start[member + 1])):
            share = self.row_share(row, left_out)
            if share is not None:
                for general in self.above(int(self.row_term[row])):
                    if general not in found or found[general][0] < share:
                        found[general] = (share, row)
        return found

    def row_share(self, row: int, left_out: Collection[str] = ()) -> float | None:
        """Return the share of one row, or None where all its references are left out."""
        count, of, band = int(self.row_count[row]), int(self.row_of[row]), float(self.row_band[row])
        if left_out:
            references = self.words.references[int(self.row_reference[row])].split(";")
            gone = [reference in left_out for reference in references]
            if all(gone):
                return None
            if any(gone):
                count, of, band = 0, 0, -1.0
        return share(count, of, band)


def share(count: int, of: int, band: float) -> float:
    """Return how often a term is there: counts shrunk, bands as they are, neither at `NOT_GIVEN`."""
    if of > 0:
        return (count + PRIOR_YES) / (of + PRIOR_YES + PRIOR_NO)
    return band if band >= 0 else NOT_GIVEN


_ARRAYS = tuple(name for name in RarePack.__dataclass_fields__ if name not in ("words", "_above"))


def encode(pack: RarePack) -> bytes:
    """Return the pack as bytes: one uncompressed .npz, the strings as JSON inside."""
    buffer = io.BytesIO()
    words = np.frombuffer(orjson.dumps(pack.words), dtype=np.uint8)
    arrays: dict[str, Any] = {name: getattr(pack, name) for name in _ARRAYS}
    np.savez(buffer, words=words, **arrays)
    return buffer.getvalue()


def decode(path: Path) -> RarePack:
    """Return the pack stored at `path`; raises `KnowledgeError` where it is not one of this version."""
    try:
        # Opened here: numpy leaves a file open that turns out not to be a zip.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            words = Words(**orjson.loads(stored["words"].tobytes()))
            return RarePack(words, **{name: stored[name] for name in _ARRAYS})
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise KnowledgeError(
            "is not a compiled rare pack of this version.", where=str(path), remedy="Delete it, or reinstall Chartside."
        ) from error
