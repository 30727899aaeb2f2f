"""A review ranked again after corrections says only what is true of them, and of the same chart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from copilot.chart.trusted import trusted
from copilot.differential.rank import rank
from copilot.findings import corrections
from copilot.findings.corrections import Correction, Says, apply, corrected
from copilot.findings.merge import merge
from copilot.garbage import paused
from copilot.review import engine
from copilot.review.as_json import as_json
from copilot.review.as_text import as_text
from copilot.review.review import Review
from tests.shipped import the_pack

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"
RUTH = DEMO / "ruth-lindqvist.json"
SCALP, FEVER = "HP:0100809", "HP:0001945"
AT = datetime(2026, 11, 27, 15, 20)


@pytest.fixture(scope="module")
def ruth() -> Review:
    """Return a demo patient as read."""
    return engine.review(engine.read(RUTH)[0], the_pack())


def test_corrections_are_listed_and_every_id_resolves(ruth: Review) -> None:
    again = engine.rerank(ruth, (Correction(SCALP, Says.PAUSED, AT), Correction(FEVER, Says.PRESENT, AT)))
    told = as_json(again)
    assert [(one["name"], one["says"], one["chart"]) for one in told["corrections"]] == [
        ("Scalp tenderness", "paused", "present"),
        ("Fever", "present", "absent"),
    ]
    lines = [line for h in told["differential"] for side in ("for", "against", "paused") for line in h.get(side, [])]
    assert {fact for line in lines for fact in line["facts"]} <= set(told["facts"])
    assert {r for line in lines for r in line["references"]} <= set(told["references"])
    assert told["facts"]["F0.1"]["resource"] == "clinician"
    assert SCALP in [line["finding"] for line in told["differential"][0]["paused"]]
    assert "Corrected by the clinician: Paused: scalp tenderness" in as_text(again)


def test_ranked_again_without_corrections_it_is_what_was_read(ruth: Review) -> None:
    again = engine.rerank(engine.rerank(ruth, (Correction(SCALP, Says.PAUSED, AT),)), ())
    assert again.differential == ruth.differential
    assert again.findings is ruth.findings
    assert "corrections" not in as_json(again)


@pytest.mark.parametrize("says", list(Says))
def test_merging_only_what_is_touched_gives_what_merging_all_gives(
    ruth: Review, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    corrected_ = [[Correction(finding, says, AT)] for finding in ruth.findings.by_term]
    quick = [apply(ruth.findings, one, ruth.pack) for one in corrected_]
    monkeypatch.setattr(corrections, "merge", lambda clues, index, _settled: merge(clues, index))
    assert quick == [apply(ruth.findings, one, ruth.pack) for one in corrected_]


@pytest.mark.parametrize("path", sorted(DEMO.glob("*.json")), ids=lambda path: path.stem)
def test_scoring_only_what_is_touched_gives_what_scoring_all_gives(path: Path) -> None:
    review = engine.review(engine.read(path)[0], engine.load_pack())
    for words in _corrected_in_turn(review):
        review = engine.rerank(review, words)
        with paused():
            full = rank(review.findings, trusted(review.chart), review.pack)
        assert review.differential == full


def _corrected_in_turn(review: Review) -> Iterator[tuple[Correction, ...]]:
    """Yield corrections as a clinician makes them one after the other: of what is there, of anything, and taken back.

    The words go round, so that no finding is always paused; the steps share no factor with them.
    """
    there, known, says = sorted(review.findings.by_term), sorted(review.pack.terms), list(Says)
    words: tuple[Correction, ...] = ()
    for number in range(14):
        finding = there[number * 5 % len(there)] if number % 3 else known[number * 101 % len(known)]
        words = corrected(words, Correction(finding, says[number % len(says)], AT))[-4:]
        yield words
    yield ()
