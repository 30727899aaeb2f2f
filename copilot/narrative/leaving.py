"""What of a question about the chart may leave this machine: nothing that names the patient."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from copilot.chart.chart import Person
from copilot.chart.fact import Fact, Kind

WITHHELD = "(withheld)"
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y")


def may_leave(fact: Fact) -> bool:
    """Return whether a fact may leave at all: of who the patient is, only the sex."""
    return fact.kind is not Kind.PATIENT or fact.label == "Sex"


def nameless(text: str, person: Person) -> str:
    """Return lines of the chart without the patient's name, numbers and birth date, wherever they are written.

    A name is known as the record spells it, in capitals and in small letters with a capital: "May" goes and "may"
    stays. Names of other people, and names in other spellings, are not known here.
    """
    words = sorted({word for word in _words(person) if word}, key=len, reverse=True)
    if not words:
        return text
    either = "|".join(map(re.escape, words))
    return re.sub(rf"(?<!\w)(?:{either})(?!\w)", WITHHELD, text)


def _words(person: Person) -> Iterator[str]:
    """Yield everything that is not to be read elsewhere."""
    whole = re.split(r"[\s,]+", person.name)
    for name in (part for part in (*whole, *re.split(r"[\s,-]+", person.name)) if len(part.strip(".")) > 1):
        yield from (name, name.upper(), name.capitalize(), name.title())
    for identifier in person.identifiers:
        yield identifier
        yield from (part for part in identifier.split() if len(part) > 3 and any(c.isdigit() for c in part))
    yield from _days(person.birth_date)


def _days(birth_date: str) -> Iterator[str]:
    """Yield the ways in which the birth date may be written."""
    yield birth_date
    try:
        day = date.fromisoformat(birth_date)
    except ValueError:
        return
    for form in _DAYS:
        written = day.strftime(form)
        yield written
        yield re.sub(r"(?<!\d)0(?=\d)", "", written)
