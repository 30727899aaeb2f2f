"""`SecondReading`: the conditions that a second reader named, merged with the engine's list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from copilot.differential.differential import Hypothesis
from copilot.narrative.agreement import InRuns
from copilot.narrative.asked import Asked
from copilot.narrative.narrative import ModelIdentity


class Origin(StrEnum):
    """Who named a condition that the model named: it alone, or the engine too."""

    MODEL = "model"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A condition that the model named. `hypothesis` is the engine's: in its list (`BOTH`), or scored below it.

    Without one there is no evidence: `rare` is the rare pack's id where that knows the name and found too little
    for it, else the packs do not know the name.
    """

    name: str
    origin: Origin
    agreement: InRuns
    hypothesis: Hypothesis | None = None
    rare: str = ""


@dataclass(frozen=True, slots=True)
class SecondReading:
    """What the model named. The engine's list is not touched: no rank in it changes.

    `asked` is what the model was asked, to be kept and shown to nobody else.
    """

    runs: int
    proposals: tuple[Proposal, ...] = ()
    model: ModelIdentity | None = None
    incomplete: str = ""
    unable: str = ""
    asked: tuple[Asked, ...] = ()

    @property
    def in_list(self) -> Mapping[str, Proposal]:
        """Return those that stand in the engine's list, by condition id."""
        return {p.hypothesis.condition.id: p for p in self.proposals if p.hypothesis and p.origin is Origin.BOTH}

    @property
    def below(self) -> tuple[Proposal, ...]:
        """Return those that the packs know and the list does not show, by the engine's score."""
        return tuple(p for p in self.proposals if p.hypothesis is not None and p.origin is Origin.MODEL)

    @property
    def unknown(self) -> tuple[Proposal, ...]:
        """Return those named by the model only: no evidence."""
        return tuple(p for p in self.proposals if p.hypothesis is None)
