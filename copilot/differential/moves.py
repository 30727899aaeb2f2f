"""How the ranks of a list moved when it was made again from other findings."""

from __future__ import annotations

from collections.abc import Mapping

from copilot.differential.differential import Differential

NEW = 0  # the rank of what the list did not show before


def moves(before: Differential, after: Differential) -> Mapping[str, int]:
    """Return, for every condition that stands elsewhere now, the rank that it had before."""
    had = {h.condition.id: h.rank for h in before.hypotheses}
    now = ((h.condition.id, h.rank, had.get(h.condition.id, NEW)) for h in after.hypotheses)
    return {condition: was for condition, rank, was in now if was != rank}


def move_words(was: int, rank: int) -> str:
    """Return a move in words, "up 2 from 4"; nothing where there is none."""
    if was == rank:
        return ""
    if was == NEW:
        return "new in the list"
    return f"up {was - rank} from {was}" if rank < was else f"down {rank - was} from {was}"


def moved_words(before: Differential, after: Differential, shown: int) -> str:
    """Return for a listener what became of the first of the list."""
    had = {h.condition.id: h.rank for h in before.hypotheses}
    told = [
        f"{h.condition.name} {words}"
        for h in after.hypotheses[:shown]
        if (words := move_words(had.get(h.condition.id, NEW), h.rank))
    ]
    return f"{'; '.join(told)}." if told else f"The first {min(shown, len(after.hypotheses))} keep their ranks."
