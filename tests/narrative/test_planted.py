"""How well the check tells right from wrong, on sentences whose truth is known."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from copilot import places
from copilot.narrative.brief import Brief, briefs
from copilot.narrative.check import check
from copilot.narrative.narrative import Support
from copilot.review import engine
from copilot.review.references import short_ids
from tests.narrative import planted
from tests.summary import SUMMARY

MEASURED_SEED = 90_411  # for measuring only: never look at what it makes and then change the check
EACH = 150


@pytest.fixture(scope="module")
def demo_briefs() -> list[Brief]:
    pack = engine.load_pack()
    found: list[Brief] = []
    for path in sorted((places.resources() / "demo").glob("*.json")):
        (pull,) = engine.read(path)
        review = engine.review(pull, pack)
        found += briefs(review.differential, review.findings, review.facts, short_ids(review), review.today)
    return found


@pytest.mark.parametrize(("name", "most"), [("TRIED", 0.03), ("UNTRIED", 0.35)])
def test_planted_errors_are_caught_and_right_sentences_kept(
    name: str, most: float, demo_briefs: list[Brief], request: pytest.FixtureRequest
) -> None:
    rng = random.Random(MEASURED_SEED)
    phrasings = getattr(planted, name)
    makers = (planted.invented(rng), planted.chosen(demo_briefs, rng))
    wrong = [one for maker in makers for one in planted.wrong_ones(maker, rng, phrasings, EACH)]
    right = [one for maker in makers for one in planted.right_ones(maker, rng, phrasings, EACH)]
    verdicts = [(one.kind, check(one.text, one.brief).support) for one in wrong]
    caught = sum(support is not Support.SUPPORTED for _, support in verdicts)
    rejected = sum(check(one.text, one.brief).support is not Support.SUPPORTED for one in right)
    missed = Counter(kind for kind, support in verdicts if support is Support.SUPPORTED)
    words = Counter(support.value for _, support in verdicts)
    request.config.stash.setdefault(SUMMARY, []).append(
        f"check, {name.lower()} phrasings: {caught} of {len(wrong)} planted errors caught (missed {dict(missed)}), as "
        f"{dict(words)}; {rejected} of {len(right)} right sentences wrongly rejected"
    )
    assert caught >= 0.95 * len(wrong)
    assert rejected <= most * len(right)
