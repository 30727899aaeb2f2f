"""Every key of IT's policy with its kind, bounds and texts, read from the schemas by which the program checks it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from copilot.fhir.known_connections import ConnectionLine
from copilot.model.gate.policy import Policy
from copilot.store.lock_settings import LockSettings
from copilot.store.settings import StoreSettings
from copilot.testing import Allowed

# The list of servers is a section without keys of its own: its lines are what has keys.
LIST = "connections"
TITLES = {
    "connections": "Servers",
    "models": "Language models",
    "store": "What is kept",
    "lock": "Locking",
    "testing": "Testing",
}
SECTIONS: dict[str, type[BaseModel]] = {
    "connections": ConnectionLine,
    "models": Policy,
    "store": StoreSettings,
    "lock": LockSettings,
    "testing": Allowed,
}


class Kind(StrEnum):
    """What a key takes."""

    SWITCH = "switch"
    NUMBER = "number"
    CHOICE = "choice"
    TEXT = "text"
    LINES = "lines"  # several texts
    PARTS = "parts"  # one object with keys of its own
    LIST = "list"  # several such objects


@dataclass(frozen=True, slots=True)
class Part:
    """A key inside a key."""

    name: str
    text: str
    needed: bool
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """One key: a section is "" where it is the section itself."""

    section: str
    name: str
    kind: Kind
    title: str
    text: str
    default: Any = None
    least: int = 0
    most: int = 0
    choices: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def path(self) -> str:
        """Return the key as one writes it in a sentence, as `lock.idle_minutes`."""
        return f"{self.section}.{self.name}" if self.name else self.section

    @property
    def property(self) -> str:
        """Return the name of the installer's property that sets it, as `LOCK_IDLE_MINUTES`."""
        return self.path.replace(".", "_").upper()


def keys() -> tuple[Key, ...]:
    """Return all keys in the order of their sections."""
    found: list[Key] = []
    for section, schema in SECTIONS.items():
        whole = schema.model_json_schema()
        if section == LIST:
            found.append(_list_of(section, whole))
        else:
            found += [_key(section, name, held, whole) for name, held in whole["properties"].items()]
    return tuple(found)


def _list_of(section: str, schema: dict[str, Any]) -> Key:
    title = "Servers that everyone on this computer may ask"
    text = "The hospital's FHIR servers. What stands here cannot be changed or hidden by a user."
    return Key(section, "", Kind.LIST, title, text, default=[], parts=_parts(schema, schema))


def _key(section: str, name: str, held: dict[str, Any], whole: dict[str, Any]) -> Key:
    """Return one key as its schema describes it."""
    resolved = _resolved(held, whole)
    return Key(
        section,
        name,
        _kind(resolved),
        held["title"],
        held["description"],
        default=held.get("default"),
        least=resolved.get("minimum", 0),
        most=resolved.get("maximum", 0),
        choices=tuple(resolved.get("enum", ())),
        parts=_parts(resolved, whole) if "properties" in resolved else (),
    )


def _parts(schema: dict[str, Any], whole: dict[str, Any]) -> tuple[Part, ...]:
    needed = schema.get("required", [])
    return tuple(
        Part(name, held["description"], name in needed, tuple(_resolved(held, whole).get("enum", ())))
        for name, held in schema["properties"].items()
    )


def _resolved(held: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """Return a field's schema itself: what may be absent and what stands elsewhere is followed."""
    for choice in held.get("anyOf", ()):
        if choice.get("type") != "null":
            return _resolved(choice, whole)
    reference = held.get("$ref", "").rpartition("/")[2]
    return whole["$defs"][reference] if reference else held


def _kind(schema: dict[str, Any]) -> Kind:
    if "properties" in schema:
        return Kind.PARTS
    if "enum" in schema:
        return Kind.CHOICE
    kinds = {"boolean": Kind.SWITCH, "integer": Kind.NUMBER, "string": Kind.TEXT, "array": Kind.LINES}
    return kinds[schema["type"]]
