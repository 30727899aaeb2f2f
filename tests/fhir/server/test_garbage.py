"""Whatever JSON a server sends, the pull reads it or says so: it never falls over."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.errors import MergedPatientError, ServerError
from copilot.fhir.lenient import objects
from copilot.fhir.pull import Json
from copilot.fhir.server.capability import read_capability
from copilot.fhir.server.collected import Collected, Unfinished
from copilot.fhir.server.merged import check_not_merged, replacement
from copilot.fhir.server.pages import walk
from copilot.fhir.server.patient_line import line_of
from copilot.fhir.server.plan import Search
from copilot.fhir.server.resolve import references_in
from tests.fhir.server.asking import hospital, pull

WORDS = st.sampled_from(
    ["entry", "resource", "resourceType", "Bundle", "Observation", "DocumentReference", "Patient", "id", "p1", "link",
     "relation", "next", "url", "reference", "subject", "Patient/p1", "content", "attachment", "Binary/1", "meta",
     "issue", "total", "search", "mode", "fullUrl", "category", "coding", "code", "versionId", "text", "?x=[", "//[",
     "OperationOutcome", "name", "rest", "type", "operation", "interaction", "other", "replaced-by", "active", ""]
)  # fmt: skip
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 300) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=5),
    max_leaves=25,
)
OBJECTS = st.dictionaries(WORDS, VALUES, max_size=6)


class Canned:
    """An `Http` that answers everything with the same."""

    base, where = "http://127.0.0.1:1/fhir", "here"

    def __init__(self, body: Json) -> None:
        self._body = body

    def address(self, url: str, page: str = "") -> str:
        if "[" in url:
            raise ServerError("it points to no web address.")
        return url

    async def json(self, url: str) -> Json:
        return self._body


async def _walked(body: Json, collected: Collected) -> None:
    search = Search("Observation", label="Observation")
    await walk(Canned(body), collected, Unfinished(search), lambda _: None)  # type: ignore[arg-type]


@settings(max_examples=300, deadline=None)
@given(OBJECTS, st.sampled_from(["Bundle", "Observation", "DocumentReference", "OperationOutcome", "Patient"]))
def test_any_answer_to_a_search_is_read_or_refused(body: Json, kind: str):
    collected = Collected("http://127.0.0.1:1/fhir", "p1")
    work = _walked(body | {"resourceType": kind}, collected)
    with pytest.raises((StopIteration, ServerError)):
        work.send(None)
    sent = [body | {"resourceType": kind}, *(entry.get("resource") for entry in objects(body.get("entry")))]
    for entry in collected.entries:
        assert entry.raw in sent
        assert entry.raw["resourceType"] != "OperationOutcome"
        assert all(references_in(entry.raw))
    assert all(resource.raw in sent for resource in collected.to_pull().resources)


@settings(max_examples=200, deadline=None)
@given(OBJECTS)
def test_any_statement_and_any_patient_are_read(body: Json):
    said = read_capability(body)
    assert said.known is bool(said.offers)
    assert all(isinstance(name, str) for offer in said.offers.values() for name in offer.params | offer.interactions)
    raw = body | {"resourceType": "Patient"}
    line = line_of(raw)
    assert all(isinstance(part, str) for part in (line.id, line.name, line.birth_date, line.sex, *line.identifiers))
    passed = False
    with suppress(MergedPatientError):
        check_not_merged(raw, "p1", "here")
        passed = True
    assert not passed or (raw.get("id", "p1") in ("p1", None) and not replacement(raw))


def test_documents_of_every_odd_shape_are_pulled():
    odd: list[Any] = [None, 3, "x", [], {}, [None], {"attachment": None}, [{"attachment": [{"url": "Binary/%zz"}]}]]
    odd += [[{"attachment": {"url": "http://[bad"}}, {"attachment": {"url": 7}}], [{"attachment": {"url": " "}}]]
    held: list[Json] = [{"resourceType": "Patient", "id": "p1"}]
    for number, content in enumerate(odd):
        held.append({"resourceType": "DocumentReference", "id": f"d{number}", "content": content} | _mine())
    held.append({"resourceType": "DiagnosticReport", "id": "r", "presentedForm": {"url": "Binary/1"}} | _mine())
    with hospital(held) as server:
        collected = pull(server)
    assert len(collected.entries) == len(held)
    assert json.dumps([problem.text for problem in collected.unknown()])
    collected.to_pull()


def _mine() -> Json:
    return {"subject": {"reference": "Patient/p1"}}
