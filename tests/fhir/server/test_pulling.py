"""A whole pull against the hostile EHR: everything once, and what is refused is said and ends nothing."""

from __future__ import annotations

import pytest

from copilot.errors import ServerError
from copilot.fhir.pull import ProblemKind
from copilot.fhir.server.answers import RefusedError
from copilot.fhir.server.collected import Collected
from copilot.fhir.server.http import Http
from copilot.fhir.server.pulling import Progress
from tests.fhir.server.asking import Json, all_keys, asked, hospital, keys, pull, record, said, signed_in


def test_everything_of_one_patient_arrives_once_and_nothing_is_said_to_be_missing():
    chart = record(120)
    with hospital(chart, page_size=7) as server:
        collected = pull(server)
    here = keys(collected)
    assert len(here) == len(set(here))
    assert set(here) == all_keys(chart)
    assert said(collected) == ""
    assert collected.complete
    assert len(collected.to_pull().resources) == len(here)


def test_item_2_the_patient_is_read_by_id_and_never_searched():
    with hospital(patient_search_refused=True) as server:
        collected = pull(server)
        assert asked(server, "Patient") == ["Patient/p1"]
    assert "Patient/p1" in keys(collected)


def test_item_2_one_refused_type_ends_nothing_and_is_named():
    chart = record(60)
    with hospital(chart, refused_types=frozenset({"Procedure", "Encounter"})) as server:
        collected = pull(server)
    lost = {key for key in all_keys(chart) if key.startswith(("Procedure/", "Encounter/"))}
    assert set(keys(collected)) == all_keys(chart) - lost
    assert "Procedure: the server refused (403: “Not authorized for this resource”)." in said(collected)
    assert "As far as this account may see." in said(collected)
    assert {p.kind for p in collected.problems if p.resource in ("Procedure", "Encounter")} == {ProblemKind.REFUSED}
    assert collected.complete


def test_item_2_types_are_asked_only_where_granted_and_advertised_and_the_rest_is_said():
    with hospital(protected=True, unadvertised=frozenset({"Immunization"})) as server:
        session = signed_in(server.ehr, "patient/Patient.rs", "patient/Condition.rs", "patient/Immunization.rs")
        collected = pull(server, session=session)
        assert not asked(server, "Observation")
        assert not asked(server, "Immunization")
        assert asked(server, "Condition")
    texts = [problem.text for problem in collected.unknown()]
    assert any("sign-in does not allow it" in text and "Observation" in text for text in texts)
    assert any("does not offer it" in text and "Immunization" in text for text in texts)


def test_item_3_what_is_left_out_without_a_word_shows_where_the_server_still_counts_it():
    with hospital(record(60), result_cap=10) as server:
        collected = pull(server)
    assert "Observation (laboratory): the server counts 36 and gave 10. As far as this account may see." in said(
        collected
    )


def test_item_26_granular_scopes_are_what_is_asked_and_that_more_may_exist_is_said():
    with hospital(protected=True) as server:
        system = "http://terminology.hl7.org/CodeSystem/observation-category"
        session = signed_in(server.ehr, "patient/Patient.rs", f"patient/Observation.rs?category={system}|laboratory")
        collected = pull(server, session=session)
        assert all("laboratory" in target for target in asked(server, "Observation"))
    assert sum(key.startswith("Observation/") for key in keys(collected)) == 36
    assert "This sign-in allows only a part of: Observation." in said(collected)


def test_at_most_four_requests_are_answered_at_the_same_time():
    with hospital(record(60), latency=0.06) as server:
        pull(server)
        assert server.ehr.wire.most_at_once == 4


def test_a_401_ends_the_pull_keeps_everything_and_a_new_sign_in_goes_on():
    chart = record(60)
    with hospital(chart, protected=True, page_size=5) as server:
        session = signed_in(server.ehr)

        def expire(progress: Progress, collected: Collected) -> None:
            if progress.pages == 6:
                server.ehr.tokens.expire()

        collected = pull(server, session=session, progress=expire)
        arrived = len(collected.entries)
        assert 0 < arrived < len(chart)
        assert "sign-in" in collected.why
        assert collected.open
        assert any(problem.kind is ProblemKind.TRUNCATED for problem in collected.to_pull().problems)
        again = pull(server, session=signed_in(server.ehr), collected=collected)
    assert again is collected
    assert set(keys(again)) == all_keys(chart)
    assert len(keys(again)) == len(chart)
    assert said(again) == ""


