"""The command line as QA drives it: a subprocess, its two outputs and its exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from copilot import places

DEMO = places.resources() / "demo"
RUTH = DEMO / "ruth-lindqvist.json"


def chartside(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the engine's command line."""
    command = [sys.executable, "-m", "copilot", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, cwd=cwd)


def test_review_json_keeps_the_contract() -> None:
    done = chartside("review", "--json", "--no-model", RUTH)
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    review = json.loads(line)
    assert review["schema"] == "chartside.review/1"
    assert review["source"] == str(RUTH)
    assert review["patient"]["sex"] == "female"
    assert review["as_of"] == "2026-11-18T10:40:00+01:00"
    assert [h["rank"] for h in review["differential"]] == list(range(1, len(review["differential"]) + 1))
    assert {
        "id",
        "name",
        "synonyms",
        "codes",
        "pack",
        "likelihood",
        "score",
        "cant_miss",
        "for",
        "against",
        "unknown",
    } <= set(review["differential"][0])
    assert set(review["cant_miss"]) <= {h["id"] for h in review["differential"]}
    assert {"kind", "name", "cost_tier", "gain", "if_positive", "if_negative", "already_done"} <= set(
        review["next_steps"][0]
    )
    assert set(review["seconds"]) == {"read", "findings", "differential", "narrative"}
    assert review["narrative"] is None


def test_review_text_is_for_a_person() -> None:
    done = chartside("review", "--no-model", RUTH)
    assert done.returncode == 0, done.stderr
    assert "What could explain this" in done.stdout
    assert "Must not be missed" in done.stdout
    assert "References" in done.stdout
    assert "not reviewed" in done.stdout


def test_several_paths_one_process_worst_code(tmp_path: Path) -> None:
    bad = tmp_path / "truncated.json"
    bad.write_text('{"resourceType": "Bundle", "entry": [', encoding="utf-8")
    done = chartside("review", "--json", "--no-model", RUTH, bad, RUTH)
    assert done.returncode == 3
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert ["error" in line for line in lines] == [False, True, False]
    assert str(bad) in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr


BUNDLE = {"resourceType": "Bundle", "type": "collection", "entry": []}


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("truncated.json", b'{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Pat', "line 1"),
        ("empty.json", b"", "empty"),
        ("no-entries.json", json.dumps(BUNDLE).encode(), "entr"),
        ("not-fhir.json", b'{"hello": "world"}', "FHIR"),
        ("page.html", b"<html><body>502 Bad Gateway</body></html>", "page.html"),
        ("binary.txt", bytes(range(256)) * 8, "binary.txt"),
    ],
)
def test_bad_input_is_a_clear_error(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    done = chartside("review", "--json", "--no-model", path)
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1
    assert name in done.stderr
    assert says.casefold() in done.stderr.casefold()
    assert "error" in json.loads(done.stdout)


def test_a_missing_file_is_a_clear_error(tmp_path: Path) -> None:
    done = chartside("review", "--no-model", tmp_path / "nothing.json")
    assert done.returncode == 3
    assert "nothing.json" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_patients_in_one_file_are_asked_for(tmp_path: Path) -> None:
    people = [{"resourceType": "Patient", "id": who, "gender": "male", "birthDate": "1960"} for who in ("adam", "bert")]
    path = tmp_path / "two.json"
    path.write_text(json.dumps({**BUNDLE, "entry": [{"resource": person} for person in people]}), encoding="utf-8")
    asked = chartside("review", "--json", "--no-model", path)
    assert asked.returncode == 3
    assert "adam" in asked.stderr
    assert "--patient" in asked.stderr
    chosen = chartside("review", "--json", "--no-model", "--patient", "bert", path)
    assert json.loads(chosen.stdout)["patient"]["id"] == "bert"


def test_a_note_alone_is_reviewed(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text(
        "58-year-old man with crushing chest pain radiating to the left arm and sweating. No fever.", encoding="utf-8"
    )
    done = chartside("review", "--json", "--no-model", path)
    review = json.loads(done.stdout)
    assert done.returncode == 0
    assert review["patient"]["age_years"] == 58
    assert review["patient"]["sex"] == "male"
    first = {h["id"] for h in review["differential"][:3]}
    assert first & {"myocardial-infarction", "unstable-angina"}


def test_usage_errors_exit_with_2() -> None:
    assert chartside("review").returncode == 2
    assert chartside("dance").returncode == 2
    assert "usage" in chartside("dance").stderr


def test_a_file_that_is_no_gguf_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"this is not a model" * 100)
    done = chartside("review", "--model", path, RUTH)
    assert done.returncode == 0, "the differential does not need a model"
    assert "What could explain this" in done.stdout
    assert "model.gguf" in done.stdout
    assert "Traceback" not in done.stderr


def test_knowledge_check_prints_the_counts() -> None:
    done = chartside("knowledge", "check")
    assert done.returncode == 0, done.stdout
    assert "conditions" in done.stdout
    assert "0 faults" in done.stdout


def test_knowledge_build_writes_both_packs(tmp_path: Path) -> None:
    out = tmp_path / "packs"
    done = chartside("knowledge", "build", "--out", out)
    assert done.returncode == 0, done.stdout
    assert {path.name for path in out.iterdir()} == {"knowledge.json", "rare.npz"}


def test_knowledge_check_of_broken_sources_exits_with_1(tmp_path: Path) -> None:
    (tmp_path / "hosts.yaml").write_text("- www.cdc.gov\n", encoding="utf-8")
    (tmp_path / "findings").mkdir()
    (tmp_path / "findings" / "x.yaml").write_text(
        "- {id: x, name: X, kind: symptom, background: 2}\n", encoding="utf-8"
    )
    done = chartside("knowledge", "check", "--sources", tmp_path)
    assert done.returncode == 1
    assert "findings/x.yaml:1: identifier:" in done.stdout


def test_models_list_names_the_starter() -> None:
    done = chartside("models", "list")
    assert done.returncode == 0, done.stderr
    assert "starter" in done.stdout
    assert "here: context " in done.stdout
    assert " · 1 thread · needs about " in done.stdout


def test_evaluate_measures_and_prints_reviews(tmp_path: Path) -> None:
    bundle = json.loads(RUTH.read_text(encoding="utf-8"))
    cases = tmp_path / "cases.jsonl"
    rows = [
        {"id": "one", "bundle": bundle, "answer": "Giant cell arteritis"},
        {"id": "two", "path": str(RUTH), "answer": "Nothing that exists"},
    ]
    cases.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", encoding="utf-8")
    measured = chartside("evaluate", cases)
    assert measured.returncode == 0, measured.stderr
    assert "2 cases" in measured.stdout
    assert "top-3  1/2" in measured.stdout
    printed = chartside("evaluate", cases, "--json", "--no-model")
    assert [json.loads(line)["id"] for line in printed.stdout.splitlines()] == ["one", "two"]


def test_evaluate_names_the_case_that_cannot_be_read(tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text('{"id": "gone", "path": "nowhere.json"}\n{"id": "bare"}\n', encoding="utf-8")
    done = chartside("evaluate", cases, "--json")
    assert done.returncode == 4
    assert [("error" in json.loads(line)) for line in done.stdout.splitlines()] == [True, True]
    cases.write_text("[1]\n", encoding="utf-8")
    assert chartside("evaluate", cases).returncode == 3
    cases.write_text("{nonsense\n", encoding="utf-8")
    assert "cases.jsonl:1" in chartside("evaluate", cases).stderr
