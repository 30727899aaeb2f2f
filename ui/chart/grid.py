"""Results by analyte and day, worked out off the UI thread: plain data that a table model shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from copilot.breath import in_breaths
from copilot.chart.fact import Fact, Quantity, Range, Standing
from copilot.chart.flags import Mark, flag_of, is_abnormal, mark_of
from copilot.chart.spoken import shown_value
from copilot.chart.words import one_line
from ui.chart.time_axis import seconds

OUTLINE = 200
LEFT_OUT = frozenset({Standing.ERROR, Standing.PLANNED})


@dataclass(frozen=True, slots=True)
class Cell:
    """The results of one analyte on one day; the last of them is shown."""

    facts: tuple[Fact, ...]
    text: str
    flag: str

    @property
    def abnormal(self) -> bool:
        """Return whether the laboratory marks the shown result, or its own range does."""
        return is_abnormal(self.flag)


@dataclass(frozen=True, slots=True)
class Analyte:
    """One row: what was measured, in which unit, against which range, and the cells by day.

    `outline` is what a trend of the `points` looks like with few enough of them to be painted in a moment;
    `results` are the facts of the points, `marks` how the laboratory marks each. `facts` tells the day of every fact of
    the row by its id.
    """

    label: str
    unit: str
    range: str
    cells: dict[date, Cell]
    points: tuple[tuple[float, float], ...]
    limits: tuple[float | None, float | None]
    outline: tuple[tuple[float, float], ...]
    facts: Mapping[str, date]
    results: tuple[Fact, ...]
    marks: tuple[Mark, ...]

    @property
    def latest(self) -> Cell:
        """Return the newest cell."""
        return self.cells[max(self.cells)]

    @property
    def name(self) -> tuple[str, str]:
        """Return what tells the row from others, whatever its place: analyte and unit."""
        return self.label, self.unit


@dataclass(frozen=True)
class Grid:
    """All analytes, the abnormal first where asked, over all days with a result, oldest first."""

    rows: tuple[Analyte, ...]
    days: tuple[date, ...]
    undated: int = 0

    @property
    def abnormal(self) -> int:
        """Return how many rows end in a marked result."""
        return sum(row.latest.abnormal for row in self.rows)

    def place(self, fact: str) -> tuple[int, date] | None:
        """Return the row and the day of a fact."""
        for number, row in enumerate(self.rows):
            if fact in row.facts:
                return number, row.facts[fact]
        return None

    def abnormal_first(self, most: int = 0) -> Grid:
        """Return the same with marked rows on top, cut to `most` rows, and only the days still needed."""
        rows = tuple(sorted(self.rows, key=lambda row: (not row.latest.abnormal, -max(row.cells).toordinal())))
        rows = rows[:most] if most else rows
        return Grid(rows, tuple(sorted({day for row in rows for day in row.cells})))

    def only_abnormal(self) -> Grid:
        """Return the rows that end in a marked result, over all days."""
        return Grid(tuple(row for row in self.rows if row.latest.abnormal), self.days)


def grid(facts: Iterable[Fact]) -> Grid:
    """Return the grid of these facts; what has no value, no day, or was retracted stays in "All facts"."""
    by_analyte: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    undated = 0
    for fact in in_breaths(facts):
        if fact.value is None or fact.standing in LEFT_OUT:
            continue
        if fact.when is None:
            undated += 1
            continue
        by_analyte[_key(fact)].append(fact)
    rows = tuple(_analyte(group) for group in by_analyte.values())
    return Grid(rows, tuple(sorted({day for row in rows for day in row.cells})), undated)


def _key(fact: Fact) -> tuple[str, str]:
    """Return what makes two results comparable: the same code (else label) in the same unit."""
    unit = fact.value.unit if isinstance(fact.value, Quantity) else ""
    code = next((c.code for c in fact.codes if c.code and "loinc" in c.system), "")
    return code or fact.label.casefold(), unit


def _analyte(group: list[Fact]) -> Analyte:
    """Return one row from the results of one analyte."""
    group.sort(key=lambda fact: fact.when.earliest if fact.when else 0)
    days = {fact.id: fact.when.earliest.date() for fact in group if fact.when is not None}
    by_day: dict[date, list[Fact]] = defaultdict(list)
    for fact in group:
        by_day[days[fact.id]].append(fact)
    newest = group[-1]
    limits = newest.range or next((fact.range for fact in reversed(group) if fact.range), None)
    flags = {fact.id: flag_of(fact) for fact in group}
    results = tuple(fact for fact in group if isinstance(fact.value, Quantity))
    points = tuple(
        (seconds(fact.when.earliest), float(fact.value.value))
        for fact in results
        if fact.when and isinstance(fact.value, Quantity)
    )
    return Analyte(
        one_line(newest.label),
        one_line(newest.value.unit) if isinstance(newest.value, Quantity) else "",
        one_line(str(limits)) if limits else "",
        {day: Cell(tuple(facts), shown_value(facts[-1]), flags[facts[-1].id]) for day, facts in by_day.items()},
        points,
        _limits(limits),
        outline(points),
        days,
        results,
        tuple(mark_of(flags[fact.id]) for fact in results),
    )


def outline(points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    """Return the points that a line through all of them shows: of each stretch the lowest and the highest."""
    if len(points) <= OUTLINE:
        return points
    stretch = -(-2 * len(points) // OUTLINE)
    kept = {0, len(points) - 1}
    for start in range(0, len(points), stretch):
        places = range(start, min(start + stretch, len(points)))
        kept |= {min(places, key=lambda place: points[place][1]), max(places, key=lambda place: points[place][1])}
    return tuple(points[place] for place in sorted(kept))


def _limits(limits: Range | None) -> tuple[float | None, float | None]:
    """Return the range as numbers for drawing."""
    if limits is None:
        return None, None
    return (
        None if limits.low is None else float(limits.low),
        None if limits.high is None else float(limits.high),
    )
