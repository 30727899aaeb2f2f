"""What a clinician has done with a review so far, so that it outlives a lock: as JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from copilot.findings.corrections import Correction
from copilot.review.assessment import Assessment
from copilot.review.decision import Decisions

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SCHEMA = "chartside.work/1"


@dataclass(frozen=True, slots=True)
class Work:
    """What is corrected, decided and written of the patient in sight."""

    corrections: tuple[Correction, ...] = ()
    decisions: Decisions = field(default_factory=Decisions)
    assessment: Assessment = field(default_factory=Assessment)


def work_as_json(work: Work) -> dict[str, Any]:
    """Return it as plain JSON values."""
    return {"schema": SCHEMA, "work": _types().dump_python(work, mode="json")}


def work_from_json(stored: Mapping[str, Any]) -> Work:
    """Return what `work_as_json` gave; raises `ValueError` for anything else."""
    if stored.get("schema") != SCHEMA:
        raise ValueError("this is no work on a review, or of another version")
    return _types().validate_python(stored.get("work"), strict=False)


@cache
def _types() -> TypeAdapter[Work]:
    from pydantic import TypeAdapter

    return TypeAdapter(Work)
