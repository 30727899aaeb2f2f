"""The newest part of a long record: chosen by what was measured, and handed over before the rest is read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from copilot.fhir import newest as room
from copilot.fhir.files import read_path
from copilot.fhir.newest import newest
from copilot.fhir.pull import ProblemKind, Pull, Resource
from copilot.review.bench_years import patient_of_years, write_bundle


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few hundred resources be a long record."""
    monkeypatch.setattr(room, "LONG", 300)


def resources(count: int) -> list[Resource]:
    return [Resource(raw["resourceType"], raw["id"], raw) for raw in patient_of_years(count)]


def test_a_short_record_has_no_part() -> None:
    assert newest(resources(300)) is None


@pytest.mark.usefixtures("short")
def test_of_each_analyte_the_latest_results_stay() -> None:
    every = resources(400)
    part = newest(every)
    assert part is not None
    by_code: dict[str, list[str]] = {}
    for one in every:
        if one.type == "Observation":
            by_code.setdefault(one.raw["code"]["text"], []).append(one.raw["effectiveDateTime"])
    kept = Counter(one.raw["code"]["text"] for one in part if one.type == "Observation")
    assert kept == {code: min(len(times), room.RESULTS) for code, times in by_code.items()}
    pulse = [one.raw["effectiveDateTime"] for one in part if one.raw.get("code", {}).get("text") == "Heart rate"]
    assert pulse == sorted(by_code["Heart rate"], reverse=True)[: room.RESULTS]


@pytest.mark.usefixtures("short")
def test_what_a_patient_has_few_of_stays_however_old_it_is() -> None:
    old = Resource("Condition", "c", {"resourceType": "Condition", "id": "c", "onsetDateTime": "1960"})
    odd = [Resource("Observation", "x", {"resourceType": "Observation", "code": 3, "effectivePeriod": {"end": "2"}})]
    part = newest([*resources(400), old, *odd])
    assert part is not None
    assert old in part
    assert odd[0] in part
    assert {"Patient", "AllergyIntolerance"} <= {one.type for one in part}


@pytest.mark.usefixtures("short")
def test_the_part_comes_first_and_says_that_it_is_one(tmp_path: Path) -> None:
    path = tmp_path / "years.json"
    write_bundle(path, 500)
    early: list[Pull] = []
    (whole,) = read_path(path, early=early.append)
    (part,) = early
    assert part.by_reference.keys() < whole.by_reference.keys()  # type: ignore[union-attr]
    assert [problem.kind for problem in part.problems] == [ProblemKind.TRUNCATED]
    assert whole.problems == ()


def test_a_short_file_comes_whole_at_once(tmp_path: Path) -> None:
    path = tmp_path / "short.json"
    write_bundle(path, 50)
    read_path(path, early=lambda _pull: pytest.fail("a part of a short file"))
