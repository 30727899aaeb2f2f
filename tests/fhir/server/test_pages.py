"""Item 7 and its neighbours: `next` in every form, circles, strangers, sessions that end, counts that do not fit."""

from __future__ import annotations

import asyncio

import pytest

from copilot.fhir import transport
from copilot.fhir.pull import ProblemKind
from copilot.fhir.server import pages
from copilot.fhir.server.answers import RefusedError
from copilot.fhir.server.collected import Collected, Unfinished
from copilot.fhir.server.pages import walk
from copilot.fhir.server.plan import Search
from copilot.fhir.server.searchset import names_another, read_page
from tests.ehr import Stranger, serve
from tests.fhir.server.asking import Json, all_keys, asked, hospital, keys, pull, record, said, signed_in

PATIENT = {"resourceType": "Patient", "id": "p1"}


@pytest.mark.parametrize("form", ["absolute", "host", "base", "query"])
def test_item_7_next_is_followed_in_every_form(form: str):
    chart = record(60)
    with hospital(chart, page_size=5, next_form=form) as server:
        collected = pull(server)
        followed = [target for target in asked(server, "Observation") if "-pageContext" in target]
        assert all("_count" not in target and "patient=" not in target for target in followed)
        assert len(followed) >= 6
    assert set(keys(collected)) == all_keys(chart)
    assert len(keys(collected)) == len(chart)
    assert said(collected) == ""


def test_item_7_a_next_link_of_more_than_2048_characters_is_followed():
    chart = record(40)
    with hospital(chart, page_size=5, next_padding=3000) as server:
        collected = pull(server)
    assert set(keys(collected)) == all_keys(chart)


@pytest.mark.parametrize("loop", ["same", "fresh"])
def test_item_7_pages_in_a_circle_end_and_are_said_where_something_is_missing(loop: str):
    with hospital(record(60), page_size=10, next_loops=loop) as server:
        collected = pull(server)
        assert len(server.ehr.requests) < 150
    assert "Observation (vital-signs): the server's pages repeat themselves" in said(collected)
    assert "Immunization" not in said(collected)  # the server counts none, and none came


def test_item_7_next_on_another_server_is_not_asked_and_said():
    with serve(Stranger()) as stranger, hospital(record(60), protected=True) as server:
        server.ehr.quirks = type(server.ehr.quirks)(page_size=10, next_host=stranger.root)
        collected = pull(server, session=signed_in(server.ehr))
        assert not stranger.ehr.requests
    assert "another server" in said(collected)
    assert sum(key.startswith("Observation/") for key in keys(collected)) >= 20


def test_item_7_a_page_that_comes_twice_and_an_empty_one_lose_and_double_nothing():
    chart = record(60)
    with hospital(chart, page_size=5, duplicate_pages=True) as server:
        twice = pull(server)
    with hospital(chart, page_size=5, empty_page=2) as server:
        empty = pull(server)
    for collected in (twice, empty):
        assert sorted(keys(collected)) == sorted(all_keys(chart))
        assert said(collected) == ""


