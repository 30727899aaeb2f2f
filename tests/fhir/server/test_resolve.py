"""Items 5 and 22: what entries refer to is fetched in capped batches by `_id` alone, else read."""

from __future__ import annotations

import pytest

from copilot.fhir.server import resolve
from copilot.fhir.server.resolve import references_in
from tests.ehr import Stranger, serve
from tests.ehr.chart import patient
from tests.ehr.messy.references import every_kind, medication, order
from tests.fhir.server.asking import asked, hospital, keys, pull, said, signed_in


def many(count: int) -> list[dict[str, object]]:
    return [
        patient("p1"),
        *(medication(f"m{number}", f"drug {number}") for number in range(count)),
        *(order(f"o{number}", medicationReference={"reference": f"Medication/m{number}"}) for number in range(count)),
    ]


def test_item_5_medications_are_asked_for_in_batches_by_id_alone():
    with hospital(many(60), include_refused=True, id_alone=True) as server:
        collected = pull(server)
        batches = asked(server, "Medication")
        assert [target.count(",") + 1 for target in batches] == [25, 25, 10]
        assert all(target.startswith("Medication?_id=") and "&" not in target for target in batches)
        assert not any("_include" in one.target for one in server.ehr.requests)
    assert sum(key.startswith("Medication/") for key in keys(collected)) == 60
    assert said(collected) == ""


def test_item_5_each_is_read_where_a_search_by_id_is_refused():
    with hospital(many(30), unsearchable=frozenset({"Medication"})) as server:
        collected = pull(server)
    assert sum(key.startswith("Medication/") for key in keys(collected)) == 30


def test_item_5_the_number_is_capped_and_the_rest_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(resolve, "MOST", 40)
    with hospital(many(60)) as server:
        collected = pull(server)
    assert sum(key.startswith("Medication/") for key in keys(collected)) == 40
    assert "20 more entries are referred to and were not fetched (at most 40)." in said(collected)


def test_item_22_references_of_every_kind_and_a_gap_is_said_not_an_error():
    with serve(Stranger()) as stranger, hospital([patient("p1"), *every_kind(stranger.root)], protected=True) as server:
        collected = pull(server, session=signed_in(server.ehr))
        assert not stranger.ehr.requests
    found = {key for key in keys(collected) if key.startswith("Medication/")}
    assert found == {"Medication/m-relative", "Medication/m-absolute", "Medication/m-version"}
    assert "Medication: 1 that entries refer to could not be had. As far as this account may see." in said(collected)
    assert "1 reference(s) point to other servers, which are not asked." in said(collected)


def test_what_may_not_be_read_is_not_asked_and_said():
    with hospital(many(3), protected=True) as server:
        session = signed_in(server.ehr, "patient/Patient.rs", "patient/MedicationRequest.rs")
        collected = pull(server, session=session)
        assert not asked(server, "Medication")
    assert "Medication: 3 that entries refer to could not be had." in said(collected)


def test_what_the_fetched_refer_to_is_fetched_too():
    role = {"resourceType": "PractitionerRole", "id": "r", "practitioner": {"reference": "Practitioner/d"}}
    doctor = {"resourceType": "Practitioner", "id": "d"}
    with hospital([patient("p1"), role, doctor, order("o", requester={"reference": "PractitionerRole/r"})]) as server:
        collected = pull(server)
    assert {"PractitionerRole/r", "Practitioner/d"} <= set(keys(collected))


def test_references_inside_are_found_at_any_depth():
    raw = {"resourceType": "X", "a": [{"b": {"reference": "Medication/1"}}], "c": {"reference": ""}, "code": {"x": 1}}
    assert list(references_in(raw)) == ["Medication/1"]


def test_the_same_id_under_another_base_is_something_else():
    with hospital([patient("p1"), medication("m", "ours")]) as server:
        other = {"reference": f"{server.root}/another/fhir/Medication/m"}
        server.ehr.store.add(order("o", medicationReference=other, subject={"reference": "Patient/p1"}))
        collected = pull(server)
        assert not asked(server, "Medication")
    assert "1 reference(s) point to other servers" in said(collected)


def test_an_inner_name_of_the_server_for_what_is_here_is_no_gap():
    held = [patient("p1"), order("o", encounter={"reference": "http://inner:8080/fhir/Encounter/e"})]
    visit = {"resourceType": "Encounter", "id": "e", "status": "finished", "subject": {"reference": "Patient/p1"}}
    with hospital([*held, visit]) as server:
        assert said(pull(server)) == ""


def test_references_that_nobody_answers_are_left_open_and_come_later(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("copilot.fhir.transport.READ_SECONDS", 0.15)
    with hospital(many(120), slow_types={"Medication": 5.0}) as server:
        collected = pull(server)
        assert [item.search.label for item in collected.open] == ["what entries refer to"]
        assert "what entries refer to: not fetched; the server did not answer in time." in said(collected)
        server.ehr.quirks = type(server.ehr.quirks)()
        pull(server, collected=collected)
    assert sum(key.startswith("Medication/") for key in keys(collected)) == 120
    assert said(collected) == ""


def test_what_is_over_the_cap_is_said_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(resolve, "MOST", 40)
    held = many(60)
    for number in range(60):
        held[1 + number]["manufacturer"] = {"reference": f"Organization/o{number}"}
    with hospital(held) as server:
        collected = pull(server)
    assert said(collected).count("more entries are referred to") == 1
