from __future__ import annotations

import json

import pytest

from copilot.errors import InputError
from copilot.fhir.ndjson import MAX_BAD_LINES_NAMED, read_lines
from tests.fhir.samples import observation, patient


def test_blank_lines_marks_and_bad_lines_are_tolerated_and_said() -> None:
    lines = ["\ufeff" + json.dumps(patient()), "", '{"resourceType":"Observation",BROKEN}', " \r",
             "\ufeff" + json.dumps(observation()) + "\r"]  # fmt: skip
    found = read_lines("\n".join(lines), "f.ndjson")
    assert [entry.raw["resourceType"] for entry in found.entries] == ["Patient", "Observation"]
    (problem,) = found.problems
    assert problem.text.startswith("line 3 was left out: it is not valid JSON at line 3, column 31")


def test_many_bad_lines_are_counted() -> None:
    found = read_lines("\n".join([json.dumps(patient()), *["x"] * 30]), "f")
    assert len(found.problems) == MAX_BAD_LINES_NAMED + 1
    assert found.problems[-1].text == "20 more lines were left out."


def test_no_good_line_is_an_error_with_the_first_reason() -> None:
    with pytest.raises(InputError, match=r"in any line\. First: line 2"):
        read_lines("\n{x}\n", "f")