def test_a_sign_in_for_one_patient_is_not_used_for_another():
    with hospital(protected=True) as server:
        collected = pull(server, "p2", session=signed_in(server.ehr, patient="p1"))
        assert not server.ehr.requests
    assert "for one patient" in collected.why


def test_a_patient_whom_the_server_does_not_have_is_an_error():
    with hospital() as server, pytest.raises(RefusedError, match="does not have this") as error:
        pull(server, "nobody")
    assert error.value.status == 404
    assert "nobody" not in str(error.value)


def test_the_rest_is_pulled_where_the_patient_may_not_be_read():
    with hospital(protected=True) as server:
        session = signed_in(server.ehr, "patient/Condition.rs", "patient/Observation.rs")
        collected = pull(server, session=session)
    assert "Patient: not asked" in said(collected)
    pulled = collected.to_pull()
    assert {resource.type for resource in pulled.resources} == {"Condition", "Observation"}


def test_item_15_the_other_form_of_the_patient_is_tried_where_one_finds_nothing():
    chart = record(30)
    with hospital(chart, patient_form="reference") as server:
        collected = pull(server)
    assert set(keys(collected)) == all_keys(chart)
    assert said(collected) == ""


def test_item_15_a_server_without_metadata_is_asked_in_both_forms_type_by_type():
    with hospital(record(30), metadata_status=500) as server:
        collected = pull(server)
        forms = asked(server, "Immunization")
    assert any("patient=p1" in form for form in forms)
    assert any("patient=Patient/p1" in form for form in forms)
    assert set(keys(collected)) == all_keys(record(30))


@pytest.mark.parametrize("version", ["3.0.2", "5.0.0"])
def test_item_25_another_release_is_read_as_far_as_possible_and_said(version: str):
    with hospital(record(30), fhir_version=version) as server:
        collected = pull(server)
    name = {"3.0.2": "STU3", "5.0.0": "R5"}[version]
    assert f"The server speaks FHIR {name}, not R4" in said(collected)
    assert set(keys(collected)) == all_keys(record(30))


def test_r4b_is_read_like_r4():
    with hospital(record(30), fhir_version="4.3.0") as server:
        assert said(pull(server)) == ""


def test_progress_tells_searches_pages_and_what_is_being_asked():
    told: list[Progress] = []
    with hospital(record(60), page_size=10) as server:
        collected = pull(server, progress=lambda progress, _: told.append(progress))
    assert [one.pages for one in told] == sorted(one.pages for one in told)
    assert told[-1].resources == len(collected.entries)
    assert all(one.done <= one.searches for one in told)
    assert "Observation (laboratory)" in {one.asking for one in told}


def test_what_has_arrived_is_a_chart_while_the_pull_goes_on():
    sizes: list[int] = []

    def look(progress: Progress, collected: Collected) -> None:
        pulled = collected.to_pull()
        sizes.append(len(pulled.resources))
        assert any("Still being fetched" in problem.text for problem in pulled.problems)

    with hospital(record(60), page_size=20) as server:
        pull(server, progress=look)
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]


def test_an_answer_to_the_last_check_that_cannot_be_used_ends_nothing(monkeypatch: pytest.MonkeyPatch):
    ask = Http.json

    async def too_large(http: Http, url: str) -> Json:
        if "_summary=count" in url:
            raise ServerError("the answer is larger than 64 MB.", where=http.where)
        return await ask(http, url)

    monkeypatch.setattr(Http, "json", too_large)
    with hospital(record(30)) as server:
        collected = pull(server)
    assert set(keys(collected)) == all_keys(record(30))
    assert "Observation (other categories): the answer is larger than 64 MB." in said(collected)
    assert collected.complete
