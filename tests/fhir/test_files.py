from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from copilot.errors import InputError, PatientChoiceError
from copilot.fhir.files import read, read_bundle, read_path
from copilot.fhir.pull import ProblemKind
from tests.fhir.samples import bundle, condition, observation, patient


def write(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def lines(*resources: dict[str, Any]) -> str:
    return "\n".join(json.dumps(item) for item in resources) + "\n"


def test_a_bundle_is_one_pull(tmp_path: Path) -> None:
    content = json.dumps(bundle(patient(), observation(), timestamp="2026-03-02T00:00:00Z")).replace("4.1", "4.10")
    (pull,) = read_path(write(tmp_path, "a.json", content))
    assert [resource.reference for resource in pull.resources] == ["Observation/o1", "Patient/p1"]
    assert pull.timestamp == "2026-03-02T00:00:00Z"
    assert pull.resources[0].raw["valueQuantity"]["value"] == Decimal("4.10")
    assert str(pull.resources[0].raw["valueQuantity"]["value"]) == "4.10"
    assert pull.problems == ()
    assert pull.by_reference is not None
    assert pull.by_reference["Patient/p1"].type == "Patient"


def test_two_patients_in_one_file_ask(tmp_path: Path) -> None:
    both = bundle(patient("p1"), patient("p2"), observation(), observation("o2", subject={"reference": "Patient/p2"}))
    for name, content in (("a.json", both), ("a.ndjson", lines(*[entry["resource"] for entry in both["entry"]]))):
        path = write(tmp_path, name, content)
        with pytest.raises(PatientChoiceError) as caught:
            read_path(path)
        assert [choice[0] for choice in caught.value.choices] == ["p1", "p2"]
        assert "female, 1960-05-17, 2 resources" in caught.value.choices[0][1]
        assert "1960" not in str(caught.value)
        (pull,) = read_path(path, patient="p2")
        assert [resource.reference for resource in pull.resources] == ["Observation/o2", "Patient/p2"]
        assert read_path(path, patient="Patient/p2")[0].resources == pull.resources
        with pytest.raises(InputError, match=r"holds no patient p3. It holds: p1, p2"):
            read_path(path, patient="p3")


def test_a_folder_is_one_pull_per_patient(tmp_path: Path) -> None:
    write(tmp_path, "Patient.ndjson", lines(patient("p1"), patient("p2")))
    write(
        tmp_path, "sub/Observation.ndjson", lines(observation(), observation("o2", subject={"reference": "Patient/p2"}))
    )
    write(tmp_path, "late.json", bundle(condition(), timestamp="2026-05-05T00:00:00Z", link=[{"relation": "next"}]))
    write(tmp_path, "bad.json", "{")
    write(tmp_path, "note.txt", "61-year-old man with cough")
    write(tmp_path, "LICENSE.txt", "MIT")
    write(tmp_path, "scan.pdf", b"%PDF")
    one, two, note = read_path(tmp_path)
    assert {resource.reference for resource in one.resources} == {"Patient/p1", "Observation/o1", "Condition/c1"}
    assert {resource.reference for resource in two.resources} == {"Patient/p2", "Observation/o2"}
    assert (one.timestamp, two.timestamp) == ("2026-05-05T00:00:00Z", "")
    assert any("bad.json" in problem.text for problem in two.problems)
    assert any("scan.pdf" in problem.text for problem in two.problems)
    assert any(problem.text.startswith("late.json: The file is one page") for problem in one.problems)
    assert not any("late.json" in problem.text for problem in two.problems)
    assert note.text == "61-year-old man with cough"
    assert len(read_path(tmp_path, patient="p1")) == 1


def test_the_order_of_entries_does_not_matter(tmp_path: Path) -> None:
    raws = [patient(), observation("b"), observation("a"), condition()]
    (one,) = read_path(write(tmp_path, "a.json", bundle(*raws)))
    (two,) = read_path(write(tmp_path, "a.json", bundle(*raws[::-1])))
    assert one == two


def test_a_bare_resource_and_a_search_without_a_patient(tmp_path: Path) -> None:
    (bare,) = read_path(write(tmp_path, "a.json", patient()))
    assert bare.problems == ()
    (pull,) = read_path(write(tmp_path, "b.json", bundle(observation(), kind="searchset")))
    assert "no Patient resource: only the id p1 is known" in pull.problems[0].text
    assert pull.problems[0].resource == "Patient/p1"
    (nobody,) = read_path(write(tmp_path, "c.json", observation(subject=None)))
    assert "names no patient" in nobody.problems[0].text


def test_ndjson_under_another_name_is_recognised(tmp_path: Path) -> None:
    (pull,) = read_path(write(tmp_path, "export.json", lines(patient(), observation())))
    assert len(pull.resources) == 2


def test_notes(tmp_path: Path) -> None:
    (note,) = read_path(write(tmp_path, "a.txt", "\ufeff[Dictated] Pt c/o cough"))
    assert note.text == "[Dictated] Pt c/o cough"
    assert note.resources == ()
    (old,) = read_path(write(tmp_path, "b.txt", "Fièvre".encode("cp1252")))
    assert old.text == "Fièvre"
    assert "Windows-1252" in old.problems[0].text
    (record,) = read_path(write(tmp_path, "c.txt", bundle(patient())))
    assert record.text is None


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", b"", "is empty"),
        ("a.txt", b"", "is empty"),
        ("a.txt", b"GIF\x00\x01", "not text"),
        ("a.json", '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Pati', "truncated"),
        ("a.html", "<html>502</html>", "web page"),
        ("a.json", '{"resourceType":"StructureDefinition","id":"x"}', "no patient's record"),
        ("a.json", '{"resourceType":"Practitioner","id":"x"}', r"only Practitioner"),
        ("a.ndjson", "{x}\n{y}\n", "in any line"),
        ("a.json", "plain words", "not valid JSON at line 1, column 1"),
    ],
)
def test_unreadable_files_say_why_in_one_line(tmp_path: Path, name: str, content: object, said: str) -> None:
    path = write(tmp_path, name, content)
    with pytest.raises(InputError, match=said) as caught:
        read_path(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


def test_missing_paths_and_empty_folders(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        read_path(tmp_path / "nowhere.json")
    with pytest.raises(InputError, match="holds no FHIR files"):
        read_path(tmp_path)
    write(tmp_path, "a.json", "{")
    with pytest.raises(InputError, match="truncated"):
        read_path(tmp_path)
    write(tmp_path, "b.json", "{")
    with pytest.raises(InputError, match="2 files refused"):
        read_path(tmp_path)


def test_read_goes_on_after_a_bad_path(tmp_path: Path) -> None:
    good, bad = write(tmp_path, "a.json", bundle(patient())), tmp_path / "no.json"
    first, second = read([bad, good])
    assert isinstance(first, InputError)
    assert not isinstance(second, InputError)
    assert second.source == str(good)


def test_read_bundle_takes_floats_and_asks_like_a_file() -> None:
    (pull,) = read_bundle(bundle(patient(), observation()), "case 1")
    assert pull.source == "case 1"
    assert pull.resources[0].dropped == ()
    with pytest.raises(PatientChoiceError):
        read_bundle(bundle(patient("a"), patient("b")), "case 2")
    with pytest.raises(InputError, match="case 3: "):
        read_bundle({"resourceType": "Bundle"}, "case 3")


def test_what_the_typed_view_refuses_is_listed_with_the_resource() -> None:
    (pull,) = read_bundle(bundle(patient(), observation(effectiveDateTime="yesterday")), "x")
    (dropped,) = pull.resources[0].dropped
    assert (dropped.path, dropped.value) == ("effectiveDateTime", "yesterday")


def test_another_release_is_said_and_not_measured_by_r4() -> None:
    old = condition(clinical="", clinicalStatus="active", assertedDate="2019-01-01")
    (pull,) = read_bundle(bundle(patient(), old), "x")
    assert pull.fhir_version == "STU3"
    assert pull.resources[0].dropped == ()
    assert pull.problems[0].kind is ProblemKind.UNREADABLE
    assert "1 resource(s) have the shape of FHIR STU3" in pull.problems[0].text
