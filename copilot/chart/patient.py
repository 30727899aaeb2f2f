"""Patient: who the chart is about, as a `Person` and as facts."""

from __future__ import annotations

from datetime import date

from copilot.chart.chart import Person, UnknownKind
from copilot.chart.elements import clean, items, obj, objects
from copilot.chart.fact import Fact, Kind, Source
from copilot.chart.sheet import Sheet
from copilot.chart.times import age, when
from copilot.fhir.pull import Json, Resource

_SEXES = ("male", "female", "other", "unknown")
MAX_IDENTIFIERS = 10


def read(resource: Resource, sheet: Sheet) -> None:
    """Put down name, sex, birth date and death as facts; a merged record becomes an unknown."""
    raw = resource.raw
    reference = resource.reference
    name = name_of(raw)
    if name:
        _put(sheet, reference, "Name", name, "name[0]")
    if sex_of(raw) != "unknown":
        _put(sheet, reference, "Sex", sex_of(raw), "gender")
    born = clean(raw.get("birthDate"), 40)
    if born:
        _put(sheet, reference, "Birth date", born, "birthDate")
    death = raw.get("deceasedDateTime")
    if isinstance(death, str) and death:
        _put(sheet, reference, "Died", clean(death, 40), "deceasedDateTime")
    elif raw.get("deceasedBoolean") is True:
        _put(sheet, reference, "Died", "date not given", "deceasedBoolean")
    for link in objects(raw.get("link")):
        if link.get("type") == "replaced-by":
            other = clean(obj(link.get("other")).get("reference"), 100)
            said = f"This patient record was replaced by another ({other}); what is here may be outdated."
            sheet.unknown(UnknownKind.STALE, said, reference)


def _put(sheet: Sheet, reference: str, label: str, value: str, path: str) -> None:
    fact = Fact(
        id="", kind=Kind.PATIENT, label=label, text=f"{label}: {value}", source=Source(reference, path), value=value
    )
    sheet.add(fact)


def person(resource: Resource | None, fallback_id: str, as_of: date | None) -> Person:
    """Return the person; without a Patient resource nothing but an id is known.

    The age counts to `as_of`, or to the death where that came first.
    """
    if resource is None:
        return Person(id=fallback_id, name="", sex="unknown")
    raw = resource.raw
    born = clean(raw.get("birthDate"), 40)
    death = when(raw.get("deceasedDateTime"))
    at = as_of
    if death is not None and (at is None or death.earliest.date() < at):
        at = death.earliest.date()
    return Person(
        id=resource.id,
        name=name_of(raw),
        sex=sex_of(raw),
        birth_date=born,
        age_years=age(when(born), at),
        identifiers=_identifiers(raw),
        deceased=bool(death) or raw.get("deceasedBoolean") is True,
    )


def sex_of(raw: Json) -> str:
    """Return the administrative gender, "unknown" where it is not given or not one of FHIR's four."""
    given = raw.get("gender")
    given = given.lower() if isinstance(given, str) else ""
    return given if given in _SEXES else "unknown"


def name_of(raw: Json) -> str:
    """Return the official or usual name in reading order, else the first one given."""
    names = objects(raw.get("name"))
    if not names:
        return clean(raw.get("name"))
    chosen = next((name for use in ("official", "usual") for name in names if name.get("use") == use), names[0])
    text = clean(chosen.get("text"))
    if text:
        return text
    parts = [*items(chosen.get("prefix")), *items(chosen.get("given")), *items(chosen.get("family"))]
    return clean(" ".join(part for part in parts if isinstance(part, str)))


def _identifiers(raw: Json) -> tuple[str, ...]:
    values = (clean(item.get("value"), 100) for item in objects(raw.get("identifier")))
    return tuple(value for value in values if value)[:MAX_IDENTIFIERS]
