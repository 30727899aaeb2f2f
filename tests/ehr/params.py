"""Which search parameters exist for which type, and which resources they find."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.ehr.answers import RefusalError
from tests.ehr.store import patient_of

Json = dict[str, Any]
_CONTROL = frozenset({"_count", "_sort", "_total", "_format", "_summary", "_elements"})
_COMMON = frozenset({"_id", "_lastUpdated", "_tag"})
_CLINICAL = frozenset({"patient", "subject", "date", "status", "category", "code", "encounter", "identifier"})
_OWN: dict[str, frozenset[str]] = {
    "Patient": frozenset({"identifier", "name", "family", "given", "birthdate", "gender", "active", "link"}),
    "AllergyIntolerance": frozenset({"patient", "date", "clinical-status", "category", "code"}),
    "Condition": _CLINICAL - {"status", "date"} | {"clinical-status", "recorded-date", "onset-date"},
    "MedicationRequest": _CLINICAL - {"code", "date", "category"} | {"authoredon", "intent", "category"},
    "MedicationStatement": _CLINICAL - {"date"} | {"effective"},
    "Immunization": frozenset({"patient", "date", "status"}),
    "Encounter": _CLINICAL - {"code", "category"} | {"class", "type", "location"},
    "Appointment": frozenset({"patient", "date", "status", "practitioner", "actor"}),
    "Practitioner": frozenset({"identifier", "name", "family"}),
    "Medication": frozenset({"code", "identifier"}),
    "Organization": frozenset({"identifier", "name"}),
    "Location": frozenset({"identifier", "name"}),
    "FamilyMemberHistory": frozenset({"patient", "date", "status"}),
    "Coverage": frozenset({"patient", "beneficiary", "status"}),
}
_DATES = (
    "effectiveDateTime", "effectiveInstant", "authoredOn", "recordedDate", "onsetDateTime", "performedDateTime",
    "occurrenceDateTime", "date", "start", "created",
)  # fmt: skip
_PERIODS = ("period", "effectivePeriod", "performedPeriod", "context")
_DATE_PARAMETERS = frozenset({"date", "authoredon", "recorded-date", "onset-date", "effective", "birthdate"})
_ORDERS: dict[str, Callable[[str, str], bool]] = {
    "ge": lambda found, asked: found[: len(asked)] >= asked[: len(found)],
    "gt": lambda found, asked: found[: len(asked)] > asked[: len(found)],
    "le": lambda found, asked: found[: len(asked)] <= asked[: len(found)],
    "lt": lambda found, asked: found[: len(asked)] < asked[: len(found)],
    "eq": lambda found, asked: found[: len(asked)] == asked,
}


def known(kind: str) -> frozenset[str]:
    return _CONTROL | _COMMON | _OWN.get(kind, _CLINICAL)


def advertised(kind: str) -> list[str]:
    return sorted(_OWN.get(kind, _CLINICAL) | {"_id", "_lastUpdated"})


def check(kind: str, asked: list[tuple[str, str]]) -> None:
    """Raise the refusal of a strict server for a parameter that the type does not have."""
    for name, _ in asked:
        plain = name.split(":")[0]
        if plain not in known(kind) and plain not in ("_include", "_revinclude"):
            raise RefusalError(400, "not-supported", f"no supported search parameters provided: {plain}")


def matches(resource: Json, asked: list[tuple[str, str]]) -> bool:
    return all(_with_modifier(resource, name, value) for name, value in asked)


def _with_modifier(resource: Json, name: str, value: str) -> bool:
    """Know `:missing`, which is the only way to ask for what has no date."""
    plain, _, modifier = name.partition(":")
    if modifier != "missing":
        return _match(resource, plain, value)
    there = bool(when(resource)) if plain in _DATE_PARAMETERS else bool(_tokens(resource, plain) - {"None"})
    return there != (value == "true")


def _match(resource: Json, name: str, value: str) -> bool:
    if name in _CONTROL or name in ("_include", "_revinclude"):
        return True
    if name == "_id":
        return str(resource.get("id")) in value.split(",")
    if name in ("patient", "subject", "beneficiary"):
        return patient_of(resource) == value.removeprefix("Patient/")
    if name in _DATE_PARAMETERS:
        return _in_time(resource.get("birthDate", "") if name == "birthdate" else when(resource), value)
    if name == "_lastUpdated":
        return _in_time((resource.get("meta") or {}).get("lastUpdated", ""), value)
    if name in ("name", "family", "given"):
        return any(word.lower().startswith(value.lower()) for word in _names(resource))
    if name == "identifier":
        return any(value in (i.get("value"), f"{i.get('system')}|{i.get('value')}") for i in _list(resource, name))
    return bool(set(value.split(",")) & _tokens(resource, name))


def when(resource: Json) -> str:
    """Return the one date that searches go by, "" where the resource states none."""
    for name in _DATES:
        if isinstance(resource.get(name), str):
            return str(resource[name])
    for name in _PERIODS:
        start = (resource.get(name) or {}).get("start") if isinstance(resource.get(name), dict) else None
        if isinstance(start, str):
            return start
    return ""


def _in_time(found: str, asked: str) -> bool:
    prefix, date = (asked[:2], asked[2:]) if asked[:2] in _ORDERS else ("eq", asked)
    return bool(found) and _ORDERS[prefix](found, date)


def _names(resource: Json) -> list[str]:
    words: list[str] = []
    for name in _list(resource, "name"):
        if isinstance(name, dict):
            words += [name.get("family", ""), *name.get("given", []), name.get("text", "")]
    return [word for word in words if word]


def _list(resource: Json, name: str) -> list[Any]:
    found = resource.get(name)
    return found if isinstance(found, list) else []


def _tokens(resource: Json, name: str) -> set[str]:
    """Return every code of an element, bare and as system|code."""
    element = {"clinical-status": "clinicalStatus"}.get(name, name)
    found = resource.get(element)
    tokens: set[str] = set()
    for item in found if isinstance(found, list) else [found]:
        if isinstance(item, str | bool):
            tokens.add(str(item).lower() if isinstance(item, bool) else item)
        elif isinstance(item, dict):
            for coding in item.get("coding") or [item]:
                tokens |= {str(coding.get("code")), f"{coding.get('system')}|{coding.get('code')}"}
    return tokens
