"""One line to know a patient by."""

from __future__ import annotations

from dataclasses import dataclass

from copilot.fhir.pull import Json
from copilot.fhir.server.merged import replacement
from copilot.fhir.shapes import listed, objects


@dataclass(frozen=True, slots=True)
class PatientLine:
    """One patient to choose; `active` is False for a record that is not in use or was merged into another."""

    id: str
    name: str
    birth_date: str
    sex: str
    identifiers: tuple[str, ...]
    active: bool


def line_of(raw: Json) -> PatientLine:
    """Return what identifies a patient, however little of it there is."""
    identifiers = (item.get("value") for item in objects(raw.get("identifier")))
    return PatientLine(
        id=str(raw.get("id", "")),
        name=_name(raw),
        birth_date=_text(raw.get("birthDate")),
        sex=_text(raw.get("gender")) or "unknown",
        identifiers=tuple(value for value in identifiers if isinstance(value, str) and value),
        active=raw.get("active") is not False and not replacement(raw),
    )


def _name(raw: Json) -> str:
    names = list(objects(raw.get("name")))
    chosen = next((name for use in ("official", "usual") for name in names if name.get("use") == use), None)
    chosen = chosen or next(iter(names), {})
    if _text(chosen.get("text")):
        return _text(chosen["text"])
    parts = [part for key in ("given", "family") for part in listed(chosen.get(key)) if isinstance(part, str)]
    return " ".join(" ".join(parts).split())


def _text(value: object) -> str:
    return " ".join(value.split())[:200] if isinstance(value, str) else ""
