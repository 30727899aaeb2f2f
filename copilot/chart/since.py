"""What is new since the last time the patient was seen or measured, with the arithmetic of what changed.

A result is listed where the laboratory's mark comes or goes, or where it moved by half the width of the
laboratory's own range; without such a range by a quarter of its value, body weight by a twentieth. These
shares are the project's own choice: they decide what is listed here, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from copilot.chart.chart import Chart
from copilot.chart.courses import Course, Ending
from copilot.chart.dates import of_date
from copilot.chart.fact import Fact, Kind, Quantity, Standing
from copilot.chart.flags import Mark, flag_of, mark_of
from copilot.chart.spoken import marked_value, shown_value
from copilot.chart.units import convert, unit_of
from copilot.chart.words import one_line

OF_RANGE, OF_VALUE, OF_WEIGHT = Decimal("0.5"), Decimal("0.25"), Decimal("0.05")
_WEIGHT = frozenset({"29463-7", "3141-9"})
_SEEN = frozenset({Kind.ENCOUNTER, Kind.LABORATORY, Kind.VITAL_SIGN})
_MEASURED = frozenset({Kind.LABORATORY, Kind.VITAL_SIGN})
_HOLDS = frozenset({Standing.ASSERTED, Standing.UNCERTAIN})
_NOT_THERE = frozenset({Standing.ERROR, Standing.PLANNED, Standing.REFUTED})
_DIGITS = 3
_TIMES = 3  # from here on a rise is said as a multiple


class ChangeKind(StrEnum):
    """What sort of change, in the order in which they are listed; the value is its word."""

    ABNORMAL = "newly abnormal"
    CHANGED = "changed"
    DIAGNOSIS = "new diagnosis"
    STARTED = "started"
    STOPPED = "stopped"
    NORMAL = "no longer marked"
    RESOLVED = "resolved"
    ALLERGY = "new allergy"
    DOCUMENT = "new"


_ENTRIES = {
    Kind.PROBLEM: ChangeKind.DIAGNOSIS,
    Kind.ALLERGY: ChangeKind.ALLERGY,
    **dict.fromkeys((Kind.NOTE, Kind.REPORT, Kind.PROCEDURE, Kind.IMMUNIZATION), ChangeKind.DOCUMENT),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what it is, how it was reckoned or when it was, and the facts, the newest first."""

    kind: ChangeKind
    text: str
    detail: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """All changes after `before`, the day of the last time; `latest` is the newest day with a visit or a result.

    Without an earlier time there is nothing to compare with, and `before` is None.
    """

    latest: date | None = None
    before: date | None = None
    changes: tuple[Change, ...] = ()


def since(chart: Chart, known: Iterable[Course]) -> Since:
    """Return what is new since the day before the latest on which the patient was seen or measured."""
    dated = [(fact, day) for fact in chart.facts if (day := _day(fact, chart)) is not None]
    days = sorted({day for fact, day in dated if fact.kind in _SEEN})
    if len(days) < 2:
        return Since(days[0] if days else None)
    before = days[-2]
    changes = [
        *_results(dated, before),
        *(change for fact, day in dated for change in _entry(fact, day, before)),
        *(change for course in known for change in _medicine(course, before)),
    ]
    order = list(ChangeKind)
    return Since(days[-1], before, tuple(sorted(changes, key=lambda change: order.index(change.kind))))


def _day(fact: Fact, chart: Chart) -> date | None:
    """Return the day of a fact, None where it has none, did not happen, or lies ahead."""
    if fact.when is None or fact.standing in _NOT_THERE:
        return None
    day = fact.when.earliest.date()
    return day if chart.as_of_date is None or day <= chart.as_of_date else None


def _entry(fact: Fact, day: date, before: date) -> Iterable[Change]:
    """Yield a diagnosis, an allergy or a document that is new, and a diagnosis that ended."""
    kind = _ENTRIES.get(fact.kind)
    if kind is None:
        return
    label = one_line(fact.label or fact.text)
    if day > before and (fact.standing in _HOLDS or kind is ChangeKind.DOCUMENT):
        yield Change(kind, label, of_date(day), (fact.id,))
    ended = fact.until.earliest.date() if fact.until is not None else None
    if fact.kind is Kind.PROBLEM and fact.standing is Standing.PAST and ended is not None and ended > before:
        yield Change(ChangeKind.RESOLVED, label, of_date(ended), (fact.id,))


def _medicine(course: Course, before: date) -> Iterable[Change]:
    """Yield a medicine that was started or stopped."""
    last, label = course.stretches[-1], one_line(course.label)
    if last.start.date() > before:
        yield Change(ChangeKind.STARTED, label, of_date(last.start.date()), last.facts[::-1])
    if last.ending is Ending.STOPPED and last.end.date() > before and last.start != last.end:
        yield Change(ChangeKind.STOPPED, label, of_date(last.end.date()), last.facts[::-1])


