"""The wire dies at any point of a pull: what arrived is there and labelled, Resume completes it, nothing doubles."""

from __future__ import annotations

import random
from functools import cache

import pytest

from copilot.errors import ServerError
from copilot.fhir.pull import ProblemKind
from copilot.fhir.server.as_bundle import read_bundle_file, write_bundle_file
from copilot.fhir.server.collected import Collected
from tests.ehr import Quirks, Server, generate
from tests.fhir.conformance.asking import hospital, keys, lines, pull

PAGE = 7
RESOURCES = 120


@cache
def undisturbed() -> tuple[frozenset[str], int]:
    """Return what a pull over a good wire brings, and in how many requests."""
    with hospital(generate(RESOURCES), page_size=PAGE) as server:
        return frozenset(keys(pull(server))), server.ehr.wire.count


def at_random(point: int) -> tuple[int, str]:
    chance = random.Random(point)
    return chance.randrange(1, undisturbed()[1]), chance.choice(("before", "middle"))


def die(server: Server, after: int, where: str) -> Collected | None:
    """Pull while the wire dies after so many requests; None where it died before anything was known."""
    server.ehr.quirks = Quirks(page_size=PAGE, dies_after=after, drop_where=where)
    try:
        return pull(server)
    except ServerError:
        return None


@pytest.mark.parametrize("point", range(20))
def test_what_arrived_is_kept_and_labelled_and_resume_completes_it(point):
    whole, _ = undisturbed()
    after, where = at_random(point)
    with hospital(generate(RESOURCES), page_size=PAGE) as server:
        collected = die(server, after, where)
        assert collected is not None
        arrived = keys(collected)
        assert len(arrived) == len(set(arrived))
        assert set(arrived) < whole
        assert collected.open
        told = [problem.text for problem in collected.to_pull().problems if problem.kind is ProblemKind.TRUNCATED]
        assert any("connection broke off" in text or "cannot be reached" in text for text in told)
        server.ehr.quirks = Quirks(page_size=PAGE)
        resumed = keys(pull(server, collected=collected))
    assert len(resumed) == len(set(resumed))
    assert set(resumed) == whole
    assert lines(collected) == []


def test_it_may_die_again_and_again():
    whole, _ = undisturbed()
    with hospital(generate(RESOURCES), page_size=PAGE) as server:
        collected = None
        for _ in range(30):
            server.ehr.quirks = Quirks(page_size=PAGE, dies_after=server.ehr.wire.count + 9)
            collected = pull(server, collected=collected)
            if collected.complete:
                break
    assert collected is not None
    assert collected.complete
    assert sorted(keys(collected)) == sorted(whole)


@pytest.mark.parametrize("point", range(2, 22, 4))
@pytest.mark.parametrize("through_a_file", [False, True])
def test_it_may_die_while_nobody_knows_how_the_server_wants_the_patient_named(point, through_a_file, tmp_path):
    with hospital(generate(30), patient_form="reference", dies_after=point) as server:
        collected = pull(server)
        if through_a_file:
            write_bundle_file(collected, tmp_path / "pull.json")
            collected = read_bundle_file(tmp_path / "pull.json")
        server.ehr.quirks = Quirks(patient_form="reference")
        resumed = keys(pull(server, collected=collected))
        server.ehr.quirks = Quirks()
        assert sorted(resumed) == sorted(keys(pull(server)))


def test_a_single_dropped_answer_costs_nothing():
    whole, requests = undisturbed()
    # Far enough apart that no question meets two of them in a row, in whatever order four hands ask.
    drops = frozenset(range(3, requests, 13))
    with hospital(generate(RESOURCES), page_size=PAGE, drops=drops, drop_where="middle") as server:
        collected = pull(server)
    assert sorted(keys(collected)) == sorted(whole)
    assert lines(collected) == []
