"""Find patients by name, birth date and identifier, and those who are seen today."""

from __future__ import annotations

import asyncio
import json

import pytest

from copilot.errors import InputError, SignInError, StoppedError
from copilot.fhir.server import patients
from copilot.fhir.server.patients import PatientLine, find_patients, line_of, todays_patients
from copilot.fhir.server.plan import Search
from copilot.fhir.stop import Stop
from tests.ehr.chart import patient
from tests.fhir.server.asking import Json, asked, hospital, session_at, signed_in
from tests.fhir.server.test_garbage import Canned

PEOPLE = [
    patient("p1"),
    patient("p2", name=[{"family": "Birch", "given": ["Ana", "Li"]}], birthDate="1990-01-02", gender="male"),
    patient("p3", name=[{"text": "Ana Cedar", "family": "Cedar", "given": ["Ana"]}], active=False),
]
DAY = "2026-11-27"


def visit(kind: str, identifier: str, who: str, hour: int, **more: object) -> Json:
    base: Json = {"resourceType": kind, "id": identifier, "status": "booked", **more}
    if kind == "Appointment":
        actor = [{"actor": {"reference": f"Patient/{who}"}}, {"actor": {"reference": "Practitioner/dr1"}}]
        return base | {"start": f"{DAY}T{hour:02}:00:00Z", "participant": actor} | more
    return base | {"subject": {"reference": f"Patient/{who}"}, "period": {"start": f"{DAY}T{hour:02}:00:00Z"}} | more


def test_by_name_birth_date_and_identifier():
    with hospital(PEOPLE) as server:
        session = session_at(server.base)
        by_name, said = find_patients(session, name="Ana", stop=Stop())
        by_birth, _ = find_patients(session, birth_date="1990-01-02", stop=Stop())
        by_number, _ = find_patients(session, identifier="MRN-p1", stop=Stop())
        both, _ = find_patients(session, name="Ana", birth_date="1990-01-02", stop=Stop())
    assert [one.id for one in by_name] == ["p2", "p3"]
    assert said == []
    assert by_birth == both == [PatientLine("p2", "Ana Li Birch", "1990-01-02", "male", ("MRN-p2",), active=True)]
    assert [one.id for one in by_number] == ["p1"]
    assert [one.active for one in by_name] == [True, False]


def test_family_and_given_name_with_a_comma_are_asked_apart():
    with hospital(PEOPLE) as server:
        found, _ = find_patients(session_at(server.base), name="Birch, Ana", stop=Stop())
        assert asked(server, "Patient")[0].startswith("Patient?family=Birch&given=Ana")
    assert [one.id for one in found] == ["p2"]


def test_without_anything_to_look_for_nothing_is_asked():
    with hospital(PEOPLE) as server:
        with pytest.raises(InputError, match="needs a name"):
            find_patients(session_at(server.base), name=" ", stop=Stop())
        assert not server.ehr.requests


def test_a_long_list_is_cut_and_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(patients, "MOST_PAGES", 2)
    with hospital([patient(f"p{number}") for number in range(20)], page_size=5) as server:
        found, said = find_patients(session_at(server.base), name="Ashdown", stop=Stop())
    assert len(found) == 10
    assert "there are more; ask more narrowly" in said[0].text


def test_under_a_sign_in_for_one_patient_that_one_is_returned():
    with hospital(PEOPLE, protected=True) as server:
        found, said = find_patients(signed_in(server.ehr, "patient/*.rs"), name="Ana", stop=Stop())
        assert asked(server, "Patient") == ["Patient/p1"]
    assert [one.id for one in found] == ["p1"]
    assert "for one patient" in said[0].text


def test_todays_patients_are_those_with_an_appointment_or_an_encounter_in_order_of_time():
    visits = [
        visit("Appointment", "a1", "p2", 14),
        visit("Appointment", "a2", "p1", 9),
        visit("Appointment", "a3", "p4", 8, status="cancelled"),
        visit("Encounter", "e1", "p3", 7, status="in-progress"),
        visit("Encounter", "e2", "p2", 6, status="finished"),
    ]
    with hospital([*PEOPLE, *visits]) as server:
        found, said = todays_patients(session_at(server.base), day=DAY, stop=Stop())
        assert len(asked(server, "Patient")) == 1
    assert [one.id for one in found] == ["p1", "p2", "p3"]
    assert said == []


def test_todays_patients_are_read_one_by_one_where_they_cannot_be_searched_and_refusals_are_said():
    visits = [visit("Appointment", "a1", "p2", 14), visit("Appointment", "a2", "p1", 9)]
    refused = frozenset({"Encounter"})
    with hospital([*PEOPLE, *visits], patient_search_refused=True, refused_types=refused) as server:
        found, said = todays_patients(session_at(server.base), day=DAY, stop=Stop())
    assert [one.id for one in found] == ["p1", "p2"]
    assert said[0].text.startswith("Encounter: the server refused (403")


def test_what_the_sign_in_does_not_allow_is_not_asked_and_said():
    with hospital(PEOPLE, protected=True) as server:
        session = signed_in(server.ehr, "user/Patient.rs")
        found, said = todays_patients(session, day=DAY, stop=Stop())
        assert not server.ehr.requests
        server.ehr.tokens.expire()
        with pytest.raises(SignInError):
            find_patients(session, name="Ana", stop=Stop())
    assert found == []
    assert [problem.resource for problem in said] == ["Appointment", "Encounter"]


def test_cancel_raises():
    stop = Stop()
    stop.press()
    with hospital(PEOPLE) as server, pytest.raises(StoppedError):
        find_patients(session_at(server.base), name="Ana", stop=stop)


def test_a_line_is_made_of_whatever_there_is():
    assert line_of({"resourceType": "Patient"}) == PatientLine("", "", "", "unknown", (), active=True)
    odd = {"id": 5, "name": {"family": "X", "given": "Y"}, "identifier": [None, {"value": 3}], "gender": ["f"]}
    assert line_of({"resourceType": "Patient", **odd}).name == "Y X"
    merged = {"link": [{"type": "replaced-by", "other": {"reference": "Patient/2"}}]}
    assert not line_of({"resourceType": "Patient", **merged}).active


def test_what_is_no_patient_is_not_in_the_list():
    visits = [
        visit("Appointment", "1", "p1", 9),
        visit("Encounter", "1", "p2", 7) | {"period": "today"},
        visit("Appointment", "2", "gone", 8),
    ]
    with hospital([*PEOPLE, *visits], garbled={"Patient": json.dumps({"resourceType": "OperationOutcome"})}) as server:
        found, _ = todays_patients(session_at(server.base), day=DAY, stop=Stop())
        assert found == []


def test_two_resources_of_one_id_are_two():
    async def search(body: Json) -> list[Json]:
        return await patients._search(Canned(body), Search("Appointment"), [])  # type: ignore[arg-type]

    both: list[Json] = [{"resourceType": kind, "id": "1"} for kind in ("Appointment", "Patient")]
    body: Json = {"resourceType": "Bundle", "entry": [{"resource": one} for one in both]}
    assert asyncio.run(search(body)) == both


def test_visits_without_a_readable_time_are_no_error():
    visits: list[Json] = [{"resourceType": "Encounter", "id": str(odd), "period": odd} for odd in ("x", [1], None)]
    assert list(patients._patients_in(visits)) == []
