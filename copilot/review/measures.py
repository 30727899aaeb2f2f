"""How often the known answer stood among the first: shares with their intervals."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from copilot.review.review import Review

TOP = (1, 3, 5, 10)
_Z = 1.96  # 95 %


def rank_of(review: Review, answer: str) -> int | None:
    """Return the rank (1-based) of the first hypothesis whose name, synonym, id or code is the answer."""
    wanted = _normal(answer)
    for hypothesis in review.differential.hypotheses:
        condition = hypothesis.condition
        names = (condition.id, condition.name, *condition.synonyms, *condition.icd10)
        if wanted in {_normal(name) for name in names}:
            return hypothesis.rank
    return None


def _normal(name: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", name.casefold()))


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Return the 95 % Wilson interval of hits/n, both 0..1; (0, 1) for no cases."""
    if n == 0:
        return 0.0, 1.0
    share, spread = hits / n, _Z * _Z / n
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * math.sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def measures(ranks: Sequence[int | None]) -> str:
    """Return the measures as lines of text; None stands for a case whose answer was not in the list."""
    n = len(ranks)
    if n == 0:
        return "No case names its answer: nothing to measure."
    lines = [f"{n} cases with a known answer"]
    for top in TOP:
        hits = sum(rank is not None and rank <= top for rank in ranks)
        low, high = wilson(hits, n)
        lines.append(
            f"top-{top:<2} {hits}/{n} = {100 * hits / n:.1f} % (95 % interval {100 * low:.1f}-{100 * high:.1f})"
        )
    return "\n".join(lines)
