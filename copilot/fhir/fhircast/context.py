"""Whether what is on the screen is about the patient whom the EHR shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from copilot.fhir.fhircast.events import ContextUnknown, Event, PatientClosed, PatientOpened, SyncLost
from copilot.fhir.fhircast.patient import Patient
from copilot.fhir.origin import same_base


class Match(StrEnum):
    """How the screen stands to the EHR."""

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Shown:
    """The patient on the screen; `server` is the FHIR base that the record is from, "" for a file."""

    id: str = field(default="", repr=False)
    identifiers: tuple[str, ...] = field(default=(), repr=False)
    server: str = ""


@dataclass(frozen=True, slots=True)
class EhrContext:
    """Whom the EHR shows, as last heard; `sure` until the hub falls silent. `server` is the EHR's FHIR base."""

    server: str
    patient: Patient | None = field(default=None, repr=False)
    sure: bool = False

    def after(self, event: Event) -> EhrContext:
        """Return the context once an event was heard."""
        if isinstance(event, PatientOpened):
            return replace(self, patient=Patient(event.id, event.identifiers), sure=True)
        if isinstance(event, PatientClosed):
            return replace(self, patient=None, sure=True)
        if isinstance(event, ContextUnknown | SyncLost):
            return replace(self, sure=False)
        return self  # a subscription says nothing of the context, and whether others follow leaves it as it is


def match(shown: Shown | None, context: EhrContext) -> Match:
    """Return how a patient on the screen stands to the EHR's.

    Ids count only within one server and decide there; identifiers of one system count anywhere. Where the EHR's
    patient is the other one as last heard, silence does not make it the same: OTHER stays until the EHR says
    something else.
    """
    if shown is None or context.patient is None:
        return Match.UNKNOWN
    found = _compare(shown, context.patient, same_server=same_base(shown.server, context.server))
    return Match.UNKNOWN if found is Match.SAME and not context.sure else found


def may_leave(found: Match) -> bool:
    """Return whether words about the patient on the screen may go out (copied, written, exported)."""
    return found is not Match.OTHER


def _compare(shown: Shown, patient: Patient, *, same_server: bool) -> Match:
    if same_server and shown.id and patient.id:
        return Match.SAME if shown.id == patient.id else Match.OTHER
    ours, theirs = _by_system(shown.identifiers), _by_system(patient.identifiers)
    agreeing = {bool(ours[system] & theirs[system]) for system in ours.keys() & theirs.keys()}
    # Relatives can share a number (an insurance policy), so one that differs speaks against one that agrees.
    return {frozenset({True}): Match.SAME, frozenset({False}): Match.OTHER}.get(frozenset(agreeing), Match.UNKNOWN)


def _by_system(identifiers: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for text in identifiers:
        system, _, value = text.rpartition("|")
        found.setdefault(system, set()).add(value)
    return found
