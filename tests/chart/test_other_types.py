from __future__ import annotations

import pytest

from copilot.chart.fact import Fact, Kind, Standing
from copilot.chart.registry import NOT_FACTS, READERS, reader_of
from copilot.fhir.typed import CHECKED
from tests.fhir.samples import chart, concept, resource


def one(kind: Kind, **raw: object) -> Fact:
    name = str(raw.pop("resourceType"))
    (fact,) = chart(resource(name, **raw)).of(kind)
    return fact


def test_an_encounter_and_its_reasons() -> None:
    raw = resource(
        "Encounter",
        status="finished",
        **{"class": {"code": "EMER"}},
        type=[{"text": "Emergency department visit"}],
        period={"start": "2026-01-01T10:00:00Z", "end": "2026-01-01T12:00:00Z"},
        reasonCode=[concept("29857009", "Chest pain", "http://snomed.info/sct")],
    )
    reason, visit = chart(raw).of(Kind.ENCOUNTER)
    assert (visit.label, visit.category, visit.standing, visit.detail) == (
        "Emergency department visit",
        "EMER",
        Standing.PAST,
        "Emergency visit",
    )
    assert (reason.text, reason.category, reason.source.path) == (
        "Reason for visit: Chest pain",
        "reason",
        "reasonCode[0]",
    )
    assert reason.codes[0].code == "29857009"


def test_procedures_done_and_not_done() -> None:
    done = one(
        Kind.PROCEDURE,
        resourceType="Procedure",
        status="completed",
        code={"text": "Appendectomy"},
        performedDateTime="2010",
    )
    assert (done.standing, done.text) == (Standing.ASSERTED, "Appendectomy")
    not_done = one(Kind.PROCEDURE, resourceType="Procedure", status="completed", notDone=True, code={"text": "MRI"})
    assert (not_done.standing, not_done.text) == (Standing.PLANNED, "MRI (not done)")


def test_no_known_procedures_is_no_procedure() -> None:
    code = concept("no-known-procedures", system="http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips")
    fact = one(Kind.PROCEDURE, resourceType="Procedure", status="completed", code=code)
    assert fact.standing is Standing.NONE_KNOWN


def test_immunizations() -> None:
    given = one(
        Kind.IMMUNIZATION, resourceType="Immunization", status="completed", vaccineCode={"text": "Influenza"},
        occurrenceDateTime="2025-10-01", protocolApplied=[{"doseNumberPositiveInt": 2}],
    )  # fmt: skip
    assert (given.label, given.detail, given.standing) == ("Influenza", "dose: 2", Standing.ASSERTED)


def test_family_history_is_one_fact_per_condition() -> None:
    raw = resource(
        "FamilyMemberHistory", status="completed", relationship={"text": "mother"},
        condition=[{"code": {"text": "Stroke"}, "onsetAge": {"value": 50, "unit": "a"}}, {"code": {"text": "Gout"}}],
        deceasedBoolean=True,
    )  # fmt: skip
    stroke, gout = chart(raw).of(Kind.FAMILY)
    assert (stroke.text, stroke.detail, stroke.source.path) == (
        "mother: Stroke",
        "mother; onset at age 50 a; died",
        "condition[0].code",
    )
    assert gout.source.path == "condition[1].code"


def test_answers_of_a_questionnaire() -> None:
    raw = resource(
        "QuestionnaireResponse", status="completed", authored="2026-01-01",
        item=[{"linkId": "1", "item": [{"linkId": "2", "text": "Do you smoke?", "answer": [{"valueBoolean": True}]}]},
              {"linkId": "3", "text": "Score", "answer": [{"valueInteger": 7}]}],
    )  # fmt: skip
    smoke, score = chart(raw).of(Kind.OTHER)
    assert (smoke.text, smoke.source.path) == ("Do you smoke?: true", "item[0].item[0].answer[0].valueBoolean")
    assert score.text == "Score 7"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (
            {"resourceType": "Goal", "lifecycleStatus": "active", "description": {"text": "Lose weight"}},
            "Goal: Lose weight",
        ),
        ({"resourceType": "CarePlan", "status": "active", "category": [{"text": "Diabetes"}]}, "Care plan: Diabetes"),
        (
            {"resourceType": "ServiceRequest", "status": "active", "code": {"text": "CT head"}},
            "Service request: CT head",
        ),
        ({"resourceType": "Flag", "status": "active", "code": {"text": "Fall risk"}}, "Flag: Fall risk"),
        ({"resourceType": "Banana", "code": {"text": "?"}}, "Banana: ?"),
        ({"resourceType": "Device"}, "Device"),
    ],
)
def test_everything_else_is_read_generically(raw: dict[str, object], text: str) -> None:
    assert one(Kind.OTHER, **raw).text == text


def test_the_registry_covers_what_is_checked() -> None:
    assert set(READERS) | NOT_FACTS >= CHECKED
    assert not set(READERS) & NOT_FACTS
    assert reader_of("Claim") is None
    assert reader_of("Goal") is not None
