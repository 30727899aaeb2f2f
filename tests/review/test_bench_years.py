"""The made-up patient of many years: as large as asked, the same at every call, and read without complaint."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from copilot.chart.build import build
from copilot.chart.fact import Kind
from copilot.fhir.files import read_path
from copilot.review.bench_years import patient_of_years, write_bundle, write_lines


def test_as_many_observations_as_asked_and_all_else_in_proportion() -> None:
    kinds = Counter(made["resourceType"] for made in patient_of_years(500))
    assert kinds["Observation"] == 500
    assert (kinds["Encounter"], kinds["MedicationRequest"], kinds["DocumentReference"]) == (8, 4, 3)


def test_the_same_at_every_call() -> None:
    assert patient_of_years(100) == patient_of_years(100)


def test_a_bundle_and_lines_are_read_as_one_chart_without_unknowns(tmp_path: Path) -> None:
    write_bundle(tmp_path / "years.json", 300)
    write_lines(tmp_path / "years.ndjson", 300)
    charts = [build(pull) for name in ("years.json", "years.ndjson") for pull in read_path(tmp_path / name)]
    assert charts[0].facts == charts[1].facts
    assert charts[0].unknowns == ()
    assert {Kind.LABORATORY, Kind.VITAL_SIGN, Kind.NOTE} <= {fact.kind for fact in charts[0].facts}
