"""One result, one medicine's course, in a line for the eye and for a screen reader."""

from __future__ import annotations

from copilot.chart.courses import Course, Ending, Stretch
from copilot.chart.dates import moment, of_date
from copilot.chart.fact import Fact, Quantity
from copilot.chart.flags import Mark, flag_of, is_abnormal, mark_of
from copilot.chart.words import one_line

FLAG_LETTERS = 4


def shown_value(fact: Fact) -> str:
    """Return the value without its unit, as given."""
    if isinstance(fact.value, Quantity):
        return f"{fact.value.comparator}{fact.value.value}"
    return one_line(str(fact.value or ""))


def marked_value(fact: Fact) -> str:
    """Return the value with the letters of its flag: 11.0 L."""
    flag = flag_of(fact)
    letters = one_line(flag)[:FLAG_LETTERS] if is_abnormal(flag) else ""
    return f"{shown_value(fact)} {letters}".strip()


def result(fact: Fact) -> str:
    """Return when, what, and which way it is marked: "18 Nov 2026, 10:40: 11.0 g/dL, low (L)"."""
    unit = one_line(fact.value.unit) if isinstance(fact.value, Quantity) else ""
    when = moment(fact.when.text) if fact.when is not None else "no date"
    flag = flag_of(fact)
    mark = mark_of(flag)
    said = f", {mark.value} ({one_line(flag)[:FLAG_LETTERS]})" if mark is not Mark.NONE else ""
    return f"{when}: {shown_value(fact)} {unit}".rstrip() + said


def course(medicine: Course) -> str:
    """Return a medicine with when it was taken: "Ibuprofen 600 mg: 6 Aug 2026, continues"."""
    stretches = "; ".join(map(_stretch, medicine.stretches))
    orders = len(medicine.facts)
    return f"{one_line(medicine.label)}: {stretches}" + (f" ({orders} entries)" if orders > 1 else "")


def _stretch(taken: Stretch) -> str:
    """Return the dates of one stretch."""
    start, end = of_date(taken.start.date()), of_date(taken.end.date())
    if taken.ending is Ending.CONTINUES:
        return f"since {start}"
    if taken.ending is Ending.UNKNOWN:
        return f"{start}, end not given" if start == end else f"{start} – {end} or later, end not given"
    return start if start == end else f"{start} – {end}"
