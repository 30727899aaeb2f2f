"""Moments by which something has to have happened."""

from __future__ import annotations

import asyncio

import pytest

from copilot.fhir.fhircast import deadlines
from copilot.fhir.fhircast.deadlines import Deadlines
from copilot.fhir.fhircast.timing import Timing


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(deadlines, "_now", lambda: now[0])
    return now


def test_the_first_of_several_counts(clock: list[float]) -> None:
    made = Deadlines()
    assert made.next() is None
    made.set("lease", 60.0)
    made.set("heartbeat", 20.0)
    assert made.next() == 20.0
    clock[0] += 20.0
    assert made.passed("heartbeat")
    assert not made.passed("lease")
    assert made.next() == 0.0
    made.clear("heartbeat")
    assert not made.passed("heartbeat")
    assert made.next() == 40.0


def test_a_sign_of_life_begins_the_wait_anew_where_there_is_one(clock: list[float]) -> None:
    made = Deadlines()
    made.again("heartbeat")
    assert made.next() is None
    made.set("heartbeat", 20.0)
    clock[0] += 15.0
    made.again("heartbeat")
    clock[0] += 15.0
    assert not made.passed("heartbeat")
    assert made.next() == 5.0


def test_the_clock_is_that_of_the_loop() -> None:
    async def run() -> bool:
        made = Deadlines()
        made.set("soon", 0.0)
        return made.passed("soon")

    assert asyncio.run(run())


@pytest.mark.parametrize(("lease", "after"), [(7200.0, 7140.0), (240.0, 180.0), (8.0, 6.0)])
def test_a_lease_is_renewed_a_minute_early_or_at_three_quarters(lease: float, after: float) -> None:
    assert Timing().until_renewal(lease) == after
