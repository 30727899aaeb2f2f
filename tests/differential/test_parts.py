"""The score is the sum of what is shown: the lines and the parts beside them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from copilot.differential.differential import Hypothesis, PartKind
from copilot.differential.parts import NEEDED_OPEN, PREGNANCY, SILENT_SHARE
from copilot.differential.rank import rank
from copilot.differential.weighed import weighed
from copilot.findings.finding import Findings, Patient
from copilot.knowledge.pack import Age, TermKind
from copilot.review import engine
from copilot.review.as_json import as_json
from copilot.review.as_text import as_text
from tests.differential.factory import chart, condition, findings, pack, term

FEVER, COUGH, ITCH, FALL, LATE = "CS:fever", "CS:cough", "CS:itch", "CS:fall", "CS:late-pregnancy"
PACK = pack(
    [
        term(FEVER),
        term(COUGH),
        term(ITCH),
        term(FALL, TermKind.EXPOSURE),
        term(PREGNANCY, TermKind.SIGN),
        term(LATE, TermKind.HISTORY, is_a=(PREGNANCY,)),
    ],
    [
        condition("flu", {FEVER: "very common", COUGH: "very common"}),
        condition("eczema", {ITCH: "very common", FEVER: "rare"}, female=0.3, age=Age((0, 9), (0, 100))),
        condition("graze", {ITCH: "occasional", FALL: "very common"}, needs=(FALL,)),
        condition("cholestasis", {ITCH: "very common", LATE: "common"}, needs=(LATE,)),
    ],
)
NOTE = """A 34-year-old woman, asthma known, comes with fever, cough and an itchy rash for three days.
She has arachnodactyly and a large head, lives with a dog, takes amoxicillin. No chest pain, no haemoptysis.
Temperature 38.9, SpO2 91 %."""


def added(hypothesis: Hypothesis) -> float:
    """Return the sum of all that is shown of a hypothesis."""
    return sum(shown.weight for shown in (*hypothesis.supporting, *hypothesis.opposing, *hypothesis.parts))


def of_kind(found: Findings, identifier: str, kind: PartKind) -> list[tuple[str, float]]:
    """Return the parts of one kind of one condition, as text and weight."""
    parts = rank(found, chart(), PACK).by_id[identifier].parts
    return [(part.text, part.weight) for part in parts if part.kind is kind]


def test_a_score_is_the_sum_of_what_is_shown() -> None:
    for found in (findings(present=[FEVER, ITCH]), findings(present=[ITCH], absent=[FEVER], known={"flu": ("F1",)})):
        listed = rank(found, chart(), PACK).hypotheses
        assert len(listed) == len(PACK.conditions)
        assert [added(h) for h in listed] == pytest.approx([h.score for h in listed])


def test_the_parts_of_a_whole_review_add_up(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE)
    review = engine.review(next(iter(engine.read(tmp_path / "note.txt"))), engine.load_pack())
    listed = as_json(review)["differential"]
    for line in listed:
        shown = [*line["for"], *line["against"], *line["parts"]]
        assert sum(each["weight"] for each in shown) == pytest.approx(line["score"], abs=2e-3), line["name"]
    told = {part["text"] for line in listed[:7] for part in line["parts"] if part["kind"] == "complaint"}
    assert told
    text = as_text(review)
    assert all(f"- {each} (editorial)" in text for each in told)


def test_what_is_usual_and_not_mentioned_is_told_with_its_weight() -> None:
    [cough] = [row for row in weighed(PACK).of_condition("flu") if row.link.finding == COUGH]
    [(text, weight)] = of_kind(findings(present=[FEVER]), "flu", PartKind.SILENCE)
    assert text == "would usually show: cough"
    assert weight == pytest.approx(SILENT_SHARE * cough.weight.absent)


def test_age_sex_and_what_the_chart_names_are_parts() -> None:
    found = findings(present=[ITCH], known={"eczema": ("F1",)})
    kinds = [part.kind for part in rank(found, chart(), PACK).by_id["eczema"].parts]
    assert kinds == [PartKind.PRIOR, PartKind.PERSON, PartKind.KNOWN]


@pytest.mark.parametrize(
    ("found", "pays"),
    [
        (findings(present=[ITCH]), True),
        (findings(present=[ITCH], absent=[FALL]), True),
        (findings(present=[ITCH, FALL]), False),
        (findings(present=[ITCH], uncertain=[FALL]), False),
    ],
)
def test_what_is_defined_by_an_exposure_pays_where_the_chart_shows_none(found: Findings, pays: bool) -> None:
    assert of_kind(found, "graze", PartKind.NEEDED) == ([("needs: fall", -NEEDED_OPEN)] if pays else [])


def test_pregnancy_of_any_length_may_be_the_late_one() -> None:
    assert of_kind(findings(present=[ITCH]), "cholestasis", PartKind.NEEDED)
    assert of_kind(findings(present=[ITCH, PREGNANCY]), "cholestasis", PartKind.NEEDED) == []
    pregnant = replace(findings(present=[ITCH]), patient=Patient(30.0, "female", pregnant=True))
    assert of_kind(pregnant, "cholestasis", PartKind.NEEDED) == []