def _results(dated: Iterable[tuple[Fact, date]], before: date) -> Iterable[Change]:
    """Yield the analytes whose newest result is after the last time, and whose mark or value is another."""
    old: dict[str, Fact] = {}
    new: dict[str, Fact] = {}
    for fact, day in dated:
        if fact.kind not in _MEASURED or fact.value is None or fact.standing not in _HOLDS:
            continue
        kept, name = (new if day > before else old), _name(fact)
        if name not in kept or _at(kept[name]) <= _at(fact):
            kept[name] = fact
    for name, fact in new.items():
        change = _result(fact, old.get(name))
        if change is not None:
            yield change


def _at(fact: Fact) -> datetime:
    """Return when a dated fact was, for ordering."""
    assert fact.when is not None
    return fact.when.earliest


def _name(fact: Fact) -> str:
    """Return what makes two results the same analyte: the LOINC code, else the label."""
    return next((c.code for c in fact.codes if c.code and "loinc" in c.system), "") or fact.label.casefold()


def _result(new: Fact, old: Fact | None) -> Change | None:
    """Return what is worth saying of a new result beside the one before."""
    label, unit = one_line(new.label), one_line(new.value.unit) if isinstance(new.value, Quantity) else ""
    marked = mark_of(flag_of(new)) is not Mark.NONE
    if old is None:
        first = f"{label} {marked_value(new)} {unit}".strip()
        return Change(ChangeKind.ABNORMAL, first, "first result", (new.id,)) if marked else None
    was = mark_of(flag_of(old)) is not Mark.NONE
    before = _in_unit_of(old, new)
    moved = _moved(new, before)
    if marked == was and not moved:
        return None
    kind = ChangeKind.CHANGED if marked == was else ChangeKind.ABNORMAL if marked else ChangeKind.NORMAL
    earlier = shown_value(old) if before is None or not _converted(old, new) else _short(before)
    text = f"{label} {earlier} \N{RIGHTWARDS ARROW} {marked_value(new)} {unit}".strip()
    return Change(kind, text, _arithmetic(new, old, before), (new.id, old.id))


def _converted(old: Fact, new: Fact) -> bool:
    """Return whether the earlier value was given in another unit."""
    if not isinstance(old.value, Quantity) or not isinstance(new.value, Quantity):
        return False
    return old.value.unit != new.value.unit


def _in_unit_of(old: Fact, new: Fact) -> Decimal | None:
    """Return the earlier value in the unit of the new one, None where that is not certain."""
    if not isinstance(old.value, Quantity) or not isinstance(new.value, Quantity):
        return None
    if old.value.comparator or new.value.comparator:
        return None
    if old.value.unit == new.value.unit:
        return old.value.value
    loinc = next((c.code for c in new.codes if "loinc" in c.system), None)
    return convert(old.value, unit_of(new.value), loinc) if unit_of(new.value) else None


def _moved(new: Fact, before: Decimal | None) -> bool:
    """Return whether a value moved enough to be listed."""
    if before is None or not isinstance(new.value, Quantity):
        return False
    moved = abs(new.value.value - before)
    if any(c.code in _WEIGHT for c in new.codes):
        return moved >= OF_WEIGHT * abs(before) > 0
    if "score" in new.value.unit:
        return False
    limits = new.range
    if limits is not None and limits.low is not None and limits.high is not None and limits.high > limits.low:
        return moved >= OF_RANGE * (limits.high - limits.low)
    return moved >= OF_VALUE * abs(before) > 0


def _arithmetic(new: Fact, old: Fact, before: Decimal | None) -> str:
    """Return the difference and its share, and since when: "−2.1 (−16 %) since 20 May 2026"."""
    since_when = f"since {of_date(old.when.earliest.date())}" if old.when is not None else ""
    if before is None or not isinstance(new.value, Quantity):
        return since_when
    moved = new.value.value - before
    return f"{_signed(_short(moved))}{_share(new.value.value, before)} {since_when}".strip()


def _share(value: Decimal, before: Decimal) -> str:
    """Return how large a difference is against the earlier value: in per cent, or how many times as much."""
    if not before:
        return ""
    times = value / before
    if times >= _TIMES:
        return f" ({times:.0f} \N{MULTIPLICATION SIGN})" if times >= 10 else f" ({times:.1f} \N{MULTIPLICATION SIGN})"
    return f" ({_signed(round(100 * (value - before) / abs(before)))} %)"


def _signed(number: Decimal | int | str) -> str:
    """Return a number with its sign, a real minus."""
    text = str(number)
    return f"\N{MINUS SIGN}{text[1:]}" if text.startswith("-") else text if text == "0" else f"+{text}"


def _short(number: Decimal) -> str:
    """Return a number without digits that nobody measured."""
    exponent = number.as_tuple().exponent
    places = min(max(-exponent if isinstance(exponent, int) else 0, 0), _DIGITS)
    return f"{number:.{places}f}"
