"""`chartside evaluate` inside this process: what goes to stdout, what to files, and the exit codes."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from copilot.cli import evaluate
from copilot.cli.main import main
from copilot.knowledge.pack import Pack
from copilot.review import engine
from tests.differential.factory import condition, pack, term

AS_OF = "2026-06-01T10:00:00Z"


@cache
def small_pack() -> Pack:
    """Return two conditions of cough and fever, the second not to be missed."""
    cough = term("HP:0012735", surface=("cough",))
    fever = term("HP:0001945", surface=("fever",))
    cold = condition("common-cold", {cough.id: "very common"}, name="Common cold", icd10=("J00",))
    sepsis = condition("sepsis", {fever.id: "very common"}, name="Sepsis", cant_miss="kills", icd10=("A41.9",))
    return pack([cough, fever], [cold, sepsis])


@pytest.fixture(autouse=True)
def _small_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "load_pack", small_pack)


def bundle(*codes: str, birth: str = "1990-01-01", sex: str = "female") -> dict[str, Any]:
    """Return a patient with these HPO findings."""
    patient = {"resourceType": "Patient", "id": "p", "gender": sex, "birthDate": birth}
    coding = "http://human-phenotype-ontology.org"
    found = [
        {
            "resourceType": "Condition",
            "id": f"c{number}",
            "subject": {"reference": "Patient/p"},
            "code": {"coding": [{"system": coding, "code": code}]},
        }
        for number, code in enumerate(codes)
    ]
    entries = [{"fullUrl": f"urn:x:{r['id']}", "resource": r} for r in (patient, *found)]
    return {"resourceType": "Bundle", "type": "collection", "timestamp": AS_OF, "entry": entries}


COUGH, FEVER = "HP:0012735", "HP:0001945"


def written(folder: Path, *rows: object) -> Path:
    path = folder / "cases.jsonl"
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows) + "\n", encoding="utf-8")
    return path


def test_the_measures_as_text_json_and_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = written(
        tmp_path,
        {"id": "cold", "bundle": bundle(COUGH), "answer": "COMMON COLDS"},
        {"id": "blood", "bundle": bundle(FEVER, birth="2020-01-01", sex="male"), "answer": "A41.91"},
        {"id": "wrong", "bundle": bundle(COUGH), "answer": "Sepsis"},
        {"id": "unnamed", "bundle": bundle(COUGH), "answer": "Whooping cough"},
        {"id": "open", "bundle": bundle(COUGH)},
    )
    numbers, page = tmp_path / "m.json", tmp_path / "m.html"
    assert main(["evaluate", str(cases), "--measures", str(numbers), "--html", str(page)]) == 0
    out = capsys.readouterr().out
    assert "4 cases with a known answer, 1 without" in out
    assert "top-1  2/4 = 50.0 %" in out
    told = json.loads(numbers.read_text(encoding="utf-8"))
    assert told["pack"] == "test"
    assert [told["top"][top]["hits"] for top in ("1", "3", "5", "10")] == [2, 3, 3, 3]
    assert (told["cant_miss"]["hits"], told["cant_miss"]["n"]) == (2, 2)
    assert told["coverage"]["unnamed"] == ["Whooping cough"]
    assert [(row["group"], row["n"]) for row in told["age_years"]] == [("1 to 11", 1), ("18 to 39", 3)]
    assert [(row["group"], row["n"]) for row in told["sex"]] == [("female", 3), ("male", 1)]
    assert [row["id"] for row in told["misses"]] == ["unnamed"]
    assert 0 < told["seconds"]["median"] <= told["seconds"]["longest"]
    text = page.read_text(encoding="utf-8")
    assert "cases.jsonl" in text
    assert str(tmp_path) not in text
    assert "Whooping cough" in text


def test_json_prints_reviews_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = written(
        tmp_path,
        {"id": "cold", "bundle": bundle(COUGH), "answer": "Common cold"},
        {"bundle": bundle(FEVER)},
        {"id": "gone", "path": "nowhere.json", "answer": "Sepsis"},
    )
    files = ["--measures", str(tmp_path / "m.json"), "--html", str(tmp_path / "m.html")]
    assert main(["evaluate", str(cases), "--json", *files]) == 4
    captured = capsys.readouterr()
    rows = [json.loads(line) for line in captured.out.splitlines()]
    assert [row["id"] for row in rows] == ["cold", None, "gone"]
    assert [row["schema"] for row in rows] == ["chartside.review/1"] * 3
    assert rows[0]["differential"][0]["name"] == "Common cold"
    assert set(rows[2]) == {"id", "schema", "error"}
    assert "line 3" in captured.err
    failed = json.loads((tmp_path / "m.json").read_text(encoding="utf-8"))
    assert [(row["id"], row["answer"]) for row in failed["failed"]] == [("gone", "Sepsis")]
    assert (failed["with_answer"], failed["top"]["1"]["hits"], failed["cant_miss"]["hits"]) == (2, 1, 0)


def test_a_hostile_id_stays_words_on_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "</title><script>alert(1)</script>"
    cases = written(tmp_path, {"id": hostile, "path": f"{hostile}.json", "answer": hostile})
    assert main(["evaluate", str(cases), "--html", str(tmp_path / "m.html")]) == 4
    text = (tmp_path / "m.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    capsys.readouterr()


def test_a_bug_in_one_case_costs_that_case_and_quotes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    right = evaluate.engine.review
    calls: list[int] = []

    def breaks(*args: Any, **more: Any) -> Any:
        calls.append(1)
        if len(calls) == 1:
            raise ValueError("Mrs Secret has HIV")
        return right(*args, **more)

    monkeypatch.setattr(evaluate.engine, "review", breaks)
    row = {"bundle": bundle(COUGH), "answer": "Common cold"}
    assert main(["evaluate", str(written(tmp_path, {"id": "a", **row}, {"id": "b", **row}))]) == 4
    captured = capsys.readouterr()
    assert "top-1  1/2" in captured.out
    assert "ValueError" in captured.err
    assert "Secret" not in captured.out + captured.err


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("{nonsense", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[1]", "is not a JSON object"),
        ('{"id": "x", "answer": 5}', "answer that is not text"),
        ('{"id": "x", "answer": ["a"]}', "answer that is not text"),
    ],
)
def test_a_line_that_is_no_case_is_told_before_any_review(
    row: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = written(tmp_path, {"id": "cold", "bundle": bundle(COUGH)}, row)
    assert main(["evaluate", str(cases), "--json"]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "cases.jsonl:2" in captured.err
    assert told in captured.err


@pytest.mark.parametrize("content", [None, b"\xff\xfe{}"])
def test_a_file_that_is_no_text_is_told(
    content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = tmp_path / "cases.jsonl"
    if content is not None:
        cases.write_bytes(content)
    assert main(["evaluate", str(cases)]) == 3
    assert "cannot be read as UTF-8 text" in capsys.readouterr().err


def test_line_separators_inside_json_and_windows_line_ends_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = tmp_path / "cases.jsonl"
    row = json.dumps({"id": "a\u2028b", "bundle": bundle(COUGH), "answer": "Common cold"}, ensure_ascii=False)
    cases.write_bytes(b"\xef\xbb\xbf" + f"{row}\r\n\r\n".encode())
    assert main(["evaluate", str(cases)]) == 0
    assert "top-1  1/1" in capsys.readouterr().out


@pytest.mark.parametrize("option", ["--html", "--measures"])
def test_a_report_that_cannot_be_written_is_refused_before_the_work(
    option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = written(tmp_path, {"id": "cold", "bundle": bundle(COUGH)})
    for target in (tmp_path, tmp_path / "nowhere" / "m", tmp_path / ("m" * 300)):
        with pytest.raises(SystemExit) as stopped:
            main(["evaluate", str(cases), option, str(target)])
        assert stopped.value.code == 2
        assert "cannot be written" in capsys.readouterr().err


def test_a_report_that_fails_at_last_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = written(tmp_path, {"id": "cold", "bundle": bundle(COUGH)})
    folder = tmp_path / "reports"
    folder.mkdir()

    def vanishes() -> Pack:
        folder.rmdir()
        return small_pack()

    monkeypatch.setattr(engine, "load_pack", vanishes)
    assert main(["evaluate", str(cases), "--html", str(folder / "m.html")]) == 3
    assert "could not be written" in capsys.readouterr().err


def test_the_cases_are_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = written(tmp_path, {"id": "cold", "bundle": bundle(COUGH)})
    before = cases.read_bytes()
    assert main(["evaluate", str(cases), "--measures", str(tmp_path / "." / "cases.jsonl")]) == 3
    assert cases.read_bytes() == before
    assert "would be overwritten" in capsys.readouterr().err


@pytest.mark.parametrize("left_out", ["book", ["book"]])
def test_references_left_out_count_for_nothing(
    left_out: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every condition of the small pack rests on this one reference: without it there is nothing to rank."""
    row = {"id": "cold", "bundle": bundle(COUGH), "answer": "Common cold", "without_references": left_out}
    assert main(["evaluate", str(written(tmp_path, row))]) == 0
    out = capsys.readouterr().out
    assert "top-10 0/1" in out
    assert "Answers that the packs can name: 1/1" in out


