"""`chartside review --ask`: answers beside the review, from real models run by llama.cpp."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from copilot.cli.main import main
from tests.model.tiny_families import FAMILIES

NOTE = "Tired for three weeks. Haemoglobin 9.8 g/dL. Never smoked."


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text(NOTE)
    return path


def answers(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["answers"]
    return made


def test_without_a_model_every_question_says_why(note: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(note), "--json", "--no-model", "--ask", "Does she smoke?", "--ask", "Hb?"]) == 0
    made = answers(capsys)
    assert [(one["question"], one["outcome"]) for one in made] == [("Does she smoke?", "unable"), ("Hb?", "unable")]
    assert made[0]["reason"] == "the model was left out."


def test_a_model_answers_with_ids_that_the_review_resolves(
    note: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny = FAMILIES["llama-3"]
    changes = {**tiny.changes, "llama__context_length": 8192}
    parts = {name: getattr(tiny, name) for name in tiny.__dataclass_fields__} | {"changes": changes}
    model = type(tiny)(**parts).write(tmp_path / "tiny.gguf")
    asked = ["--ask", "Does she smoke?", "--ask", "Was she in Africa?"]
    main(["review", str(note), "--json", "--model", str(model), *asked])
    made = json.loads(capsys.readouterr().out)
    smoke, africa = made["answers"]
    assert smoke["outcome"] in ("answered", "not_supported", "not_said"), smoke["reason"]
    assert smoke["offered"]
    assert set(smoke["offered"]) <= set(made["facts"])
    assert all(set(s["facts"]) <= set(smoke["offered"]) for s in smoke["sentences"])
    assert (africa["outcome"], africa["reason"]) == ("not_said", "The chart does not say.")


def test_a_person_reads_the_same(note: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["review", str(note), "--no-model", "--ask", "Does she smoke?"])
    assert "Asked: Does she smoke?\n  the model was left out." in capsys.readouterr().out
