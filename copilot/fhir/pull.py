"""What a source gave for one patient: resources with their raw JSON, and what could not be had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

Json = dict[str, Any]


class ProblemKind(StrEnum):
    """Why something is not in the pull, in the words of the unknowns.

    MISSING says that the source keeps nothing of this kind, or never gives it to anybody: no pull there is fuller.
    """

    MISSING = "missing"
    UNREADABLE = "unreadable"
    REFUSED = "refused"
    TRUNCATED = "truncated"
    CONFLICTING = "conflicting"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that the source did not give, said for a person."""

    kind: ProblemKind
    text: str
    resource: str = ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """An element that the R4B models refuse: its path in the resource, its raw value, the reason."""

    path: str
    value: object
    reason: str


class Resource(NamedTuple):  # made for each of tens of thousands, in a quarter of a dataclass's time
    """One resource: `raw` is the truth (decimals as `Decimal`), `dropped` what the typed view refuses.

    `bundle_time` is the timestamp of the Bundle it came in, `origin` the file of a folder it stood in.
    """

    type: str
    id: str
    raw: Json
    full_url: str = ""
    dropped: tuple[Dropped, ...] = ()
    bundle_time: str = ""
    origin: str = ""

    @property
    def reference(self) -> str:
        """Return `Type/id`, with `/_history/version` where the resource states one."""
        version = (self.raw.get("meta") or {}).get("versionId") if isinstance(self.raw.get("meta"), dict) else None
        plain = f"{self.type}/{self.id}"
        return f"{plain}/_history/{version}" if isinstance(version, str) and version else plain


@dataclass(frozen=True, slots=True)
class Pull:
    """All that one source gave for one patient.

    `timestamp` is the Bundle's own, as given, or empty; `text` is a bare note (a `.txt` file) and then
    `resources` is empty; `fhir_version` is "R4" unless the shapes say otherwise ("STU3", "R5").
    """

    source: str
    resources: tuple[Resource, ...]
    problems: tuple[Problem, ...] = ()
    timestamp: str = ""
    text: str | None = None
    fhir_version: str = "R4"
    by_reference: Mapping[str, Resource] | None = None
