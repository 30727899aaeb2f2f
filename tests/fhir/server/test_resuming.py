"""The wire dies, Cancel is pressed: what had arrived is there and labelled, and going on completes it."""

from __future__ import annotations

import random
import threading
import time
from pathlib import Path

import pytest

from copilot.fhir.pull import ProblemKind
from copilot.fhir.server.as_bundle import read_bundle_file, write_bundle_file
from copilot.fhir.server.collected import Collected
from copilot.fhir.server.pulling import Progress, pull_patient
from copilot.fhir.stop import Stop
from tests.ehr import Quirks
from tests.fhir.server.asking import all_keys, hospital, keys, pull, record, said, session_at

CHART = record(80)


@pytest.mark.parametrize("at", sorted(random.Random(4).sample(range(1, 55), 20)))
def test_the_wire_dies_at_any_page_and_going_on_completes_it(at: int, tmp_path: Path):
    where = "middle" if at % 2 else "before"
    with hospital(CHART, page_size=5, dies_after=at, drop_where=where) as server:
        collected = pull(server)
        arrived = keys(collected)
        if not collected.complete:
            kinds = {problem.kind for problem in collected.to_pull().problems}
            assert ProblemKind.TRUNCATED in kinds
            assert collected.open
        if at % 3 == 0:
            write_bundle_file(collected, tmp_path / "chart.json")
            collected = read_bundle_file(tmp_path / "chart.json")
        server.ehr.quirks = Quirks(page_size=5)
        again = pull(server, collected=collected)
    assert keys(again)[: len(arrived)] == arrived
    assert sorted(keys(again)) == sorted(all_keys(CHART))
    assert said(again) == ""
    assert again.complete


def test_a_dead_server_is_noticed_soon_and_what_is_left_is_named():
    with hospital(CHART, page_size=5, dies_after=12) as server:
        collected = pull(server)
        assert len(server.ehr.requests) < 40
    assert "cannot be reached" in collected.why or "broke off" in collected.why
    assert "The record is incomplete: " in said(collected)
    assert "Not fetched yet: " in said(collected)


def test_cancel_ends_it_within_a_second_and_keeps_what_came():
    stop, told = Stop(), threading.Event()
    found: list[Collected] = []

    def heard(progress: Progress, collected: Collected) -> None:
        if progress.resources > 10:
            told.set()

    with hospital(CHART, page_size=5, slow_types={"Procedure": 60.0}) as server:
        session = session_at(server.base)
        work = threading.Thread(
            target=lambda: found.append(pull_patient(session, "p1", stop=stop, progress=heard)), name="pull"
        )
        work.start()
        assert told.wait(20)
        pressed = time.monotonic()
        stop.press()
        work.join(10)
        assert time.monotonic() - pressed < 1
        (collected,) = found
        assert collected.why == "Stopped as you asked."
        assert len(collected.entries) > 10
        assert any(item.search.type == "Procedure" for item in collected.open)
        server.ehr.quirks = Quirks(page_size=5)
        pull(server, collected=collected)
    assert sorted(keys(collected)) == sorted(all_keys(CHART))
    assert said(collected) == ""


def test_cancel_before_the_start_asks_nothing():
    stop = Stop()
    stop.press()
    with hospital(CHART) as server:
        collected = pull_patient(session_at(server.base), "p1", stop=stop)
        assert not server.ehr.requests
        pull(server, collected=collected)
    assert sorted(keys(collected)) == sorted(all_keys(CHART))


def test_cancel_while_the_server_wants_silence_ends_it():
    stop = Stop()

    def heard(progress: Progress, collected: Collected) -> None:
        if progress.waiting:
            stop.press()

    with hospital(CHART, throttle_first=1000, retry_after="100") as server:
        collected = pull_patient(session_at(server.base), "p1", stop=stop, progress=heard)
    assert collected.why == "Stopped as you asked."


def test_one_search_that_never_answers_is_left_open_and_the_others_come(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("copilot.fhir.transport.READ_SECONDS", 0.15)
    with hospital(CHART, slow_types={"Procedure": 5.0}) as server:
        collected = pull(server)
        assert [item.search.type for item in collected.open] == ["Procedure"]
        assert "Procedure: not fetched; the server did not answer in time." in said(collected)
        assert collected.why == ""
        server.ehr.quirks = Quirks()
        pull(server, collected=collected)
    assert sorted(keys(collected)) == sorted(all_keys(CHART))


def test_what_was_refused_stays_said_after_going_on():
    with hospital(CHART, refused_types=frozenset({"Procedure"}), page_size=5, dies_after=45) as server:
        collected = pull(server)
        server.ehr.quirks = Quirks(refused_types=frozenset({"Procedure"}), page_size=5)
        pull(server, collected=collected)
    assert said(collected).count("Procedure: the server refused") == 1


def test_ctrl_c_in_the_thread_that_holds_the_lock_does_not_wait_for_itself():
    stop = Stop()

    def press() -> None:
        with stop._lock:  # the signal came in the middle of `run`
            stop.press()

    pressing = threading.Thread(target=press, name="press", daemon=True)
    pressing.start()
    pressing.join(5)
    assert stop.pressed
