"""Long work breathes between its things, in its own thread only, and ends where the breath says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.breath import breathe, breathing, in_breaths
from copilot.errors import StoppedError
from copilot.review import engine
from copilot.review.bench_years import write_bundle, write_lines
from tests.shipped import the_pack


def test_a_breath_is_taken_before_every_few_things() -> None:
    taken: list[int] = []
    seen: list[int] = []
    with breathing(lambda: taken.append(len(seen))):
        for thing in in_breaths(range(5), few=2):
            seen.append(thing)  # noqa: PERF402 the breath looks at it in between
    assert taken == [0, 2, 4]
    assert seen == [0, 1, 2, 3, 4]


def test_without_anybody_who_asked_nothing_is_called() -> None:
    with breathing(lambda: pytest.fail("outlived its block")):
        pass
    breathe()
    assert list(in_breaths("abc")) == ["a", "b", "c"]


@pytest.mark.parametrize("write", [write_bundle, write_lines])
def test_reading_and_reviewing_end_at_any_breath(write: object, tmp_path: Path) -> None:
    path = tmp_path / ("years.json" if write is write_bundle else "years.ndjson")
    write(path, 600)  # type: ignore[operator]
    pack = the_pack()
    breaths = [0]

    def count() -> None:
        breaths[0] += 1

    with breathing(count):
        pull = engine.read(path)[0]
        reading = breaths[0]
        engine.review(pull, pack)
    assert reading > 10
    assert breaths[0] > reading + 10
    for last in (1, reading // 2, reading, reading + 5, breaths[0] - 1):
        left = [last]

        def stop(left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise StoppedError

        with breathing(stop), pytest.raises(StoppedError):
            engine.review(engine.read(path)[0], pack)
