from __future__ import annotations

import base64
from typing import Any

import pytest

from copilot.chart.chart import Chart, UnknownKind
from copilot.chart.fact import Kind, Standing
from tests.fhir.samples import chart, resource

TYPE = {"text": "Progress note"}


def attachment(text: str | bytes, kind: str = "text/plain", **more: Any) -> dict[str, Any]:
    data = text.encode() if isinstance(text, str) else text
    return {"contentType": kind, "data": base64.b64encode(data).decode()} | more


def document(*attachments: dict[str, Any], identifier: str = "d1", **more: Any) -> dict[str, Any]:
    base = {"status": "current", "type": TYPE, "date": "2026-03-02T11:00:00Z",
            "content": [{"attachment": item} for item in attachments]}  # fmt: skip
    return resource("DocumentReference", identifier, **(base | more))


def texts(found: Chart) -> list[str]:
    return [note.text for note in found.notes]


def gaps(found: Chart) -> list[tuple[UnknownKind, str]]:
    return [(one.kind, one.text) for one in found.unknowns]


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (attachment("Pt: DM2 → PCN rash"), "Pt: DM2 → PCN rash"),
        (attachment("<html><head><title>t</title></head><body><script>alert(1)</script><p>Pain — <b>denies</b>"
                    "</p><img src='https://x/y.png'><p>Plan</p></body></html>", "text/html"), "Pain — denies\n\nPlan"),
        (attachment("<p>Pain<![what is it</p> <![CDATA[x]]>now <![endif]>here</p>", "text/html"), "Pain now here"),
        (attachment("{\\rtf1\\ansi\\deff0 {\\fonttbl{\\f0 Arial;}}\\b STEMI\\b0  ruled out\\par Plan}", "text/rtf"),
         "STEMI ruled out\nPlan"),
        (attachment("Fièvre 38,5 °C".encode("latin-1"), "text/plain; charset=iso-8859-1"), "Fièvre 38,5 °C"),
        (attachment("Fièvre".encode("latin-1"), "text/plain"), "Fièvre"),
        (attachment("Fièvre".encode("utf-16"), "text/plain"), "Fièvre"),
        (attachment("a\u202eb\x07c"), "abc"),
        ({"data": "aGVsbG8"}, "hello"),
        ({"contentType": "text/plain; charset=banana", "data": "aGVs bG8="}, "hello"),
    ],
)  # fmt: skip
def test_text_of_every_kind(given: dict[str, Any], text: str) -> None:
    found = chart(document(given))
    assert texts(found) == [text]
    fact = found.by_id[found.notes[0].fact_id]
    assert (fact.kind, fact.source.path) == (Kind.NOTE, "content[0].attachment")
    assert fact.source == found.notes[0].source


@pytest.mark.parametrize(
    ("given", "kind", "said"),
    [
        (attachment(b"%PDF-1.4", "application/pdf"), UnknownKind.UNREADABLE, "Progress note: PDF is not read."),
        (attachment("<x/>", "application/hl7-v3+xml"), UnknownKind.UNREADABLE,
         "Progress note: CDA document is not read."),
        (attachment(b"<?xml ?><x/>", ""), UnknownKind.UNREADABLE, "Progress note: XML document is not read."),
        (attachment(b"a\x00b"), UnknownKind.UNREADABLE, "Progress note: text/plain content is not text."),
        ({"contentType": "text/plain", "data": "%%%"}, UnknownKind.UNREADABLE,
         "Progress note: text/plain content is damaged (its base64 cannot be decoded)."),
        ({"title": "Letter"}, UnknownKind.MISSING, "Letter: no content is given."),
        ({"contentType": "application/pdf", "url": "https://x/fhir/Binary/1"}, UnknownKind.MISSING,
         "Progress note: PDF lies elsewhere and is not part of this record."),
    ],
)  # fmt: skip
def test_what_is_not_read_is_shown_and_said(given: dict[str, Any], kind: UnknownKind, said: str) -> None:
    found = chart(document(given))
    assert texts(found) == []
    assert len(found.of(Kind.NOTE)) == 1
    assert (kind, said) in gaps(found)


def test_a_binary_in_the_record_is_resolved() -> None:
    binary = {"resourceType": "Binary", "id": "b", "contentType": "text/plain", "data": attachment("inside")["data"]}
    found = chart(binary, document({"url": "https://ehr.example.org/fhir/R4/Binary/b"}))
    assert texts(found) == ["inside"]


def test_one_rendering_that_is_read_makes_up_for_the_others() -> None:
    found = chart(document(attachment(b"%PDF", "application/pdf"), attachment("words")))
    assert texts(found) == ["words"]
    assert gaps(found) == []


def test_the_same_report_through_two_resources_is_one_note() -> None:
    report = resource("DiagnosticReport", status="final", code={"text": "CT"}, presentedForm=[attachment("normal")])
    assert texts(chart(report, document(attachment("normal")))) == ["normal"]
    far = {"contentType": "application/pdf", "url": "https://x/Binary/1"}
    twice = chart(resource("DiagnosticReport", status="final", code={"text": "CT"}, presentedForm=[far]), document(far))
    assert len(twice.of(Kind.NOTE)) == 1


def test_the_same_words_on_two_days_are_two_notes() -> None:
    again = document(attachment("no change"), identifier="d2", date="2026-03-03")
    assert len(texts(chart(document(attachment("no change")), again))) == 2
    copy = document(attachment("no change"), identifier="d3")
    assert len(texts(chart(document(attachment("no change")), copy))) == 1


def test_replaced_and_erroneous_documents_keep_their_standing() -> None:
    new = document(attachment("new"), identifier="d2",
                   relatesTo=[{"code": "replaces", "target": {"reference": "DocumentReference/d1"}}])  # fmt: skip
    found = chart(document(attachment("old")), new)
    assert {note.text: found.by_id[note.fact_id].standing for note in found.notes} == {
        "old": Standing.PAST,
        "new": Standing.ASSERTED,
    }
    wrong = chart(document({}, docStatus="entered-in-error"))
    assert wrong.of(Kind.NOTE)[0].standing is Standing.ERROR
    assert gaps(wrong) == []


def test_a_very_long_note_is_cut_and_said() -> None:
    found = chart(document(attachment("word " * 300_000)))
    assert len(found.notes[0].text) == 1_000_000
    assert any(kind is UnknownKind.TRUNCATED and "first 1000000" in text for kind, text in gaps(found))


def test_a_report_gives_its_conclusion_as_a_note_and_its_codes() -> None:
    raw = resource(
        "DiagnosticReport",
        status="final",
        code={"text": "Chest X-ray"},
        conclusion="No pneumothorax.\nHeart normal.",
        conclusionCode=[{"coding": [{"system": "s", "code": "c", "display": "Normal"}]}],
    )
    found = chart(raw)
    assert texts(found) == ["No pneumothorax.\nHeart normal."]
    assert [(fact.label, fact.source.path) for fact in found.of(Kind.REPORT)] == [
        ("Chest X-ray", "code"),
        ("Normal", "conclusionCode[0]"),
    ]
    assert found.of(Kind.REPORT)[0].text == "Chest X-ray: No pneumothorax. Heart normal."
    assert found.notes[0].source.path == "conclusion"
