"""Which events are asked for."""

from __future__ import annotations

import pytest

from copilot.fhir.fhircast.names import CONTEXT, names_to_ask
from copilot.fhir.smart.asking import HUB_EVENTS, PATIENT_EVENTS
from copilot.fhir.smart.scopes import EVERYTHING, Scopes

ALL = ((*CONTEXT, *HUB_EVENTS), CONTEXT, PATIENT_EVENTS)


@pytest.mark.parametrize(
    "granted",
    [
        EVERYTHING,
        Scopes(("patient/*.rs",)),
        Scopes(("fhircast/Patient-open.read",), assumed=True),
        Scopes(("fhircast/*.read",)),
        Scopes(("fhircast/*-*.*",)),
    ],
)
def test_everything_that_tells_of_a_patient_is_asked_for_and_less_where_that_is_refused(granted: Scopes) -> None:
    assert names_to_ask(granted) == ALL


def test_only_what_the_sign_in_allows_is_asked_for() -> None:
    granted = Scopes(("fhircast/patient-OPEN.read", "fhircast/Encounter-open.rs", "fhircast/SyncError.write"))
    fewest = ("Patient-open",)
    assert names_to_ask(granted) == (
        ("Patient-open", "Encounter-open", *HUB_EVENTS),
        ("Patient-open", "Encounter-open"),
        fewest,
    )


def test_without_any_opening_there_is_nothing_to_follow() -> None:
    assert names_to_ask(Scopes(("fhircast/Patient-close.read", "fhircast/SyncError.write"))) == ()
