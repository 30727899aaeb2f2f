"""What a server says of itself in /metadata: its FHIR release, what can be searched and by what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from copilot.fhir.pull import Json
from copilot.fhir.shapes import objects

_RELEASES = (("1.0", "DSTU2"), ("3.", "STU3"), ("4.0", "R4"), ("4.1", "R4B"), ("4.3", "R4B"), ("5.", "R5"))


@dataclass(frozen=True, slots=True)
class Offer:
    """What the server does with one resource type; empty `interactions` or `params` mean that it does not say."""

    interactions: frozenset[str] = frozenset()
    params: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Capability:
    """What the server advertises. `known` is False where it gave nothing usable: then everything is asked."""

    release: str = ""
    offers: Mapping[str, Offer] = field(default_factory=dict)
    operations: frozenset[str] = frozenset()
    known: bool = False

    def searches(self, kind: str) -> bool:
        """Return whether a type can be searched, as far as the server says."""
        return self._does(kind, "search-type")

    def reads(self, kind: str) -> bool:
        """Return whether one resource of a type can be read by id, as far as the server says."""
        return self._does(kind, "read")

    def _does(self, kind: str, interaction: str) -> bool:
        if not self.known:
            return True
        offer = self.offers.get(kind)
        return offer is not None and (not offer.interactions or interaction in offer.interactions)

    def advertises(self, kind: str, param: str) -> bool:
        """Return whether a type is said to take a search parameter; silence is no."""
        return kind in self.offers and param in self.offers[kind].params

    def denies(self, kind: str, param: str) -> bool:
        """Return whether the server lists the parameters of a type, and this one is not among them."""
        return kind in self.offers and bool(self.offers[kind].params) and param not in self.offers[kind].params


def read_capability(raw: Json) -> Capability:
    """Return what a CapabilityStatement (of any release, however incomplete) says; never raises."""
    rest = [item for item in objects(raw.get("rest")) if item.get("mode", "server") == "server"]
    offers: dict[str, Offer] = {}
    operations: set[str] = set()
    for part in rest:
        operations |= _operations(part, "")
        for item in objects(part.get("resource")):
            kind = item.get("type")
            if isinstance(kind, str) and kind:
                offers[kind] = Offer(_values(item.get("interaction"), "code"), _values(item.get("searchParam"), "name"))
                operations |= _operations(item, kind)
    return Capability(
        release=_release(raw.get("fhirVersion")),
        offers=offers,
        operations=frozenset(operations),
        known=bool(offers),
    )


def _operations(part: Json, kind: str) -> set[str]:
    """Return `Patient/$name` of the operations on one patient, named on the type or for the whole server."""
    found = set()
    for item in objects(part.get("operation")):
        name = str(item.get("name", "")).lstrip("$").lower()
        definition = item.get("definition")
        defined = str(definition.get("reference", "") if isinstance(definition, dict) else definition or "").lower()
        for operation in ("everything", "summary"):
            on_patient = kind == "Patient" or (not kind and "patient" in defined)
            if on_patient and (name.endswith(operation) or defined.endswith(f"patient-{operation}")):
                found.add(operation)
    return found


def _release(version: object) -> str:
    text = version if isinstance(version, str) else ""
    return next((name for start, name in _RELEASES if text.startswith(start)), "")


def _values(items: object, key: str) -> frozenset[str]:
    return frozenset(value for item in objects(items) if isinstance(value := item.get(key), str))
