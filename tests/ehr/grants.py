"""What one token allows: types, kinds of access, categories, one patient or all. Written apart from the client's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from tests.ehr.params import matches
from tests.ehr.store import patient_of

Json = dict[str, Any]
_SCOPE = re.compile(r"(patient|user|system)/([A-Za-z]+|\*)\.([a-z]+|\*)(?:\?(.*))?")
_V1 = {"read": "rs", "write": "cud", "*": "cruds"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One scope, in either syntax."""

    level: str
    kind: str
    access: str
    only: tuple[tuple[str, str], ...]
    syntax: str


def rules(scope: str) -> list[Rule]:
    found = []
    for word in scope.split():
        parts = _SCOPE.fullmatch(word)
        if parts:
            level, kind, access, query = parts.groups()
            syntax = "v1" if access in _V1 else "v2"
            found.append(Rule(level, kind, _V1.get(access, access), tuple(parse_qsl(query or "")), syntax))
    return found


@dataclass(frozen=True, slots=True)
class Grant:
    """What the holder of a token may have; an open server gives everyone `EVERYTHING`."""

    scope: str
    patient: str = ""
    client_id: str = ""

    def allows(self, kind: str, access: str) -> bool:
        """Return whether a type may be read ("r") or searched ("s")."""
        return any(rule.kind in (kind, "*") and access in rule.access for rule in rules(self.scope))

    def sees(self, resource: Json) -> bool:
        """Return whether some rule shows this very resource."""
        kind = resource["resourceType"]
        mine = patient_of(resource) in ("", self.patient)
        return any(
            rule.kind in (kind, "*") and (rule.level != "patient" or mine) and matches(resource, list(rule.only))
            for rule in rules(self.scope)
        )


EVERYTHING = Grant("system/*.cruds")