def test_item_7_a_last_page_that_never_comes_costs_nothing_where_all_was_counted(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(transport, "READ_SECONDS", 0.2)
    chart = record(20)
    with hospital(chart, last_page_hangs=True) as server:
        collected = pull(server)
    assert set(keys(collected)) == all_keys(chart)
    assert collected.complete
    assert said(collected) == ""


def test_item_7_a_session_that_expires_between_pages_is_asked_anew_and_in_shorter_stretches():
    chart = record(60)
    with hospital(chart, page_size=4, session_expires_after=4) as server:
        collected = pull(server)
    assert sorted(keys(collected)) == sorted(all_keys(chart))
    assert said(collected) == ""


def test_item_7_where_nothing_helps_the_pages_that_came_are_kept_and_labelled():
    chart = [one | {"subject": {"reference": "Patient/p1"}} for one in record(60) if one["resourceType"] != "Patient"]
    for one in chart:
        one.pop("effectiveDateTime", None)
    with hospital([PATIENT, *chart], page_size=4, session_expires_after=2) as server:
        collected = pull(server)
    assert "Observation (laboratory)" in said(collected)
    assert any(problem.kind is ProblemKind.TRUNCATED for problem in collected.problems)
    assert sum(key.startswith("Observation/") for key in keys(collected)) >= 8


class Expiring:
    """An `Http` whose second page has expired once, and then is there."""

    where = "here"

    def __init__(self) -> None:
        self._left = 1

    def address(self, url: str, page: str = "") -> str:
        return url

    async def json(self, url: str) -> Json:
        if url != "second":
            others = [{"resourceType": "Goal", "id": f"x{n}", "subject": {"reference": "Patient/p2"}} for n in (1, 2)]
            return _bundle({"resourceType": "Goal", "id": "a"}, *others) | NEXT
        if self._left:
            self._left -= 1
            raise RefusedError("the server does not have this (410).", where="here", status=410)
        return _bundle({"resourceType": "Goal", "id": "b"})


NEXT: Json = {"link": [{"relation": "next", "url": "second"}]}


def _bundle(*resources: Json) -> Json:
    return {"resourceType": "Bundle", "total": 5, "entry": [{"resource": one} for one in resources]}


def test_item_7_what_is_asked_anew_is_counted_anew():
    collected, search = Collected("https://x.org/fhir", "p1"), Search("Goal")
    asyncio.run(walk(Expiring(), collected, Unfinished(search), lambda _: None))  # type: ignore[arg-type]
    assert "Goal: 2 resource(s) that the server sent name another patient" in said(collected)
    assert "Goal: the server counts 5 and gave 2." in said(collected)


def test_item_8_a_large_count_is_asked_and_whatever_size_comes_is_taken():
    with hospital(record(60), count_cap=3) as server:
        collected = pull(server)
        assert all("_count=200" in target for target in asked(server, "Procedure") if "pageContext" not in target)
    assert set(keys(collected)) == all_keys(record(60))


def test_item_8_without_a_total_the_last_page_is_the_end():
    with hospital(record(60), page_size=5, no_total=True, newest_first=True) as server:
        collected = pull(server)
    assert set(keys(collected)) == all_keys(record(60))
    assert said(collected) == ""


def test_the_number_of_pages_is_capped_and_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pages, "MAX_PAGES", 3)
    with hospital(record(60), page_size=4, no_total=True) as server:
        collected = pull(server)
    assert "Observation (laboratory): only a part has arrived; more than 3 pages are not fetched." in said(collected)


def test_item_11_an_outcome_with_status_200_is_a_refusal_and_no_data():
    with hospital(record(60), outcome_instead=frozenset({"Procedure"})) as server:
        collected = pull(server)
    assert "Procedure: the server answered with an error" in said(collected)
    assert "The request could not be processed" in said(collected)
    assert all(not key.startswith("OperationOutcome") for key in keys(collected))


def test_item_11_a_warning_beside_an_empty_result_is_no_problem():
    with hospital(record(60), warning_when_empty=True) as server:
        assert said(pull(server)) == ""


def test_item_10_a_warning_beside_results_is_shown():
    poison = next(iter(key for key in all_keys(record(60)) if key.startswith("Condition/")))
    with hospital(record(60), dropped_with_warning=frozenset({poison})) as server:
        collected = pull(server)
    assert "Condition (problem-list-item): the server says: “1 resource(s) not shown”." in said(collected)


def test_a_server_that_ignores_whom_it_was_asked_for_gives_nobody_elses_record():
    other = [one for one in record(40) if one["resourceType"] == "Condition"]
    for one in other:
        one["subject"] = {"reference": "Patient/p2"}
    page = read_page({"resourceType": "Bundle", "entry": [{"resource": one} for one in other]}, "here")
    assert page.entries
    assert all(names_another(raw, "p1") and not names_another(raw, "p2") for raw, _ in page.entries)


def test_entries_that_are_no_resource_are_counted_and_the_others_kept():
    body = {
        "resourceType": "Bundle",
        "entry": [None, {"resource": 5}, {"resource": {"id": "x"}}, {"resource": PATIENT}],
    }
    page = read_page(body, "here")
    assert (len(page.entries), page.strange) == (1, 3)


@pytest.mark.parametrize("issues", [None, [], ["no object"]])
def test_item_11_an_outcome_that_explains_nothing_is_no_empty_list(issues: object):
    with pytest.raises(RefusedError):
        read_page({"resourceType": "OperationOutcome", "issue": issues}, "here")
