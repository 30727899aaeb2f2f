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

import re
from functools import cache
from typing import Any

from copilot.breath import in_breaths
from copilot.fhir.prune import prune
from copilot.fhir.pull import Dropped, Json, Resource

CHECKED = frozenset({
    "AllergyIntolerance", "Composition", "Condition", "DiagnosticReport", "DocumentReference", "Encounter",
    "FamilyMemberHistory", "Immunization", "Medication", "MedicationAdministration", "MedicationDispense",
    "MedicationRequest", "MedicationStatement", "Observation", "Patient", "Procedure",
})  # fmt: skip
_LEFT_OUT = ("contained", "text")
# Beyond this the memory would hold more than it saves; a chart has a few dozen shapes.
_MEMORY_LIMIT = 5_000
_MONTH_DAY = r"(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d)"
_WORDS = r"[A-Za-z0-9.,\-/()\[\]:%]++(?: [A-Za-z0-9.,\-/()\[\]:%]++)*+"  # possessive: text is untrusted
_PLAIN = re.compile(r"[A-Za-z0-9.\-/:^|]{1,200}")
# What differs between two resources of one shape, in the words of `repr`. Each alternative stands for values
# that every model treats alike: ids, codes, references, plain words, zoned times that exist, numbers with a
# point, and whole numbers of quantities. The key is looked back at after the common start ": " is found,
# because a pattern with a literal start is searched ten times faster.
_VARIABLE = re.compile(
    r": (?:'(?:"
    r"(?<='id': ')[A-Za-z0-9.\-]{1,64}"
    r"|(?<='code': ')[A-Za-z0-9.\-/*]{1,64}"
    r"|(?<='reference': ')[A-Za-z0-9.\-/:]{1,200}"
    rf"|(?<='display': '){_WORDS}"
    rf"|(?<='text': '){_WORDS}"
    rf"|(?<!'id': ')[12]\d{{3}}-{_MONTH_DAY}T{_CLOCK}"
    r")(?=')"
    r"|(?<='value': )(?:Decimal\('-?\d{1,12}\.\d{1,12}'\)|\d{1,9})(?=[,}]))"
)


class TypedView:
    """Validates the resources of one pull; lives no longer than it (shapes hold parts of the record).

    Most resources of a chart differ only in ids, codes, words, times and numbers, which the models treat
    alike; so each distinct shape that passes is validated once. What fails is never remembered.
    """

    def __init__(self) -> None:
        self._passed: set[str] = set()

    def check(self, kind: str, raw: Json) -> tuple[Dropped, ...]:
        """Return what the R4B model of this type refuses; () where all is well or was entered in error."""
        if is_error(raw):
            return ()
        try:
            return self._check(kind, raw)
        except RecursionError:
            return (Dropped("", None, "nested too deeply"),)

    def _check(self, kind: str, raw: Json) -> tuple[Dropped, ...]:
        view = {key: value for key, value in raw.items() if key not in _LEFT_OUT}
        shape = _VARIABLE.sub(":", repr(view | _alike(raw.get("identifier"))))
        if shape in self._passed:
            return ()
        model = model_class(kind)
        if model is None:
            return (Dropped("", None, f"{kind} is no FHIR R4 resource type"),)
        try:
            model.model_validate(view)
        except Exception:  # noqa: BLE001  # the models raise KeyError, AttributeError and more on odd input
            return prune(view, model)
        if len(self._passed) < _MEMORY_LIMIT:
            self._passed.add(shape)
        return ()


def _alike(identifiers: object) -> Json:
    """Return the identifiers with plain numbers taken out: a laboratory gives every result one of its own.

    `_VARIABLE` cannot see whether a "value" is that of an identifier, or a quantity's that must be a number.
    """
    if isinstance(identifiers, list):
        return {"identifier": [_numberless(identifier) for identifier in identifiers]}
    return {"identifier": _numberless(identifiers)} if identifiers is not None else {}


def _numberless(identifier: object) -> object:
    if isinstance(identifier, dict):
        value = identifier.get("value")
        if isinstance(value, str) and _PLAIN.fullmatch(value):
            return {**identifier, "value": Ellipsis}  # stands for no value that JSON has
    return identifier


@cache
def model_class(kind: str) -> Any | None:
    """Return the R4B model class (imported on first use), or None where R4B has no such resource."""
    from fhir.resources.R4B import get_fhir_model_class

    try:
        model = get_fhir_model_class(kind)
        return model if model.has_resource_base() else None
    except Exception:  # noqa: BLE001  # unknown names raise ValueError, KeyError or ImportError by version
        return None


def load_models() -> None:
    """Import the models of all types that are checked at reading: it takes as long as reading a common chart."""
    for kind in in_breaths(sorted(CHECKED), 1):
        model_class(kind)


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
