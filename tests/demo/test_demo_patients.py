"""The demo patients: the true cause among the first three, every line resting on something that resolves."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.review.as_json import as_json
from tests.shipped import DEMO, demo_review

TRUTH = {
    "amara-nwosu": {"pulmonary-embolism"},
    "grace-mbeki": {"ectopic-pregnancy"},
    "helen-ward": {"acute-pancreatitis"},
    "ivan-petrov": {"acute-heart-failure"},
    "jonas-weber": {"pericarditis"},
    "mei-ling-chan": {"subarachnoid-haemorrhage"},
    "ruth-lindqvist": {"giant-cell-arteritis"},
    "tomas-rivera": {"myocardial-infarction"},
}
# Names that a note would use for the answer; a demo note must not name it.
NAMES = {
    "amara-nwosu": ["embol"],
    "grace-mbeki": ["ectopic"],
    "helen-ward": ["pancreatitis"],
    "ivan-petrov": ["heart failure"],
    "jonas-weber": ["pericarditis"],
    "mei-ling-chan": ["subarachnoid"],
    "ruth-lindqvist": ["arteritis"],
    "tomas-rivera": ["nstemi", "acute coronary", "acute myocardial"],
}


def test_every_demo_patient_has_a_known_truth() -> None:
    assert {path.stem for path in DEMO} == set(TRUTH)


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_the_true_cause_is_among_the_first_three(path: Path) -> None:
    review = demo_review(path)
    first = [h.condition.id for h in review.differential.hypotheses[:3]]
    assert TRUTH[path.stem] & set(first), first
    assert not review.differential.abstention


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_no_note_names_the_answer(path: Path) -> None:
    text = " ".join(note.text.casefold() for note in demo_review(path).chart.notes)
    assert text
    assert not [name for name in NAMES[path.stem] if name in text]


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_every_line_resolves(path: Path) -> None:
    review = demo_review(path)
    written = as_json(review)
    assert len(written["differential"]) >= 10
    for hypothesis in written["differential"]:
        for side in ("for", "against", "unknown"):
            for line in hypothesis[side]:
                assert set(line["facts"]) <= set(written["facts"])
                assert set(line["references"]) <= set(written["references"])
                assert line["references"]
                assert line["facts"] or side == "unknown"
    for fact in review.facts.values():
        assert fact.source.path
        assert fact.source.resource in review.chart.raw
        if fact.source.span:
            note = next(n for n in review.chart.notes if n.source.resource == fact.source.resource)
            start, end = fact.source.span
            assert 0 <= start < end <= len(note.text)
    for reference in written["references"].values():
        assert reference["url"].startswith("https://")
        assert reference["title"]
