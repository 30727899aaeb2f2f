"""Score conditions that somebody else proposes by the engine's own evidence; the ranked list stays as it is."""

from __future__ import annotations

from collections.abc import Iterable

from copilot.differential.differential import Hypothesis, Likelihood
from copilot.differential.scores import Scores, order
from copilot.findings.finding import Findings
from copilot.knowledge.pack import Pack

BELOW = 0  # the rank of what stands below the list


def scored(identifiers: Iterable[str], findings: Findings, pack: Pack) -> tuple[Hypothesis, ...]:
    """Return conditions of the common pack with the evidence of this chart, the best first.

    They did not come into the list by their evidence, so their band is weak, whoever proposed them.
    """
    wanted = tuple(dict.fromkeys(identifiers))
    if not wanted:
        return ()
    scores = Scores(findings, pack)
    made = sorted((scores.of(identifier) for identifier in wanted), key=order)
    hypotheses = []
    for one in made:
        detail = one.lines()
        hypotheses.append(
            Hypothesis(
                rank=BELOW,
                condition=one.condition,
                score=one.score,
                likelihood=Likelihood.WEAK,
                supporting=tuple(line for line in detail.known if line.weight > 0),
                opposing=tuple(line for line in detail.known if line.weight < 0),
                unknown=detail.unknown,
                paused=detail.paused,
                already_known=one.named_by,
                parts=one.parts,
            )
        )
    return tuple(hypotheses)
