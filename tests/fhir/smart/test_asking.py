"""What is asked for: nothing that writes, in the server's syntax, no more than the server offers."""

from __future__ import annotations

from copilot.fhir.connections import Connection
from copilot.fhir.server.kinds import kinds
from copilot.fhir.smart.asking import TYPES, backend_scopes, scopes_to_ask
from copilot.fhir.smart.discovery import SmartConfiguration

WARD = Connection("ward", "Ward", "https://ehr.example.org/fhir", client_id="chartside")


def _smart(*capabilities: str, scopes: tuple[str, ...] = ()) -> SmartConfiguration:
    return SmartConfiguration("https://ehr.example.org/token", capabilities=frozenset(capabilities), scopes=scopes)


def test_all_that_a_pull_reads_is_asked_for() -> None:
    assert {kind.name for kind in kinds("R4")} <= set(TYPES)


def test_26_the_syntax_follows_the_capabilities() -> None:
    assert "patient/Observation.rs" in scopes_to_ask(WARD, _smart("permission-v2", "permission-v1"), launched=True)
    assert "patient/Observation.read" in scopes_to_ask(WARD, _smart("permission-v1"), launched=True)
    assert "patient/Observation.read" in scopes_to_ask(WARD, _smart(), launched=True)
    seen = _smart("launch-ehr", scopes=("patient/Observation.rs",))
    assert "patient/Observation.rs" in scopes_to_ask(WARD, seen, launched=True)


def test_nothing_that_writes_is_asked_for() -> None:
    for smart in (_smart(), _smart("permission-v2")):
        for word in (*scopes_to_ask(WARD, smart, launched=False), *backend_scopes(WARD, smart)):
            assert "/" not in word or word.endswith((".rs", ".read")) or word == "launch/patient"


def test_a_launch_asks_for_its_context_and_standalone_for_a_patient() -> None:
    launched = scopes_to_ask(WARD, _smart("permission-v2"), launched=True)
    alone = scopes_to_ask(WARD, _smart("permission-v2", "context-standalone-patient"), launched=False)
    assert launched[0] == "launch"
    assert "launch/patient" not in launched
    assert alone[0] == "launch/patient"
    assert "launch" not in alone


def test_who_opens_us_by_hand_may_search_the_patients_they_may_see() -> None:
    asked = scopes_to_ask(WARD, _smart("permission-v2", "permission-user", "permission-patient"), launched=False)
    assert "user/Patient.rs" in asked
    assert "user/Appointment.rs" in asked
    assert not any(word.startswith(("patient/", "launch")) for word in asked)
    both = scopes_to_ask(WARD, _smart("permission-user", "context-standalone-patient"), launched=False)
    assert both[0] == "launch/patient"
    assert "user/Patient.read" in both


def test_where_only_one_patient_can_be_had_that_one_is_asked_for() -> None:
    for smart in (_smart(), _smart("permission-patient", "permission-v2")):
        asked = scopes_to_ask(WARD, smart, launched=False)
        assert asked[0] == "launch/patient"
        assert not any(word.startswith("user/") for word in asked)


def test_a_launch_asks_for_no_more_than_the_patient_who_is_open() -> None:
    asked = scopes_to_ask(WARD, _smart("permission-v2", "permission-user"), launched=True)
    assert "patient/Observation.rs" in asked
    assert not any(word.startswith("user/") for word in asked)


def test_following_the_ehr_is_asked_for_where_listed() -> None:
    smart = _smart("permission-v2", scopes=("fhircast/Patient-open.read",))
    assert "fhircast/Patient-close.read" in scopes_to_ask(WARD, smart, launched=True)
    assert "fhircast/Encounter-open.read" not in scopes_to_ask(WARD, smart, launched=True)
    more = _smart("permission-v2", scopes=("fhircast/Encounter-open.read", "fhircast/Encounter-open.write"))
    asked = [word for word in scopes_to_ask(WARD, more, launched=True) if "Encounter-" in word]
    assert asked == ["fhircast/Encounter-open.read"]
    assert not any("fhircast" in word for word in scopes_to_ask(WARD, _smart("permission-v2"), launched=True))


def test_28_refresh_and_identity_are_asked_for_only_where_offered() -> None:
    def extra(*capabilities: str, scopes: tuple[str, ...] = ()) -> set[str]:
        asked = scopes_to_ask(WARD, _smart("launch-ehr", *capabilities, scopes=scopes), launched=True)
        return {word for word in asked if "/" not in word} - {"launch"}

    assert extra() == set()
    assert extra("permission-offline") == {"offline_access"}
    assert extra("permission-offline", "permission-online") == {"online_access"}
    assert extra(scopes=("offline_access",)) == {"offline_access"}
    assert extra("permission-offline", scopes=("online_access", "offline_access")) == {"offline_access"}
    assert extra("sso-openid-connect") == {"openid", "fhirUser"}


def test_a_server_that_lists_only_the_wildcard_is_asked_for_it() -> None:
    smart = _smart("permission-v2", scopes=("openid", "patient/*.*", "user/*.*", "system/Patient.rs"))
    assert scopes_to_ask(WARD, smart, launched=True)[-1] == "patient/*.rs"
    assert "system/Observation.rs" in backend_scopes(WARD, smart)


def test_what_it_has_set_is_asked_for_as_it_stands() -> None:
    own = Connection("ward", "Ward", "https://ehr.example.org/fhir", scopes=("launch", "user/*.read"))
    assert scopes_to_ask(own, _smart("permission-v2"), launched=False) == ("launch", "user/*.read")
    assert backend_scopes(own, _smart()) == ("launch", "user/*.read")
