"""Items 1 to 6 of the field report: what servers want in a search, and what they refuse."""

from __future__ import annotations

import pytest

from copilot.chart.fact import Kind, Standing
from copilot.errors import ServerError
from tests.ehr import generate
from tests.ehr.messy.results import POTASSIUM, quantity, result
from tests.fhir.conformance.asking import asked, chart, held, hospital, keys, lines, of_type, pull, said, with_patient

BOTH = frozenset({"Observation", "Condition"})


def test_item_01_observations_and_conditions_are_asked_by_category():
    with hospital(category_required=BOTH) as server:
        collected = pull(server)
        for kind in BOTH:
            assert sorted(of_type(collected, kind)) == sorted(held(server, kind))
            assert any("category=" in one for one in asked(server, kind))
    assert all("(other categories)" in line for line in lines(collected))


def test_item_01_results_outside_the_usual_categories_are_not_lost_where_the_server_allows_it():
    plain = result("plain", POTASSIUM, valueQuantity=quantity(4.1, "mmol/L"))
    del plain["category"]
    odd = result("odd", POTASSIUM, category="in-house", valueQuantity=quantity(4.2, "mmol/L"))
    with hospital(with_patient(plain, odd)) as server:
        assert {"Observation/plain", "Observation/odd"} <= set(keys(pull(server)))


def test_item_01_what_no_category_finds_is_said_where_the_server_insists():
    plain = result("plain", POTASSIUM, valueQuantity=quantity(4.1, "mmol/L"))
    del plain["category"]
    with hospital(with_patient(plain), category_required=BOTH) as server:
        collected = pull(server)
    assert "Observation/plain" not in keys(collected)
    assert "Observation" in said(collected)


def test_item_02_the_patient_is_read_by_id_and_never_searched_by_patient():
    with hospital(patient_search_refused=True) as server:
        collected = pull(server)
        assert asked(server, "Patient") == ["Patient/p1"]
    assert "Patient/p1" in keys(collected)


def test_item_02_one_refused_type_is_named_and_ends_nothing():
    with hospital(refused_types=frozenset({"Condition"})) as server:
        collected = pull(server)
        assert sorted(of_type(collected, "Observation")) == sorted(held(server, "Observation"))
    assert collected.complete
    assert any(line.startswith("Condition") and "403" in line for line in lines(collected))


def test_item_02_types_are_those_the_server_advertises():
    with hospital(unadvertised=frozenset({"Procedure"})) as server:
        collected = pull(server)
        assert asked(server, "Procedure") == []
    assert any("Procedure" in problem.text for problem in collected.unknown())


def test_item_02_without_metadata_everything_is_asked():
    with hospital(metadata_status=500, error_body="html") as server:
        assert sorted(of_type(pull(server), "Observation")) == sorted(held(server, "Observation"))


@pytest.mark.parametrize("body", ["outcome", "text", "html"])
def test_item_03_a_403_is_said_as_far_as_this_account_may_see(body):
    with hospital(refused_types=frozenset({"MedicationRequest"}), error_body=body) as server:
        collected = pull(server)
    (line,) = [line for line in lines(collected) if line.startswith("MedicationRequest")]
    assert "403" in line
    assert "As far as this account may see." in line


def test_item_03_nothing_shown_is_never_read_as_none_known():
    with hospital(hidden=frozenset({"AllergyIntolerance"})) as server:
        found = chart(pull(server))
    assert found.of(Kind.ALLERGY) == ()
    assert not any(fact.standing is Standing.NONE_KNOWN for fact in found.facts)


def test_item_04_searches_are_gets_with_parameters_that_exist():
    with hospital(no_post_search=True, id_alone=True) as server:
        collected = pull(server)
        assert {one.method for one in server.ehr.requests} == {"GET"}
        assert not any("code=" in one for one in asked(server, "MedicationRequest"))
    assert lines(collected) == []


def prescribed(server) -> list[str]:
    return sorted({r["medicationReference"]["reference"] for r in server.ehr.store.all("MedicationRequest")})


def test_item_05_references_are_resolved_without_include_in_few_requests():
    with hospital(generate(200), include_refused=True, id_alone=True) as server:
        collected = pull(server)
        assert sorted(of_type(collected, "Medication")) == prescribed(server)
        assert "Practitioner/dr1" in keys(collected)
        assert len(asked(server, "Medication")) + len(asked(server, "Practitioner")) <= 4
    assert not any("_include" in one for one in asked(server))


def test_item_05_a_server_without_search_by_id_is_read_one_by_one():
    with hospital(generate(200), unsearchable=frozenset({"Medication", "Practitioner"})) as server:
        collected = pull(server)
        assert "Practitioner/dr1" in keys(collected)
        assert sorted(of_type(collected, "Medication")) == prescribed(server)


def test_item_06_everything_is_not_asked_unless_advertised():
    with hospital() as server:
        pull(server)
        assert not any("$" in one for one in asked(server))


def test_item_06_everything_is_used_where_advertised():
    with hospital(everything_advertised=True, page_size=20) as server:
        collected = pull(server)
        assert any("$everything" in one for one in asked(server))
        assert sorted(of_type(collected, "Observation")) == sorted(held(server, "Observation"))
    assert len(keys(collected)) == len(set(keys(collected)))


@pytest.mark.parametrize("status", [404, 501, 500])
def test_item_06_everything_that_fails_gives_way_to_searches_by_type(status):
    with hospital(everything_advertised=True, everything_status=status) as server:
        collected = pull(server)
        assert sorted(of_type(collected, "Observation")) == sorted(held(server, "Observation"))


def test_item_06_an_empty_everything_is_not_believed():
    with hospital(everything_advertised=True, hidden_from_everything=True) as server:
        collected = pull(server)
        assert sorted(of_type(collected, "Observation")) == sorted(held(server, "Observation"))


def test_item_06_an_unknown_patient_is_an_error_although_everything_answers_200():
    with hospital(everything_advertised=True, unknown_patient_is_empty=True) as server, pytest.raises(ServerError):
        pull(server, "nobody")


def test_item_06_a_summary_is_read_where_it_is_advertised_alone():
    with hospital(summary_advertised=True) as server:
        collected = pull(server)
        assert sorted(of_type(collected, "Observation")) == sorted(held(server, "Observation"))
