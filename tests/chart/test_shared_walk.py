"""Walks over all the patient data beside the checkout: nothing crashes, everything resolves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from copilot.chart.build import build
from copilot.chart.chart import Chart, UnknownKind
from copilot.chart.fact import Kind, Standing
from copilot.errors import KnownError, PatientChoiceError
from copilot.fhir.files import read_path
from copilot.fhir.pull import Pull

SHARED = Path(__file__).resolve().parents[3] / "shared" / "fhir"
pytestmark = [pytest.mark.shared, pytest.mark.skipif(not SHARED.is_dir(), reason="no data beside the checkout")]


def files() -> Iterator[Path]:
    return (path for path in sorted(SHARED.rglob("*")) if path.is_file())


def pulls_of(path: Path) -> tuple[Pull, ...]:
    try:
        return read_path(path)
    except PatientChoiceError as error:
        return tuple(pull for choice, _ in error.choices for pull in read_path(path, patient=choice))


def assert_sound(chart: Chart, pull: Pull) -> None:
    assert len({fact.id for fact in chart.facts}) == len(chart.facts)
    if pull.resources:
        assert all(fact.source.resource in chart.raw for fact in chart.facts)
    assert all(note.fact_id in chart.by_id for note in chart.notes)
    assert not any("could not be read" in unknown.text for unknown in chart.unknowns)
    assert all("\n" not in unknown.text for unknown in chart.unknowns)


def test_every_file() -> None:
    read = 0
    refused: list[tuple[Path, str]] = []
    for path in files():
        try:
            pulls = pulls_of(path)
        except KnownError as error:
            refused.append((path, str(error)))
            continue
        for pull in pulls:
            read += 1
            assert_sound(build(pull), pull)
    assert read > 400
    assert len(refused) > 50
    assert all(path.name in said and "\n" not in said for path, said in refused)


@pytest.mark.parametrize(("folder", "patients"), [("bulk_ndjson", 4), ("uscore/input/examples", 4), ("stu3", 8)])
def test_folders(folder: str, patients: int) -> None:
    pulls = read_path(SHARED / folder)
    assert len(pulls) >= patients
    for pull in pulls:
        assert_sound(build(pull), pull)


def test_synthea_is_read_without_a_single_refusal() -> None:
    for path in sorted((SHARED / "synthea_r4").glob("*.json"))[:5]:
        (pull,) = read_path(path)
        assert pull.problems == ()
        assert all(resource.dropped == () for resource in pull.resources)


def test_messy_observations() -> None:
    (pull,) = read_path(SHARED / "handmade" / "observations_messy.json")
    chart = build(pull)
    by_resource = {fact.source.resource: fact for fact in chart.facts if "component" not in fact.source.path}
    assert str(by_resource["Observation/m3"].value) == "<0.01 ng/mL"
    assert str(by_resource["Observation/m4"].value) == "<5"
    assert by_resource["Observation/m13"].standing is Standing.ERROR
    assert by_resource["Observation/m14"].flag == "HH"
    assert by_resource["Observation/m9"].when is not None
    assert {unknown.resource for unknown in chart.unknowns if unknown.kind is UnknownKind.UNREADABLE} == {
        "Observation/m9",
        "Observation/m21",
    }


def test_condition_statuses() -> None:
    (pull,) = read_path(SHARED / "handmade" / "conditions_statuses.json")
    standing = {fact.source.resource[-2:]: fact.standing for fact in build(pull).of(Kind.PROBLEM)}
    assert [standing[f"c{n}"] for n in range(1, 10)] == [
        Standing.ASSERTED, Standing.ASSERTED, Standing.REFUTED, Standing.ERROR, Standing.PAST,
        Standing.UNCERTAIN, Standing.UNCERTAIN, Standing.PAST, Standing.NONE_KNOWN,
    ]  # fmt: skip


def test_notes_of_every_kind() -> None:
    (pull,) = read_path(SHARED / "handmade" / "documentreferences_notes.json")
    chart = build(pull)
    assert len(chart.notes) == 7
    assert not any("alert" in note.text or "tracker" in note.text for note in chart.notes)