def test_without_an_answer_there_is_nothing_to_measure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(written(tmp_path, {"id": "cold", "bundle": bundle(COUGH), "answer": " "}))]) == 0
    assert "nothing to measure" in capsys.readouterr().out


def test_a_case_is_one_patient(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    two = bundle(COUGH)
    two["entry"].append({"fullUrl": "urn:x:q", "resource": {"resourceType": "Patient", "id": "q"}})
    folder = tmp_path / "folder"
    folder.mkdir()
    one = json.dumps(bundle(COUGH))
    other = one.replace('"p"', '"q"').replace("Patient/p", "Patient/q").replace("urn:x:p", "urn:x:q")
    for name, text in (("one", one), ("other", other)):
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    cases = written(
        tmp_path,
        {"id": "two", "bundle": two},
        {"id": "folder", "path": "folder"},
        {"id": "bare"},
        {"id": "chosen", "bundle": two, "patient": "p", "answer": "Common cold"},
    )
    assert main(["evaluate", str(cases)]) == 4
    told = capsys.readouterr()
    assert "1 case with a known answer, 3 without" in told.out
    assert "top-1  1/1" in told.out
    assert "case two: holds 2 patients. One patient a case" in told.err
    assert "case folder: holds 2 patients" in told.err
    assert "case bare: has neither bundle nor path" in told.err
