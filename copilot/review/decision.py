"""What the clinician decides: accepted, set aside, worded otherwise, added; the engine's view stands beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from copilot.differential.differential import Hypothesis

if TYPE_CHECKING:  # types decisions only where they are stored
    from pydantic import TypeAdapter

SCHEMA = "chartside.decisions/1"
OWN, RARE = "own:", "own-rare:"
NO_EVIDENCE = "not in the knowledge packs: no evidence can be shown"
ONLY_RARE = "known to the rare pack, too little here to score"
_NO_EVIDENCE = {OWN: NO_EVIDENCE, RARE: ONLY_RARE}


class Verdict(StrEnum):
    """What became of a condition."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    ADDED = "added"  # the clinician's own, which the list does not show


class Reason(StrEnum):
    """Why a condition was rejected; none has to be given."""

    EXCLUDED = "already-excluded"
    COURSE = "does-not-fit-course"
    EXPLAINED = "explained-otherwise"
    UNLIKELY = "too-unlikely-here"
    OTHER = "other"

    @property
    def words(self) -> str:
        """Return the reason in words."""
        return _WORDS[self]


_WORDS = {
    Reason.EXCLUDED: "already excluded",
    Reason.COURSE: "does not fit the course",
    Reason.EXPLAINED: "explained otherwise",
    Reason.UNLIKELY: "too unlikely here",
    Reason.OTHER: "another reason",
}


@dataclass(frozen=True, slots=True)
class EngineView:
    """What the engine said of a condition when it was decided on; `rank` is 0 below the list."""

    rank: int
    likelihood: str
    supporting: int
    opposing: int
    unknown: int
    pack: str

    @classmethod
    def of(cls, hypothesis: Hypothesis, pack: str) -> EngineView:
        """Return the view of a hypothesis; `pack` is the version of the packs in force."""
        h = hypothesis
        return cls(h.rank, h.likelihood.value, len(h.supporting), len(h.opposing), len(h.unknown), pack)

    @property
    def words(self) -> str:
        """Return it in words."""
        return f"engine: {self.said}"

    def words_beside(self, now: EngineView | None) -> str:
        """Return it in words, and what the engine says `now` where that is something else."""
        if now is None:
            return f"{self.words}, when decided; not listed now"
        return self.words if now.said == self.said else f"{self.words}, when decided; now {now.said}"

    @property
    def said(self) -> str:
        """Return place, band and counts."""
        place = f"number {self.rank}" if self.rank else "below the list"
        return f"{place}, {self.likelihood}, {self.supporting} for, {self.opposing} against"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. `condition` is an id of the packs, or `own:` and the words where these know no such condition.

    `wording` is how the clinician puts it, where that differs from `name`; `reason` and `remark` say why it was
    rejected, if they wish to say. `engine` is None for what the engine has not scored.
    """

    condition: str
    name: str
    verdict: Verdict
    wording: str = ""
    reason: Reason | None = None
    remark: str = ""
    engine: EngineView | None = None

    @property
    def kept(self) -> bool:
        """Return whether it belongs to the clinician's own list."""
        return self.verdict is not Verdict.REJECTED

    @property
    def no_evidence(self) -> str:
        """Return why the engine has no evidence for it at all, empty where it has."""
        return next((why for prefix, why in _NO_EVIDENCE.items() if self.condition.startswith(prefix)), "")

    @property
    def shown(self) -> str:
        """Return the name as the clinician wants it."""
        return self.wording or self.name

    @property
    def why(self) -> str:
        """Return the reason and the words beside it; empty where neither was given."""
        return ": ".join(part for part in (self.reason.words if self.reason else "", self.remark) if part)


@dataclass(frozen=True)
class Decisions:
    """All decisions about one patient in the order in which they were made; what is not in it is undecided."""

    made: tuple[Decision, ...] = ()

    def __iter__(self) -> Iterator[Decision]:
        return iter(self.made)

    def __bool__(self) -> bool:
        return bool(self.made)

    @cached_property
    def by_condition(self) -> Mapping[str, Decision]:
        """Return the decisions by condition."""
        return {decision.condition: decision for decision in self.made}

    @property
    def kept(self) -> tuple[Decision, ...]:
        """Return what was accepted or added."""
        return tuple(decision for decision in self.made if decision.kept)

    @property
    def rejected(self) -> tuple[Decision, ...]:
        """Return what was rejected."""
        return tuple(decision for decision in self.made if not decision.kept)

    def deciding(self, decision: Decision) -> Decisions:
        """Return these with one more, or with another one about the same condition in its place."""
        if decision.condition not in self.by_condition:
            return Decisions((*self.made, decision))
        return Decisions(tuple(decision if one.condition == decision.condition else one for one in self.made))

    def without(self, condition: str) -> Decisions:
        """Return these with one taken back: the condition is undecided again."""
        return Decisions(tuple(one for one in self.made if one.condition != condition))

    def worded(self, condition: str, wording: str) -> Decisions:
        """Return these with one put in other words; empty words, or its own name, take them back."""
        found = self.by_condition.get(condition)
        if found is None:
            return self
        return self.deciding(replace(found, wording="" if wording == found.name else wording))


def accepted(hypothesis: Hypothesis, pack: str) -> Decision:
    """Return that a hypothesis is accepted."""
    condition = hypothesis.condition
    return Decision(condition.id, condition.name, Verdict.ACCEPTED, engine=EngineView.of(hypothesis, pack))


def rejected(hypothesis: Hypothesis, pack: str, reason: Reason | None = None, remark: str = "") -> Decision:
    """Return that a hypothesis is rejected, for a reason or without one."""
    condition, view = hypothesis.condition, EngineView.of(hypothesis, pack)
    return Decision(condition.id, condition.name, Verdict.REJECTED, reason=reason, remark=remark, engine=view)


def own(name: str, condition: str = "", engine: EngineView | None = None, *, rare: bool = False) -> Decision:
    """Return one that the clinician adds; `condition` is its id, and `engine` its view, where the packs know it.

    `rare` is one that only the rare pack names, and for which nothing in the chart speaks enough.
    """
    identifier = condition or f"{RARE if rare else OWN}{name.casefold()}"
    return Decision(identifier, name, Verdict.ADDED, engine=engine)


def decisions_as_json(decisions: Decisions) -> dict[str, Any]:
    """Return decisions as plain JSON values."""
    return {"schema": SCHEMA, "decisions": _types().dump_python(decisions.made, mode="json")}


def decisions_from_json(stored: Mapping[str, Any]) -> Decisions:
    """Return what `decisions_as_json` gave; raises `ValueError` for anything else."""
    if stored.get("schema") != SCHEMA:
        raise ValueError("these are no decisions, or of another version")
    return Decisions(_types().validate_python(stored.get("decisions"), strict=False))


@cache
def _types() -> TypeAdapter[tuple[Decision, ...]]:
    from pydantic import TypeAdapter

    return TypeAdapter(tuple[Decision, ...])
