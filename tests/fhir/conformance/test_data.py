"""Items 16 to 25 of the field report: messy data, as it comes over the wire and stands in the chart."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from copilot.chart.chart import Chart, UnknownKind
from copilot.chart.fact import Fact, Kind, Standing
from tests.ehr import Stranger, serve
from tests.ehr.chart import patient
from tests.ehr.messy import conditions, notes, references, releases, results
from tests.fhir.conformance.asking import chart, facts_of, hospital, keys, pull, pulled_chart, with_patient


def the(found: Chart, reference: str) -> Fact:
    (fact,) = facts_of(found, reference)
    return fact


def standing(found: Chart, kind: str) -> dict[str, Standing]:
    start = f"{kind}/"
    return {
        f.source.resource.removeprefix(start): f.standing for f in found.facts if f.source.resource.startswith(start)
    }


def test_item_16_missing_data_leaves_the_row_and_says_the_gap():
    found = pulled_chart(*results.missing(), served=results.STRUCK_OUT)
    assert the(found, "Observation/absent-code").label == "Ferritin, outside"
    assert str(the(found, "Observation/absent-code").value) == "12 ug/L"
    assert the(found, "Observation/masked").value is None
    assert the(found, "Observation/words").value == "normal"


def test_item_16_entered_in_error_as_id_and_status_alone_is_struck_out_and_counted():
    found = pulled_chart(*results.missing(), served=results.STRUCK_OUT)
    assert the(found, "Observation/struck-out").standing is Standing.ERROR
    assert "Observation/struck-out" in found.raw


def test_item_17_a_local_code_or_none_still_shows_the_row():
    found = pulled_chart(*results.local_codes())
    assert [coding.code for coding in the(found, "Observation/local-first").codes] == ["LAB113", "2823-3"]
    assert the(found, "Observation/local-only").label == "POTASSIUM"
    assert the(found, "Observation/text-only").label == "K (serum), outside lab"
    assert str(the(found, "Observation/no-display").value) == "7.2 10*3/uL"


def test_item_18_the_status_decides_what_a_line_means():
    found = pulled_chart(*conditions.problems(), *conditions.results())
    assert standing(found, "Condition") == {
        "refuted": Standing.REFUTED,
        "error": Standing.ERROR,
        "differential": Standing.UNCERTAIN,
        "provisional": Standing.UNCERTAIN,
        "plain": Standing.ASSERTED,
        "list": Standing.ASSERTED,
        "visit": Standing.ASSERTED,
    }
    shown = standing(found, "Observation")
    assert shown["is-preliminary"] is Standing.UNCERTAIN
    assert shown["is-corrected"] is shown["is-amended"] is Standing.ASSERTED
    assert shown["is-cancelled"] is Standing.PLANNED


def test_item_18_no_known_allergies_is_no_allergy():
    assert the(pulled_chart(conditions.no_known_allergies()), "AllergyIntolerance/nka").standing is Standing.NONE_KNOWN


def test_item_18_of_the_empty_reasons_nilknown_alone_means_none():
    found = pulled_chart(conditions.summary())
    none = [fact.kind for fact in found.facts if fact.standing is Standing.NONE_KNOWN]
    assert none == [Kind.ALLERGY]


def test_item_19_values_of_every_shape_are_shown_as_given():
    found = pulled_chart(*results.values())
    shown = {name: str(the(found, f"Observation/{name}").value) for name in ("below", "adequate", "string-number")}
    assert shown == {"below": "<0.01 ng/mL", "adequate": "ad 0.02 ng/mL", "string-number": "<5"}
    assert the(found, "Observation/haemolysed").value == "Specimen hemolyzed, test not performed"
    assert the(found, "Observation/critical").flag == "HH"
    assert the(found, "Observation/timeless").when is None
    assert "\\rtf" not in the(found, "Observation/rtf").text
    assert "1:160" in the(found, "Observation/titre").text.replace(" ", "")
    assert {"3", "5"} <= set(the(found, "Observation/range").text.replace("\N{EN DASH}", " ").split())


def test_item_19_a_pressure_without_its_lower_value_keeps_the_upper_one():
    found = facts_of(pulled_chart(*results.values()), "Observation/pressure")
    assert [str(fact.value) for fact in found if fact.value is not None] == ["142 mm[Hg]"]


def test_item_20_times_keep_offset_and_precision():
    found = pulled_chart(*results.times())
    given = {name: the(found, f"Observation/{name}").when for name in ("offset", "zulu", "month", "year", "period")}
    texts = {name: moment.text for name, moment in given.items() if moment is not None}
    assert texts["offset"] == "2026-03-01T08:15:00-05:00"
    assert texts["zulu"] == "2026-03-01T23:40:00Z"
    assert (texts["month"], texts["year"]) == ("2026-03", "2026")
    assert given["zulu"].earliest.day == 1
    assert given["year"].earliest < given["month"].earliest <= given["month"].latest < given["year"].latest
    assert given["period"] is not None


def test_item_20_a_time_without_a_zone_is_read_and_said():
    found = pulled_chart(*results.times())
    assert the(found, "Observation/zoneless").when is not None
    assert any(unknown.resource == "Observation/zoneless" for unknown in found.unknowns)


def test_item_20_trailing_zeros_survive_the_wire():
    precise = results.result("precise", results.POTASSIUM, valueQuantity=results.quantity(4.0, "mmol/L"))
    found = pulled_chart(precise, served=results.significant())
    assert str(the(found, "Observation/precise").value) == "4.00 mmol/L"


def test_item_21_near_units_are_shown_and_never_computed_with():
    found = pulled_chart(*results.units())
    assert str(the(found, "Observation/kelvin").value) == "7.2 K/uL"
    assert str(the(found, "Observation/unitless").value) == "3"
    assert not any(unknown.kind is UnknownKind.IMPLAUSIBLE for unknown in found.unknowns)


def test_item_22_references_of_every_kind_are_resolved_and_a_lost_one_is_a_gap():
    found = pulled_chart(*references.every_kind())
    labels = {name: the(found, f"MedicationRequest/{name}").label for name in (
        "relative", "absolute", "version", "contained", "identifier", "dangling", "foreign",
    )}  # fmt: skip
    assert labels == {
        "relative": "relative drug",
        "absolute": "absolute drug",
        "version": "versioned drug",
        "contained": "contained drug",
        "identifier": "named drug",
        "dangling": "lost drug",
        "foreign": "far drug",
    }


def test_item_22_a_reference_to_another_server_is_not_followed_and_said():
    with serve(Stranger()) as stranger:
        with hospital(with_patient(*references.every_kind(stranger.base))) as server:
            collected = pull(server)
        assert stranger.ehr.requests == []
    assert any("other servers" in problem.text for problem in collected.unknown())


def test_item_22_a_reference_that_is_no_address_keeps_its_display_and_ends_nothing():
    with hospital(with_patient(*references.junk())) as server:
        collected = pull(server)
    assert collected.complete
    labels = {fact.label for fact in chart(collected).of(Kind.MEDICATION)}
    assert labels == {f"drug {number}" for number in range(len(references.JUNK))}


def test_item_23_orders_plans_reports_and_statements_are_told_apart():
    found = standing(pulled_chart(*references.medicines()), "MedicationRequest")
    assert found["ordered"] is Standing.ASSERTED
    assert found["reported"] is Standing.ASSERTED
    assert found["on-hold"] is Standing.PLANNED
    assert found["stopped"] is Standing.PAST
    assert standing(pulled_chart(*references.medicines()), "MedicationStatement") == {"stated": Standing.ASSERTED}


def test_item_23_one_report_by_two_ways_is_one_note_and_one_request():
    with hospital(with_patient(*notes.report_two_ways())) as server:
        found = chart(pull(server))
        assert sum("/Binary/scan" in one.path for one in server.ehr.requests) == 1
    assert [note.text for note in found.notes] == ["Ground glass in both lower lobes."]


def test_item_24_notes_of_every_format_are_text_without_scripts_or_remote_images():
    with serve(Stranger()) as stranger:
        found = pulled_chart(*notes.every_format(stranger.root))
        assert stranger.ehr.requests == []
    texts = {note.source.resource.removeprefix("DocumentReference/"): note.text for note in found.notes}
    assert texts["plain"] == "Came with dyspnoea."
    assert texts["html"] == "Pain denies"
    assert texts["rtf"] == "STEMI ruled out\nPlan"
    assert texts["latin"] == "Fièvre"
    assert texts["injection"] == notes.INJECTION
    assert not any("alert" in text or "tracker" in text for text in texts.values())


@pytest.mark.parametrize(("name", "word"), [("cda", "CDA"), ("pdf", "PDF"), ("damaged", "damaged")])
def test_item_24_a_note_that_is_not_read_is_said(name, word):
    found = pulled_chart(*notes.every_format())
    assert any(unknown.resource == f"DocumentReference/{name}" and word in unknown.text for unknown in found.unknowns)


def test_item_24_an_attachment_that_lies_at_no_address_is_said_and_ends_nothing():
    documents = [
        notes.document(f"junk-{number}", {"contentType": "text/plain", "url": text})
        for number, text in enumerate(references.JUNK)
    ]
    with hospital(with_patient(*documents)) as server:
        collected = pull(server)
        found = chart(collected)
    assert collected.complete
    assert found.notes == ()
    said = {unknown.resource for unknown in found.unknowns}
    assert {f"DocumentReference/{document['id']}" for document in documents} <= said


def test_item_25_stu3_data_from_an_r4_server_is_detected_and_read():
    found = pulled_chart(*releases.stu3())
    assert found.fhir_version == "STU3"
    assert the(found, "Condition/old-problem").standing is Standing.ASSERTED
    assert str(the(found, "Observation/old-result").value) == "4.2 mmol/L"
    assert any("STU3" in unknown.text for unknown in found.unknowns)


def test_item_25_r5_data_is_detected_and_read():
    found = pulled_chart(*releases.r5(), fhir_version="5.0.0")
    assert found.fhir_version == "R5"
    assert the(found, "MedicationRequest/new-drug").label == "apixaban"


def test_item_25_another_patients_results_are_left_out_and_said():
    careless = {"Observation/sent-wrongly": json.dumps(releases.somebody_else())}
    mine = results.result("sent-wrongly", results.POTASSIUM, valueQuantity=results.quantity(4.0, "mmol/L"))
    with hospital([*with_patient(mine), patient("p2")], served=careless) as server:
        collected = pull(server)
    assert "Observation/not-mine" not in keys(collected)
    assert any("another patient" in problem.text for problem in collected.unknown())
    assert not facts_of(chart(collected), "Observation/not-mine")


def test_item_25_decimals_are_decimals():
    found = pulled_chart(results.result("d", results.POTASSIUM, valueQuantity=results.quantity(4.1, "mmol/L")))
    assert the(found, "Observation/d").value.value == Decimal("4.1")
