"""What the EHR says together with the token: who is open, who asks, and how the screen should behave."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass

from copilot.fhir.lenient import as_object, object_in, text

_REFERENCE = re.compile(r"(?:^|/)([A-Z][A-Za-z]+/[A-Za-z0-9\-.]{1,64})(?:/_history/[^/]+)?$")


@dataclass(frozen=True, slots=True)
class FhirContext:
    """One more resource that is open in the EHR: exactly one of reference, canonical and identifier is usual."""

    reference: str = ""
    canonical: str = ""
    identifier: str = ""
    type: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """SMART's launch context (SMART App Launch 2.2, "Launch context arrives with your access_token").

    `patient` and `encounter` are ids. `user` is a label (`Practitioner/1`): it comes from an ID token whose
    signature is not checked, so nothing may depend on it.
    """

    patient: str = ""
    encounter: str = ""
    user: str = ""
    fhir_context: tuple[FhirContext, ...] = ()
    need_patient_banner: bool = True
    tenant: str = ""
    intent: str = ""
    smart_style_url: str = ""
    hub_url: str = ""
    hub_topic: str = ""


def read_context(said: Mapping[str, object]) -> Context:
    """Return the launch context in a token response; what is garbled in it is left out."""
    return Context(
        patient=_id(said.get("patient")),
        encounter=_id(said.get("encounter")),
        user=_user(said),
        fhir_context=_fhir_context(said.get("fhirContext")),
        need_patient_banner=str(said.get("need_patient_banner", True)).lower() != "false",
        tenant=text(said.get("tenant")),
        intent=text(said.get("intent")),
        smart_style_url=text(said.get("smart_style_url")),
        hub_url=text(said.get("hub.url")),
        hub_topic=text(said.get("hub.topic")),
    )


def _id(value: object) -> str:
    """Return an id that may have come as a number, as a reference or as a whole address."""
    given = str(value) if isinstance(value, int) and not isinstance(value, bool) else text(value)
    found = _REFERENCE.search(given)
    return found.group(1).partition("/")[2] if found else given


def _fhir_context(value: object) -> tuple[FhirContext, ...]:
    """Return the entries of `fhirContext`: objects since SMART 2.1, bare references in 2.0."""
    found = [_entry(item) for item in value] if isinstance(value, list) else []
    return tuple(item for item in found if item != FhirContext())


def _entry(item: object) -> FhirContext:
    if isinstance(item, str):
        return FhirContext(reference=item)
    item = as_object(item)
    return FhirContext(
        reference=text(item.get("reference")),
        canonical=text(item.get("canonical")),
        identifier=_identifier(item.get("identifier")),
        type=text(item.get("type")),
        role=text(item.get("role")),
    )


def _identifier(value: object) -> str:
    """Return a FHIR Identifier as `system|value`."""
    if not isinstance(value, dict):
        return text(value)
    system, number = text(value.get("system")), text(value.get("value"))
    return f"{system}|{number}" if system and number else number


def _user(said: Mapping[str, object]) -> str:
    """Return who signed in, from the ID token's `fhirUser` (or the older `profile`)."""
    claims = _claims(text(said.get("id_token")))
    given = (text(source.get(name)) for source in (claims, said) for name in ("fhirUser", "profile"))
    address = next((address for address in given if address), "")
    found = _REFERENCE.search(address)
    return found.group(1) if found else ""


def _claims(token: str) -> Mapping[str, object]:
    """Return the claims of a JWT without trusting them: no signature is checked, they serve as a label only."""
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    try:
        return object_in(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except ValueError:
        return {}
