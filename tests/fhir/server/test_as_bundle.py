"""A pull as a file: every number as given, what is missing said, and enough to go on from."""

from __future__ import annotations

import stat
from decimal import Decimal
from pathlib import Path

import pytest

from copilot.errors import InputError
from copilot.fhir.files import read_path
from copilot.fhir.pull import Problem, ProblemKind
from copilot.fhir.server import as_bundle
from copilot.fhir.server.as_bundle import read_bundle_file, write_bundle_file
from copilot.fhir.server.collected import Collected
from copilot.fhir.server.plan import Search

REFUSED = Problem(ProblemKind.REFUSED, "MedicationStatement: the server refused (403).", "MedicationStatement")
LABS = Search("Observation", (("patient", "p"), ("category", "laboratory")), label="Observation (laboratory)")
NEXT = "https://fhir.example.org/r4/Observation?page=7"


def _collected() -> Collected:
    collected = Collected("https://fhir.example.org/r4", "p", time="2026-11-20T08:00:00+00:00")
    collected.add({"resourceType": "Patient", "id": "p"}, "https://fhir.example.org/r4/Patient/p")
    value = {"value": Decimal("1.00"), "unit": "mg/dL"}
    collected.add(
        {"resourceType": "Observation", "id": "o", "subject": {"reference": "Patient/p"}, "valueQuantity": value}
    )
    collected.problems.append(REFUSED)
    collected.ask([LABS])
    collected.leave(LABS, NEXT, "the connection broke.")
    collected.tried.add("Practitioner/1")
    collected.pages = 6
    return collected


def test_the_file_is_read_as_any_other_with_what_is_missing(tmp_path: Path) -> None:
    write_bundle_file(_collected(), tmp_path / "chart.json")
    (pull,) = read_path(tmp_path / "chart.json")
    assert {resource.reference for resource in pull.resources} == {"Patient/p", "Observation/o"}
    assert REFUSED in pull.problems
    assert any(p.kind is ProblemKind.TRUNCATED and "Observation (laboratory)" in p.text for p in pull.problems)
    assert pull.timestamp == "2026-11-20T08:00:00+00:00"
    assert '"value":1.00,' in (tmp_path / "chart.json").read_text(encoding="utf-8")


def test_a_pull_goes_on_from_where_it_ended(tmp_path: Path) -> None:
    written = _collected()
    write_bundle_file(written, tmp_path / "chart.json")
    read = read_bundle_file(tmp_path / "chart.json")
    assert (read.server, read.patient, read.pages, read.searches) == (written.server, "p", 6, 1)
    assert read.entries == written.entries
    assert read.problems == [REFUSED]
    assert read.open == written.open
    assert read.open[0].url == NEXT
    assert read.tried == {"Practitioner/1"}


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    write_bundle_file(_collected(), tmp_path / "chart.json")
    assert stat.S_IMODE((tmp_path / "chart.json").stat().st_mode) == 0o600


def test_odd_numbers_and_characters_of_a_server_are_written_all_the_same(tmp_path: Path) -> None:
    collected = _collected()
    collected.add({"resourceType": "Basic", "id": "b", "n": 10**30, "text": "half \ud800 a pair", "list": [True, None]})
    write_bundle_file(collected, tmp_path / "chart.json")
    assert read_bundle_file(tmp_path / "chart.json").entries[-1].raw["n"] == 10**30


def test_one_resource_beyond_all_depth_does_not_cost_the_others_the_file(tmp_path: Path) -> None:
    collected, deep = _collected(), {}
    for _ in range(400):
        deep = {"extension": [deep]}
    collected.add({"resourceType": "Basic", "id": "deep", **deep})
    write_bundle_file(collected, tmp_path / "chart.json")
    (pull,) = read_path(tmp_path / "chart.json")
    assert {resource.reference for resource in pull.resources} == {"Patient/p", "Observation/o"}
    assert any("nested too deeply" in problem.text for problem in pull.problems)


def test_a_full_disk_leaves_the_file_of_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "chart.json"
    write_bundle_file(_collected(), path)
    before = path.read_bytes()

    def full(_collected: Collected) -> list[bytes]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(as_bundle, "_pieces", full)
    with pytest.raises(InputError, match="No space left"):
        write_bundle_file(_collected(), path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["chart.json"]


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        write_bundle_file(_collected(), tmp_path / "file" / "chart.json")


@pytest.mark.parametrize(
    "text",
    [
        '{"resourceType": "Bundle", "type": "collection", "entry": []}',
        '{"resourceType": "Bundle", "meta": {"extension": []}}',
        "[]",
        '{"meta": {"source": "x", "extension": [{"url": "urn:other", "valueString": "{}"}]}}',
    ],
)
def test_other_files_are_nothing_to_go_on_from(tmp_path: Path, text: str) -> None:
    (tmp_path / "other.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="chartside pull"):
        read_bundle_file(tmp_path / "other.json")


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_bundle_file(tmp_path / "none.json")
