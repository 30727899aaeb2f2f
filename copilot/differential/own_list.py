"""The clinician's own list against the engine's: what both name, what one names, what is dangerous and on neither."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from copilot.differential.differential import Differential, Hypothesis
from copilot.differential.proposed import scored
from copilot.differential.rank import ENOUGH_EVIDENCE
from copilot.differential.scores import Scores, order
from copilot.findings.finding import Findings
from copilot.knowledge.pack import Condition, Pack

SHOWN = 7  # as many as the list shows at first
NEITHER_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """One condition that the clinician thinks of; `condition` is empty where the packs have none by this name.

    `rare` is one that only the rare pack names.
    """

    name: str
    condition: str = ""
    rare: bool = False


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Both lists side by side. `own` are scored by the evidence of this chart, as whatever else somebody proposes.

    `engine` are the first of the engine's list and its can't-miss group, where the clinician does not name them;
    `neither` are dangerous conditions for which something in the chart speaks, and which neither names.
    """

    both: tuple[Hypothesis, ...]
    own: tuple[Hypothesis, ...]
    unscored: tuple[Candidate, ...]
    engine: tuple[Hypothesis, ...]
    neither: tuple[Condition, ...]


def reckon(own: Iterable[Candidate], differential: Differential, findings: Findings, pack: Pack) -> Reckoning:
    """Return the clinician's list against the engine's."""
    candidates = tuple(own)
    named = dict.fromkeys(one.condition for one in candidates if one.condition)
    listed = differential.by_id
    first = [h for h in differential.hypotheses if h.rank <= SHOWN or h.condition.id in differential.cant_miss]
    shown = {h.condition.id for h in first}
    both = tuple(h for h in first if h.condition.id in named)
    below = [h for h in differential.hypotheses if h.condition.id in named and h.condition.id not in shown]
    elsewhere = scored((one for one in named if one in pack.conditions and one not in listed), findings, pack)
    engine = tuple(h for h in first if h.condition.id not in named)
    return Reckoning(
        both=both,
        own=(*below, *elsewhere),
        unscored=tuple(
            replace(one, rare=pack.is_rare(one.name))
            for one in candidates
            if one.condition not in {*listed, *pack.conditions}
        ),
        engine=engine,
        neither=_dangers({*named, *shown}, findings, pack),
    )


def _dangers(considered: set[str], findings: Findings, pack: Pack) -> tuple[Condition, ...]:
    """Return dangerous conditions that nobody named, those that the chart supports most first."""
    scores = Scores(findings, pack)
    dangerous = (c.id for c in pack.conditions.values() if c.cant_miss and c.id not in considered)
    supported = (one for one in map(scores.of, dangerous) if one.support >= ENOUGH_EVIDENCE)
    return tuple(one.condition for one in sorted(supported, key=order)[:NEITHER_SHOWN])
