"""The bundled demo patients: who they are, read from the files without a review."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from copilot.places import demo


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the picker: a file, the name to show, and a few words under it."""

    path: Path
    title: str
    subtitle: str = ""


def paths() -> tuple[Path, ...]:
    """Return the demo files, sorted by name."""
    return tuple(sorted(demo().glob("*.json")))


def entries() -> tuple[Entry, ...]:
    """Return what the picker lists; a file that cannot be read is listed by its name alone."""
    return tuple(_entry(path) for path in paths())


def find(wanted: str) -> Path | None:
    """Return the demo file whose name or patient contains these words."""
    words = wanted.casefold()
    for entry in entries():
        if words in entry.path.stem.casefold().replace("-", " ") or words in entry.path.stem.casefold():
            return entry.path
        if words in entry.title.casefold():
            return entry.path
    return None


def _entry(path: Path) -> Entry:
    """Read name, age and complaint of one demo file."""
    plain = path.stem.replace("-", " ").replace("_", " ").capitalize()
    try:
        bundle = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return Entry(path, plain)
    resources_ = list(_resources(bundle))
    person = next((r for r in resources_ if r.get("resourceType") == "Patient"), None)
    if person is None:
        return Entry(path, plain)
    return Entry(path, _name(person) or plain, _about(person, resources_, bundle))


def _resources(bundle: Any) -> Iterator[dict[str, Any]]:
    """Yield the resources of a Bundle, whatever else stands in it."""
    for entry in bundle.get("entry", []) if isinstance(bundle, dict) else []:
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict):
            yield resource


def _name(person: dict[str, Any]) -> str:
    """Return the first name of a Patient, given names first."""
    for name in person.get("name") or []:
        if isinstance(name, dict):
            text = name.get("text") or " ".join([*(name.get("given") or []), name.get("family") or ""])
            return str(text).strip()
    return ""


def _about(person: dict[str, Any], others: list[dict[str, Any]], bundle: dict[str, Any]) -> str:
    """Return "58 m · back pain": age at the Bundle's date, sex, and why they came where an encounter says."""
    parts = []
    born, now = str(person.get("birthDate", ""))[:4], str(bundle.get("timestamp", ""))[:4]
    sex = str(person.get("gender", ""))[:1]
    if born.isdigit() and now.isdigit():
        before = str(bundle["timestamp"])[5:10] < str(person["birthDate"])[5:10]
        parts.append(f"{int(now) - int(born) - before} {sex}".strip())
    reason = next((_reason(r) for r in others if r.get("resourceType") == "Encounter" and _reason(r)), "")
    return " · ".join([*parts, reason] if reason else parts)


def _reason(encounter: dict[str, Any]) -> str:
    """Return why the encounter took place, or else what kind it was, in its own words."""
    for reason in [*(encounter.get("reasonCode") or []), *(encounter.get("type") or [])]:
        if isinstance(reason, dict):
            coding = (reason.get("coding") or [{}])[0]
            words = str(reason.get("text") or coding.get("display", ""))
            if words:
                return words[0].lower() + words[1:].removesuffix(" visit").removesuffix(" department")
    return ""
