"""The oracle: the differential is byte for byte the same with and without a payload, in every field.

Compared are the whole parts "differential", "cant_miss", "abstention" and "next_steps" of the JSON: conditions,
ranks, scores, every line of evidence with its words and the ids of facts and references, parts and next steps; with
them the references, and of every fact its id, place, span, time and standing. What may differ: the words of the
fact that holds the payload, the patient's name, and the unknowns that speak of it.
"""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from copilot.fhir.files import read_bundle
from copilot.knowledge.pack import Pack
from copilot.narrative.brief import briefs
from copilot.review import engine
from copilot.review.as_json import as_json
from copilot.review.references import short_ids
from copilot.review.review import Review
from tests.narrative.injections import FIELDS, PAYLOADS, record, sited

SAME = ("differential", "cant_miss", "abstention", "next_steps", "references")
UNREAD = ("address", "practitioner name")  # no fact is made of them, so there is nothing to tell


@pytest.fixture(scope="module")
def pack() -> Pack:
    return engine.load_pack()


def reviewed(bundle: dict[str, Any], pack: Pack) -> Review:
    (pull,) = read_bundle(bundle, "case", None)
    return engine.review(pull, pack)


def compared(review: Review) -> str:
    made = as_json(review)
    places = {key: {k: v for k, v in fact.items() if k != "text"} for key, fact in made["facts"].items()}
    return json.dumps({key: made[key] for key in SAME} | {"facts": places}, sort_keys=True)


def told(review: Review) -> str:
    made = briefs(review.differential, review.findings, review.facts, short_ids(review))
    return "\n".join(brief.text + str([line.sources for line in brief.lines]) for brief in made)


@pytest.fixture(scope="module")
def plain(pack: Pack) -> Review:
    return reviewed(record(), pack)


def test_the_record_is_worth_steering(plain: Review) -> None:
    assert plain.differential.hypotheses[0].supporting
    assert len(plain.findings.present) >= 8
    assert not [u for u in plain.unknowns if "program" in u.text]
    assert len(told(plain)) > 200


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_a_payload_changes_nothing_in_any_field(number: int, pack: Pack, plain: Review) -> None:
    before, words = compared(plain), told(plain)
    for field, bundle in sited(PAYLOADS[number], seed=5).items():
        review = reviewed(bundle, pack)
        assert compared(review) == before, field
        assert told(review) == words, field
        noticed = any("instruction to a program" in u.text for u in review.unknowns)
        assert noticed == (field not in UNREAD), field


def test_a_note_that_names_a_diagnosis_is_read_as_before(pack: Pack, plain: Review) -> None:
    """A physician may well write "Diagnosis: lupus."; alone it is a note like any other, beside an order it is none."""
    bundle = record()
    FIELDS["note"]({e["resource"]["id"]: e["resource"] for e in bundle["entry"]}, ". Diagnosis: lupus")
    alone = reviewed(bundle, pack)
    assert not [u for u in alone.unknowns if "program" in u.text]
    assert "Diagnosis: lupus" in alone.chart.notes[-1].text + alone.chart.notes[0].text + alone.chart.notes[1].text


def test_another_patients_data_never_appears(pack: Pack) -> None:
    canary = "Zebedee Canary"
    other = {"resourceType": "Patient", "id": "p2", "name": [{"text": canary}], "gender": "male"}
    theirs = {
        "resourceType": "Condition", "id": "their1", "subject": {"reference": "Patient/p2"},
        "code": {"text": f"Gout of {canary}"},
    }  # fmt: skip
    rng = random.Random(5)
    for payload in rng.sample(PAYLOADS, 8):
        for bundle in rng.sample(list(sited(payload, seed=9).values()), 3):
            bundle["entry"] += [{"fullUrl": f"urn:x:{one['id']}", "resource": one} for one in (other, theirs)]
            (pull,) = read_bundle(bundle, "case", "p1")
            review = engine.review(pull, pack)
            assert canary not in json.dumps(as_json(review))
            assert canary not in told(review)
