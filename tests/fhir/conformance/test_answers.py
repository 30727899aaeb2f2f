"""Items 9 to 15 of the field report: too many requests, searches that fail, answers that are no FHIR."""

from __future__ import annotations

import pytest

from copilot.errors import MergedPatientError
from tests.ehr import Quirks
from tests.ehr.chart import generate, patient
from tests.ehr.messy import notes
from tests.fhir.conformance.asking import asked, chart, held, hospital, keys, lines, of_type, pull, said, with_patient


def everything_came(collected, server) -> bool:
    return sorted(of_type(collected, "Observation")) == sorted(held(server, "Observation"))


@pytest.mark.parametrize("said_wait", ["0", "1", "date", ""])
@pytest.mark.parametrize("body", ["outcome", "text"])
def test_item_09_too_many_requests_are_waited_for(said_wait, body):
    with hospital(throttle_first=2, retry_after=said_wait, error_body=body) as server:
        collected = pull(server)
        assert everything_came(collected, server)
    assert lines(collected) == []


def test_item_09_the_wait_is_shown():
    waits: list[float] = []
    with hospital(throttle_first=1, retry_after="1") as server:
        pull(server, progress=lambda progress, collected: waits.append(progress.waiting))
    assert max(waits) > 0.5


def test_item_09_a_server_that_never_relents_costs_a_labelled_rest():
    with hospital() as server:

        def close(progress, collected):
            if progress.pages == 5:
                server.ehr.quirks = Quirks(throttle_first=10_000)

        collected = pull(server, progress=close)
        assert "Patient/p1" in keys(collected)
        assert collected.open
        assert "429" in said(collected)
        server.ehr.quirks = Quirks()
        resumed = pull(server, collected=collected)
        assert everything_came(resumed, server)
    assert lines(resumed) == []


def test_item_09_never_more_than_four_at_once():
    with hospital(latency=0.02) as server:
        pull(server)
        assert 2 <= server.ehr.wire.most_at_once <= 4


@pytest.mark.parametrize("kind", ["Observation", "Condition", "MedicationRequest", "Encounter"])
def test_item_10_one_bad_resource_costs_its_day_and_not_the_list(kind):
    resources = generate(200)
    bad = [f"{kind}/{r['id']}" for r in resources if r["resourceType"] == kind][1]
    with hospital(resources, poison=frozenset({bad})) as server:
        collected = pull(server)
        lost = set(held(server, kind)) - set(of_type(collected, kind))
    assert bad in lost
    assert len(lost) <= 3
    assert any(line.startswith(kind) and "500" in line for line in lines(collected))


def test_item_10_a_resource_that_the_server_drops_with_a_warning_is_said():
    resources = generate()
    dropped = frozenset({"Observation/r00000"})
    with hospital(resources, dropped_with_warning=dropped) as server:
        collected = pull(server)
    assert "Observation/r00000" not in keys(collected)
    assert any(
        line.startswith("Observation (laboratory)") and "1 resource(s) not shown" in line for line in lines(collected)
    )


@pytest.mark.parametrize("quirks", [{}, {"empty_page": 1}])
def test_item_10_a_warning_is_said_although_nothing_else_comes(quirks):
    resources = generate()
    dropped = frozenset(f"AllergyIntolerance/{r['id']}" for r in resources if r["resourceType"] == "AllergyIntolerance")
    with hospital(resources, dropped_with_warning=dropped, **quirks) as server:
        collected = pull(server)
    assert dropped
    assert any(line.startswith("AllergyIntolerance") and "not shown" in line for line in lines(collected))


def test_item_11_outcomes_among_the_results_are_no_data():
    with hospital(with_patient(), warning_when_empty=True) as server:
        collected = pull(server)
    assert lines(collected) == []
    assert keys(collected) == ["Patient/p1"]
    assert [resource.type for resource in collected.to_pull().resources] == ["Patient"]


def test_item_11_an_outcome_instead_of_a_bundle_is_a_refusal_in_the_servers_words():
    with hospital(outcome_instead=frozenset({"Encounter"})) as server:
        collected = pull(server)
        assert everything_came(collected, server)
    assert of_type(collected, "Encounter") == []
    assert any(line.startswith("Encounter") and "could not be processed" in line for line in lines(collected))


