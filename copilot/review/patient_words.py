"""Who a review is about, in the words of the banner and of everything that leaves the window."""

from __future__ import annotations

from pathlib import PurePath

from copilot.chart.dates import day, moment
from copilot.chart.words import one_line
from copilot.review.review import Review


def name(review: Review) -> str:
    """Return the patient's name, or that there is none."""
    return one_line(review.chart.person.name) or "Unnamed patient"


def details(review: Review) -> str:
    """Return age, sex, birth date and record numbers, each said to be unknown where it is."""
    person, patient = review.chart.person, review.findings.patient
    years = person.age_years if person.age_years is not None else patient.age_years
    sex = person.sex if person.sex not in ("", "unknown") else patient.sex
    parts = [
        "age unknown" if years is None else _age(years),
        sex if sex not in ("", "unknown") else "sex unknown",
        f"born {day(person.birth_date)}" if person.birth_date else "",
        " / ".join(person.identifiers[:2]),
        "deceased" if person.deceased else "",
    ]
    return one_line(" · ".join(part for part in parts if part))


def patient_line(review: Review) -> str:
    """Return one line that names the patient, the source of the chart, and the time up to which it tells."""
    source = review.chart.source
    where = source if "://" in source else PurePath(source).name
    parts = (name(review), details(review), f"chart as of {moment(review.chart.as_of) or 'unknown'}", one_line(where))
    return " · ".join(part for part in parts if part)


def _age(years: float) -> str:
    """Return the age as it is said: months below two years."""
    return f"{int(years * 12)} months" if years < 2 else f"{int(years)} y"
