"""The typed view: every resource the chart reads is checked against its FHIR R4B model; what fails is listed.

What is validated, when, and why:

* At reading, each resource of a type in `CHECKED`, because the chart builds facts from those.
* Not at reading: every other type (claims, provenance, devices …). They are shown raw, so `check` is
  called for one only when a person opens it; validating them all would double the reading time.
* Never: `contained` (a contained resource legally lacks a subject, which the models refuse), `text` (the
  narrative is not data) and resources entered in error (id and status alone are legal for those).

A resource is not rejected whole: `prune` drops what the model refuses and tries again. The raw JSON is
never touched; `Dropped` says what the typed view had to leave out, and the chart still reads it raw.
The models enforce no code bindings, so "checked" does not mean "correct" (see chart/status.py).
"""

from __future__ import annotations

from functools import cache
from typing import Any

from copilot.fhir.prune import prune
from copilot.fhir.pull import Dropped, Json, Resource

CHECKED = frozenset({
    "AllergyIntolerance", "Composition", "Condition", "DiagnosticReport", "DocumentReference", "Encounter",
    "FamilyMemberHistory", "Immunization", "Medication", "MedicationAdministration", "MedicationDispense",
    "MedicationRequest", "MedicationStatement", "Observation", "Patient", "Procedure",
})  # fmt: skip
_LEFT_OUT = ("contained", "text")
# Beyond this the memory would hold more than it saves; a chart has a few hundred distinct elements.
_MEMORY_LIMIT = 20_000


class TypedView:
    """Validates the resources of one pull; lives no longer than it (it remembers parts of the record).

    Elements repeat (the same category, code and subject on every result), and a model accepts an element
    that is already a validated model: so each distinct element is validated once.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str], object] = {}

    def check(self, kind: str, raw: Json) -> tuple[Dropped, ...]:
        """Return what the R4B model of this type refuses; () where all is well or was entered in error."""
        if is_error(raw):
            return ()
        model = model_class(kind)
        if model is None:
            return (Dropped("", None, f"{kind} is no FHIR R4 resource type"),)
        view = {key: value for key, value in raw.items() if key not in _LEFT_OUT}
        new: list[tuple[tuple[str, str, str], str]] = []
        known: dict[str, Any] = {}
        for key, value in view.items():
            if isinstance(value, dict | list):
                place = (kind, key, repr(value))
                found = self._known.get(place)
                if found is not None:
                    known[key] = found
                else:
                    new.append((place, key))
        try:
            instance = model.model_validate({**view, **known} if known else view)
        except Exception:  # noqa: BLE001  # the models raise KeyError, AttributeError and more on odd input
            return prune(view, model)
        self._remember(new, instance)
        return ()

    def _remember(self, new: list[tuple[tuple[str, str, str], str]], instance: Any) -> None:
        if len(self._known) > _MEMORY_LIMIT:
            self._known.clear()
        for place, key in new:
            # Python keywords (`class`) are stored under another name and simply not remembered.
            element = getattr(instance, key, None)
            if element is not None and not key.startswith("_"):
                self._known[place] = element


@cache
def model_class(kind: str) -> Any | None:
    """Return the R4B model class (imported on first use), or None where R4B has no such resource."""
    from fhir.resources.R4B import get_fhir_model_class

    try:
        model = get_fhir_model_class(kind)
        return model if model.has_resource_base() else None
    except Exception:  # noqa: BLE001  # unknown names raise ValueError, KeyError or ImportError by version
        return None


def check(resource: Resource) -> tuple[Dropped, ...]:
    """Return what R4B refuses in one resource of any type: for the types not checked at reading."""
    return TypedView().check(resource.type, resource.raw)


def is_error(raw: Json) -> bool:
    """Return whether a resource was entered in error, in any of the shapes that say so."""
    if raw.get("status") == "entered-in-error" or raw.get("docStatus") == "entered-in-error":
        return True
    verification = raw.get("verificationStatus")
    if isinstance(verification, dict):
        coding = verification.get("coding")
        codes = [item.get("code") for item in coding if isinstance(item, dict)] if isinstance(coding, list) else []
        return "entered-in-error" in codes
    return verification == "entered-in-error"
