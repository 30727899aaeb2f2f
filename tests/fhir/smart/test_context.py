"""The launch context as servers send it: right, old, sloppy and garbled."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from copilot.fhir.smart.context import Context, FhirContext, read_context


def _jwt(claims: Any) -> str:
    def part(value: Any) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none'})}.{part(claims)}."


def test_27_the_whole_context_is_read() -> None:
    said = {
        "patient": "p1", "encounter": "e1", "need_patient_banner": False, "tenant": "t1", "intent": "summary",
        "smart_style_url": "https://ehr.example.org/s.json", "hub.url": "https://hub.example.org", "hub.topic": "abc",
        "fhirContext": [
            {"reference": "ImagingStudy/1", "type": "ImagingStudy", "role": "launch"},
            {"canonical": "http://example.org/q|1"},
            {"identifier": {"system": "http://a", "value": "7"}, "type": "ServiceRequest"},
            {"identifier": {"value": "8"}},
        ],
    }  # fmt: skip
    assert read_context(said) == Context(
        "p1", "e1", "",
        (
            FhirContext(reference="ImagingStudy/1", type="ImagingStudy", role="launch"),
            FhirContext(canonical="http://example.org/q|1"),
            FhirContext(identifier="http://a|7", type="ServiceRequest"),
            FhirContext(identifier="8"),
        ),
        False, "t1", "summary", "https://ehr.example.org/s.json", "https://hub.example.org", "abc",
    )  # fmt: skip


def test_27_without_a_word_the_banner_is_needed() -> None:
    assert read_context({}) == Context()
    assert Context().need_patient_banner


@pytest.mark.parametrize(
    ("said", "needed"), [(True, True), ("true", True), ("False", False), (None, True), ("x", True)]
)
def test_27_only_a_clear_no_takes_the_banner_away(said: object, needed: bool) -> None:
    assert read_context({"need_patient_banner": said}).need_patient_banner is needed


@pytest.mark.parametrize(
    ("said", "identifier"),
    [
        (123, "123"),
        ("Patient/p1", "p1"),
        ("https://ehr.example.org/fhir/Patient/p1/_history/3", "p1"),
        (" p1 ", "p1"),
        (True, ""),
        (["p1"], ""),
    ],
)
def test_27_a_patient_comes_as_id_number_or_reference(said: object, identifier: str) -> None:
    assert read_context({"patient": said}).patient == identifier


def test_27_references_alone_are_the_older_form_and_garbage_is_left_out() -> None:
    said = {"fhirContext": ["Appointment/1", 3, {}, {"reference": 4}, None]}
    assert read_context(said).fhir_context == (FhirContext(reference="Appointment/1"),)
    assert read_context({"fhirContext": {"reference": "A/1"}}).fhir_context == ()


@pytest.mark.parametrize(
    ("said", "user"),
    [
        ({"id_token": _jwt({"fhirUser": "https://ehr.example.org/fhir/Practitioner/7"})}, "Practitioner/7"),
        ({"id_token": _jwt({"profile": "Practitioner/7"})}, "Practitioner/7"),
        ({"fhirUser": "PractitionerRole/2"}, "PractitionerRole/2"),
        ({"id_token": _jwt({"sub": "x"})}, ""),
        ({"id_token": _jwt(["no", "claims"])}, ""),
        ({"id_token": "a.%%%.c"}, ""),
        ({"id_token": "opaque"}, ""),
        ({"id_token": 7}, ""),
    ],
)
def test_who_signed_in_is_a_label_from_an_id_token_that_nobody_checked(said: dict[str, Any], user: str) -> None:
    assert read_context(said).user == user
