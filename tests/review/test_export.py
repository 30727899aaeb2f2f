"""The FHIR document: labelled as made with AI, preliminary until signed, and its text is text."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle

from copilot.review.assessment import DRAFT, Assessment
from copilot.review.export import as_fhir
from tests.ui import factory

NOW = datetime(2026, 11, 27, 15, 30, 12, 345, tzinfo=timezone(timedelta(hours=1)))
WRITTEN = Assessment().written_anew("1. <b>Myeloma</b> & more")


def by_type(bundle: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the resources of a bundle by type."""
    return {entry["resource"]["resourceType"]: entry["resource"] for entry in bundle["entry"]}


def test_a_draft_is_preliminary_and_nobody_attests_it() -> None:
    bundle = as_fhir(WRITTEN, factory.review(), NOW)
    composition = by_type(bundle)["Composition"]
    assert bundle["entry"][0]["resource"] is composition
    assert composition["status"] == "preliminary"
    assert "attester" not in composition
    assert "Practitioner" not in by_type(bundle)
    assert [label["code"] for label in composition["meta"]["security"]] == ["AIAST"]
    assert DRAFT in composition["section"][0]["text"]["div"]
    assert "&lt;b&gt;Myeloma&lt;/b&gt; &amp; more" in composition["section"][0]["text"]["div"]


def test_what_is_signed_is_final_and_still_labelled() -> None:
    bundle = as_fhir(WRITTEN.signed("Ada Byron", NOW), factory.review(), NOW)
    found = by_type(bundle)
    composition = found["Composition"]
    assert composition["status"] == "final"
    assert composition["attester"][0]["time"] == "2026-11-27T15:30:12+01:00"
    assert found["Practitioner"]["name"] == [{"text": "Ada Byron"}]
    assert [label["code"] for label in composition["meta"]["security"]] == ["AIAST"]
    assert [a["type"]["coding"][0]["code"] for a in found["Provenance"]["agent"]] == ["assembler", "verifier"]


def test_every_reference_leads_to_an_entry_and_the_typed_view_takes_it() -> None:
    bundle = as_fhir(WRITTEN.signed("Ada Byron", NOW), factory.review(), NOW)
    addresses = {entry["fullUrl"] for entry in bundle["entry"]}
    found = by_type(bundle)
    named = [found["Composition"]["subject"], *found["Composition"]["author"], *found["Provenance"]["target"]]
    assert {reference["reference"] for reference in named} <= addresses
    assert Bundle.model_validate(bundle).type == "document"
    assert found["Patient"]["birthDate"] == "1968-03-03"


def test_without_a_text_there_is_nothing_to_export() -> None:
    with pytest.raises(ValueError):
        as_fhir(Assessment(), factory.review(), NOW)