@pytest.mark.parametrize("body", ["text", "html"])
@pytest.mark.parametrize("status", [400, 500])
def test_item_12_errors_that_are_no_fhir_are_one_plain_line(body, status):
    with hospital(server_error={"Procedure": status}, error_body=body) as server:
        collected = pull(server)
        assert everything_came(collected, server)
    found = [line for line in lines(collected) if line.startswith("Procedure")]
    assert found
    assert all("<" not in line and str(status) in line for line in found)


def test_item_12_both_names_of_the_content_type_and_a_strict_accept_are_met():
    with hospital(content_type="application/json+fhir", strict_accept=True) as server:
        collected = pull(server)
        assert everything_came(collected, server)
        accepts = {one.headers["accept"] for one in server.ehr.requests}
    assert all("application/fhir+json" in accept for accept in accepts)
    assert lines(collected) == []


GARBLED = ("<html><title>Guest network</title>Log in</html>", '{"resourceType": "Bundle", "ent', "[]", "17", "")


@pytest.mark.parametrize("text", GARBLED)
def test_item_12_an_answer_of_200_that_is_no_fhir_is_said_and_ends_nothing(text):
    with hospital(garbled={"Encounter": text}) as server:
        collected = pull(server)
        assert everything_came(collected, server)
    assert any(line.startswith("Encounter") for line in lines(collected))
    assert "<" not in said(collected)


def test_item_12_gzip_is_read():
    with hospital(gzip=True) as server:
        assert everything_came(pull(server), server)


def test_item_13_each_rendition_is_tried_until_one_is_there():
    missing = frozenset({"note-pdf"})
    with hospital(with_patient(*notes.renditions()), missing_binaries=missing) as server:
        found = chart(pull(server))
        accepts = {
            one.headers["accept"].split(",")[0].split(";")[0] for one in server.ehr.requests if "/Binary/" in one.path
        }
    assert [note.text for note in found.notes] == ["Sweats at night."]
    assert accepts <= {"application/fhir+json", "application/pdf", "text/plain"}


def test_item_13_a_note_without_any_rendition_is_said():
    missing = frozenset({"note-pdf", "note-text"})
    with hospital(with_patient(*notes.renditions()), missing_binaries=missing) as server:
        found = chart(pull(server))
    assert found.notes == ()
    assert any("two-ways" in unknown.text or "Binary" in unknown.text for unknown in found.unknowns)


def test_item_14_a_status_is_given_where_the_server_wants_one():
    kinds = frozenset({"MedicationRequest", "Encounter", "Procedure", "DiagnosticReport"})
    with hospital(generate(200), status_required=kinds) as server:
        collected = pull(server)
        for kind in kinds:
            assert sorted(of_type(collected, kind)) == sorted(held(server, kind))


@pytest.mark.parametrize("redirects", [True, False])
def test_item_14_a_merged_patient_stops_and_asks(redirects):
    resources = [*generate(), patient("p0")]
    with hospital(resources, merged={"p0": "p1"}, merged_redirects=redirects) as server:
        with pytest.raises(MergedPatientError) as caught:
            pull(server, "p0")
        assert asked(server, "Observation") == []
    assert "p1" in str(vars(caught.value))


def test_item_14_a_merged_patient_can_still_be_opened_knowingly():
    with hospital([*generate(), patient("p0")], merged={"p0": "p1"}) as server:
        collected = pull(server, "p0", although_replaced=True)
    assert keys(collected) == ["Patient/p0"]


@pytest.mark.parametrize("form", ["id", "reference"])
@pytest.mark.parametrize("everything", [False, True])
def test_item_15_either_form_of_the_patient_parameter_finds_the_record(form, everything):
    with hospital(patient_form=form, everything_advertised=everything, page_size=20) as server:
        collected = pull(server)
        assert everything_came(collected, server)
        assert sorted(of_type(collected, "Condition")) == sorted(held(server, "Condition"))
