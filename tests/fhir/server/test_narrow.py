"""Items 1, 10 and 14: a search that fails as a whole is asked again in parts."""

from __future__ import annotations

from copilot.fhir.pull import ProblemKind
from copilot.fhir.server.answers import RefusedError
from copilot.fhir.server.capability import Capability, Offer
from copilot.fhir.server.narrow import narrower
from copilot.fhir.server.plan import Search
from tests.fhir.server.asking import all_keys, asked, hospital, keys, pull, record, said

LABS = Search("Observation", (("patient", "p1"), ("category", "laboratory")), label="Observation (laboratory)")
DATED = Capability(offers={"Observation": Offer(params=frozenset({"date"}))}, known=True)
FAILED = RefusedError("the server failed (500).", where="here", status=500)


def test_item_1_observation_and_condition_are_asked_by_category():
    chart = record(60)
    with hospital(chart, category_required=frozenset({"Observation", "Condition"})) as server:
        collected = pull(server)
        searches = [target for target in asked(server, "Observation") if "_summary" not in target]
        assert all("category=" in target for target in searches)
    assert set(keys(collected)) == all_keys(chart)


def test_item_1_what_stands_in_no_usual_category_is_found_where_the_server_counts_it():
    chart = record(40)
    odd = next(one for one in chart if one["resourceType"] == "Observation")
    odd["category"] = [{"coding": [{"system": "urn:local", "code": "ward-7"}]}]
    with hospital(chart) as server:
        collected = pull(server)
    assert set(keys(collected)) == all_keys(chart)
    assert said(collected) == ""


def test_item_1_where_the_server_answers_only_by_category_that_is_said():
    with hospital(record(30), category_required=frozenset({"Observation"})) as server:
        collected = pull(server)
    assert "Observation (other categories): the server answers only by category" in said(collected)
    assert {problem.kind for problem in collected.unknown()} == {ProblemKind.MISSING}


def test_item_1_a_type_that_turns_out_to_want_a_category_gets_one():
    chart = record(120)
    report = next(one for one in chart if one["resourceType"] == "DiagnosticReport")
    with hospital(chart, category_required=frozenset({"DiagnosticReport"})) as server:
        collected = pull(server)
        assert any("category=LAB" in target for target in asked(server, "DiagnosticReport"))
    assert f"DiagnosticReport/{report['id']}" in keys(collected)


def test_item_10_one_bad_resource_costs_its_day_and_no_more():
    chart = record(120)
    bad = [one for one in chart if one["resourceType"] == "Observation"][7]
    key = f"Observation/{bad['id']}"
    with hospital(chart, poison=frozenset({key})) as server:
        collected = pull(server)
    assert key not in keys(collected)
    lost = all_keys(chart) - set(keys(collected))
    day = bad["effectiveDateTime"][:10]
    for one in chart:
        if f"{one['resourceType']}/{one['id']}" in lost:
            assert one["effectiveDateTime"][:10] == day
    assert f"from {day}" in said(collected)
    assert "the server failed (500: “Required element missing”)" in said(collected)
    assert collected.complete


def test_item_10_a_type_that_always_fails_is_given_up_soon_and_said_once():
    with hospital(record(60), server_error={"Encounter": 500}) as server:
        collected = pull(server)
        assert len(asked(server, "Encounter")) < 20
    assert said(collected).count("Encounter") == 1
    assert "Encounter: the server failed (500: “Internal error”)." in said(collected)


def test_item_14_the_usual_statuses_are_named_where_a_status_is_required():
    chart = record(60)
    with hospital(chart, status_required=frozenset({"MedicationRequest", "Immunization"})) as server:
        collected = pull(server)
        assert any("status=active,completed" in target for target in asked(server, "MedicationRequest"))
    assert set(keys(collected)) == all_keys(chart)
    assert said(collected) == ""


def test_item_14_also_where_the_refusal_does_not_say_why():
    with hospital(record(60), status_required=frozenset({"Procedure"}), error_body="html") as server:
        collected = pull(server)
    assert set(keys(collected)) == all_keys(record(60))


def test_item_4_what_a_server_refuses_outright_is_not_asked_in_parts():
    for status in (403, 404, 405):
        assert narrower(LABS, RefusedError("no", where="", status=status), DATED) == []


def test_without_an_advertised_date_there_are_no_stretches_of_time():
    assert narrower(LABS, FAILED, Capability(offers={"Observation": Offer()}, known=True)) == []


def test_both_halves_and_what_has_no_date_make_up_the_whole():
    first, second, undated = narrower(LABS, FAILED, DATED)
    assert first.before == second.since
    assert (first.since, second.before) == ("", "")
    assert ("date", f"lt{first.before}") in first.params
    assert ("date", f"ge{first.before}") in second.params
    assert ("date:missing", "true") in undated.params
    assert narrower(undated, FAILED, DATED) == []


def test_stretches_shrink_to_one_day_and_then_end():
    search, steps = LABS, 0
    while parts := narrower(search, FAILED, DATED):
        search, steps = parts[1], steps + 1
    assert 1 < steps < 20


def test_a_count_that_is_not_accepted_is_left_out():
    refusal = RefusedError("no", where="", status=400, said="_count is not supported", codes=frozenset({"invalid"}))
    (plain,) = narrower(LABS, refusal, DATED)
    assert "_count" not in plain.url
