"""Which events to subscribe to: all that tell of a patient, as far as the sign-in allows, or the fewest that do."""

from __future__ import annotations

import re

from copilot.fhir.smart.asking import HUB_EVENTS, OTHER_EVENTS, PATIENT_EVENTS
from copilot.fhir.smart.scopes import Scopes

CONTEXT = (*PATIENT_EVENTS, *OTHER_EVENTS)
_SCOPE = re.compile(r"fhircast/([^.]+)\.(?:read|\*|c?ru?d?s?)", re.IGNORECASE)


def names_to_ask(granted: Scopes) -> tuple[tuple[str, ...], ...]:
    """Return sets of event names to ask for, the next where a hub refuses the one before; none where none may be.

    Scopes are `fhircast/Patient-open.read` (FHIRcast STU3, "FHIRcast scopes"). Where the server does not say what
    it granted, or grants no `fhircast/` scope by name, the hub decides.
    """
    allowed = _allowed(granted)
    context = tuple(name for name in CONTEXT if "*" in allowed or name.lower() in allowed)
    fewest = tuple(name for name in PATIENT_EVENTS if name in context)
    if not any(name.endswith("-open") for name in context):
        return ()
    sets = ((*context, *HUB_EVENTS), context, fewest)
    return tuple(dict.fromkeys(found for found in sets if found))


def _allowed(granted: Scopes) -> frozenset[str]:
    """Return the names in lower case that may be heard of, `*` for all."""
    ours = [word for word in granted.words if word.lower().startswith("fhircast/")]
    if granted.assumed or granted.unlimited or not ours:
        return frozenset("*")
    names = (found.group(1).lower() for word in ours if (found := _SCOPE.fullmatch(word)) is not None)
    return frozenset("*" if name == "*-*" else name for name in names)
