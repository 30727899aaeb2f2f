"""The table model over facts: it holds the facts of one chart and works a cell out when it is painted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from copilot.chart.fact import Fact, Kind, Standing
from ui.chart.hits import Hits
from ui.parts.dates import of_when
from ui.parts.text import one_line, tip_text

Index = QModelIndex | QPersistentModelIndex
STEP = 2000  # facts, looked through in about two milliseconds
FACT_ID = int(Qt.ItemDataRole.UserRole) + 1


LOOKED_THROUGH = 200  # lines of a list in which an empty column is looked for


@dataclass(frozen=True)
class Column:
    """One column: its header, its words, its share of the width (0: as wide as `width` letters)."""

    title: str
    words: Callable[[Fact], str]
    width: int
    stretch: int = 0


KIND_WORDS = {Kind.LABORATORY: "lab", Kind.VITAL_SIGN: "vital sign", Kind.FAMILY: "family"}
STANDING_WORDS = {
    Standing.ASSERTED: "",
    Standing.UNCERTAIN: "uncertain",
    Standing.PAST: "past",
    Standing.REFUTED: "refuted",
    Standing.NONE_KNOWN: "none known",
    Standing.PLANNED: "did not happen",
    Standing.ERROR: "entered in error",
}


def standing_words(fact: Fact) -> str:
    """Return the record's status, and what it means where the word alone does not say it."""
    meaning = STANDING_WORDS[fact.standing]
    status = one_line(fact.status)
    if not meaning or meaning in status.replace("-", " "):
        return status or meaning
    return f"{status}, {meaning}" if status else meaning


def span_words(fact: Fact) -> str:
    """Return since when, and until when."""
    since, until = of_when(fact.when), of_when(fact.until)
    return f"{since} – {until}" if until and until != since else since


def source_words(fact: Fact) -> str:
    """Return where the fact stands."""
    return f"{fact.source.resource} · {fact.source.path}" if fact.source.path else fact.source.resource


WHAT = Column("What the record says", lambda fact: one_line(fact.text), 24, 5)
DETAIL = Column("Detail", lambda fact: one_line(fact.detail), 14, 3)
KIND = Column("Kind", lambda fact: KIND_WORDS.get(fact.kind, fact.kind.value), 11)
WHEN = Column("When", span_words, 15, 1)
STATUS = Column("Status", standing_words, 17, 1)
SOURCE = Column("Source", source_words, 10, 1)
ID = Column("Id", lambda fact: fact.id, 5)

MEDICATION_COLUMNS = (Column("Medicine", WHAT.words, 24, 5), Column("Dose, detail", DETAIL.words, 14, 4), STATUS, WHEN)
DOCUMENT_COLUMNS = (KIND, WHAT, DETAIL, WHEN, STATUS)
EVERY_COLUMNS = (ID, KIND, WHAT, WHEN, STATUS, SOURCE)


class FactModel(QAbstractTableModel):
    """Facts in rows; filtering replaces the list of facts, never the cells."""

    def __init__(self, columns: tuple[Column, ...], parent: QObject) -> None:
        super().__init__(parent)
        self.columns = columns
        self.leading = max(range(len(columns)), key=lambda number: columns[number].stretch)
        self._all: tuple[Fact, ...] = ()
        self._shown: tuple[Fact, ...] = ()
        self._known_rows: dict[str, int] | None = None
        self._lit: frozenset[str] = frozenset()
        self.hits = Hits()

    def set_facts(self, facts: tuple[Fact, ...], words: str = "") -> None:
        """Replace all facts; show those that contain the words."""
        self._all = facts
        self.filter(words)

    def says_nothing(self, number: int) -> bool:
        """Return whether a column is empty in every line; of a long list that is not looked for."""
        words = self.columns[number].words
        return 0 < len(self._all) <= LOOKED_THROUGH and not any(words(fact) for fact in self._all)

    def filter(self, text: str) -> None:
        """Show only facts that contain all the words."""
        for _ in self.filter_in_steps(text):
            pass

    def filter_in_steps(self, text: str) -> Iterator[None]:
        """Look for all the words in some facts at a time, then show those that contain them."""
        words = text.casefold().split()
        shown: list[Fact] = []
        for start in range(0, len(self._all) if words else 0, STEP):
            shown += _containing(self._all[start : start + STEP], words)
            yield
        self.beginResetModel()
        self._shown = tuple(shown) if words else self._all
        self._known_rows = None
        self.endResetModel()

    @property
    def _rows(self) -> dict[str, int]:
        """Return the row of every fact that is shown, worked out when first asked for."""
        if self._known_rows is None:
            self._known_rows = {fact.id: row for row, fact in enumerate(self._shown)}
        return self._known_rows

    def light(self, facts: frozenset[str]) -> None:
        """Highlight the rows of these facts."""
        changed = (self._lit | facts) & self._rows.keys()
        self._lit = facts
        for identifier in changed:
            row = self._rows[identifier]
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))

    def is_lit(self, fact: Fact) -> bool:
        """Return whether a fact is highlighted."""
        return fact.id in self._lit

    def row_of(self, fact: str) -> int | None:
        """Return the row of a fact, None where it is not shown."""
        return self._rows.get(fact)

    def knows(self, fact: str) -> bool:
        """Return whether the fact is listed, filtered out or not."""
        return fact in self._rows or any(known.id == fact for known in self._all)

    def fact_at(self, row: int) -> Fact | None:
        """Return the fact of a row, None outside them."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def fact(self, index: Index) -> Fact | None:
        """Return the fact of an index."""
        return self._shown[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own signature
        """Override QAbstractTableModel."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own signature
        """Override QAbstractTableModel."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractTableModel."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return self.columns[section].title if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractTableModel."""
        fact = self.fact(index)
        if fact is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[index.column()].words(fact)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_text(
                "\n".join(p for p in (fact.text, fact.detail, standing_words(fact), source_words(fact)) if p)
            )
        if role == FACT_ID:
            return fact.id
        return None


def _containing(facts: Sequence[Fact], words: Sequence[str]) -> Sequence[Fact]:
    """Return the facts that contain all the words."""
    for word in words:
        facts = [fact for fact in facts if _contains(fact, word)]
    return facts


def _contains(fact: Fact, word: str) -> bool:
    """Return whether a word stands in the fact."""
    if word in fact.text.casefold() or word in fact.detail.casefold() or word in fact.status.casefold():
        return True
    return word in fact.source.resource.casefold() or word in fact.id.casefold() or word in fact.kind
