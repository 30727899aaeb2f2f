"""What the EHR holds, by type and id, each resource also as the text that goes over the wire."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Json = dict[str, Any]
_PATIENT_KEYS = ("subject", "patient", "beneficiary", "individual")


class Store:
    """Resources by type and id, in the order given; `served` is what goes out instead, by `Type/id`."""

    def __init__(self, resources: Iterable[Json], served: Mapping[str, str] | None = None) -> None:
        self._by_type: dict[str, dict[str, Json]] = {}
        self._text: dict[str, str] = {}
        self._served = dict(served or {})
        for resource in resources:
            self.add(resource)

    def add(self, resource: Json) -> None:
        self._by_type.setdefault(resource["resourceType"], {})[str(resource.get("id", ""))] = resource
        self._text.pop(key(resource), None)

    def types(self) -> list[str]:
        return sorted(self._by_type)

    def get(self, kind: str, identifier: str) -> Json | None:
        return self._by_type.get(kind, {}).get(identifier)

    def all(self, kind: str) -> Iterator[Json]:
        return iter(self._by_type.get(kind, {}).values())

    def everything(self) -> Iterator[Json]:
        for kind in self._by_type:
            yield from self.all(kind)

    def text(self, resource: Json, base: str) -> str:
        """Return the JSON of a resource, made once: a page of hundreds is then a join."""
        name = key(resource)
        if name not in self._text:
            self._text[name] = self._served.get(name) or json.dumps(resource)
        text = self._text[name]
        return text.replace("%BASE%", base) if "%BASE%" in text else text


def key(resource: Json) -> str:
    return f"{resource['resourceType']}/{resource.get('id', '')}"


def patient_of(resource: Json) -> str:
    """Return the id of the patient that a resource names ("" for none, its own for a Patient)."""
    if resource["resourceType"] == "Patient":
        return str(resource["id"])
    for name in _PATIENT_KEYS:
        reference = (resource.get(name) or {}).get("reference", "")
        if "Patient/" in reference:
            return str(reference.rsplit("Patient/", 1)[1].split("/")[0])
    return ""
