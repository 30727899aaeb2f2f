"""`Fact`: one thing the record says, with the element it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What sort of thing a fact is; the chart's tabs follow these."""

    PATIENT = "patient"
    PROBLEM = "problem"
    LABORATORY = "laboratory"
    VITAL_SIGN = "vital-sign"
    OBSERVATION = "observation"
    MEDICATION = "medication"
    ALLERGY = "allergy"
    PROCEDURE = "procedure"
    ENCOUNTER = "encounter"
    REPORT = "report"
    NOTE = "note"
    FAMILY = "family-history"
    IMMUNIZATION = "immunization"
    OTHER = "other"
    STATED = "stated"  # by the clinician at the screen: no line of the chart


class Standing(StrEnum):
    """How the record stands behind a fact, over all resource types (see `chart/status.py`)."""

    ASSERTED = "asserted"
    UNCERTAIN = "uncertain"  # provisional, differential, unconfirmed, preliminary
    PAST = "past"  # resolved, inactive, remission, stopped, completed
    REFUTED = "refuted"  # looked for and not there
    NONE_KNOWN = "none-known"  # "no known allergies", emptyReason nilknown
    PLANNED = "planned"  # not done, proposed, on hold, cancelled: nothing happened
    ERROR = "entered-in-error"  # counted, shown struck out, never used


@dataclass(frozen=True, slots=True)
class Coding:
    """A code as the record gives it; `system` is the canonical URI, or what stood there."""

    system: str
    code: str
    display: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as given: the `unit` for a person and the UCUM `code` where one is stated."""

    value: Decimal
    unit: str = ""
    code: str = ""
    comparator: str = ""

    def __str__(self) -> str:
        """Return the value with the precision and the unit in which it was given."""
        return f"{self.comparator}{self.value} {self.unit}".strip()


@dataclass(frozen=True, slots=True)
class Range:
    """The laboratory's own reference range, in the unit of the value beside it."""

    low: Decimal | None = None
    high: Decimal | None = None
    text: str = ""

    def __str__(self) -> str:
        """Return the range as a person writes it, or the laboratory's own words."""
        if self.low is not None and self.high is not None:
            return f"{self.low}\N{EN DASH}{self.high}"
        if self.high is not None:
            return f"\N{LESS-THAN OR EQUAL TO}{self.high}"
        if self.low is not None:
            return f"\N{GREATER-THAN OR EQUAL TO}{self.low}"
        return self.text


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A moment as given (`text`, offset and precision kept) and the interval it can mean, for ordering.

    `earliest` and `latest` are naive local datetimes: what the record wrote, never shifted to UTC.
    """

    earliest: datetime
    latest: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact stands: resource reference and element path, and a character span inside a note."""

    resource: str
    path: str
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing the record says.

    `label` names it ("Haemoglobin"), `text` is the whole line for a person ("Haemoglobin 9.8 g/dL"),
    `flag` is the laboratory's interpretation code as given ("L", "HH"; empty where none),
    `detail` what does not fit elsewhere (dosage, reaction, relative, author). For a reported panel or
    blood pressure each component is a fact of its own. `value_codes` are the codings of a coded answer.
    """

    id: str
    kind: Kind
    label: str
    text: str
    source: Source
    codes: tuple[Coding, ...] = ()
    value: Quantity | str | None = None
    when: When | None = None
    until: When | None = None
    status: str = ""
    standing: Standing = Standing.ASSERTED
    range: Range | None = None
    flag: str = ""
    category: str = ""
    detail: str = ""
    value_codes: tuple[Coding, ...] = ()
