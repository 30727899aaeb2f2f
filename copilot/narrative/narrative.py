"""`Narrative`: sentences with their citations and the verdict of the check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from copilot.narrative.asked import Asked


class Support(StrEnum):
    """What the check found. Only what is supported is copied or exported; the rest is shown with its reason."""

    SUPPORTED = "supported"
    PARTLY = "partly"  # what it cites says so, and the sentence says more or leaves out what matters
    NOT_FOUND = "not_found"  # what it cites says nothing of the kind, or it cites nothing that is there
    CONTRADICTED = "contradicted"  # what it cites says otherwise

    @property
    def words(self) -> str:
        """Return the verdict in words for the clinician."""
        return _WORDS[self]

    @classmethod
    def _missing_(cls, value: object) -> Support | None:
        """Understand the word that stood for everything but "supported" before there were four."""
        return cls.NOT_FOUND if value == "unsupported" else None


_WORDS = {
    Support.SUPPORTED: "supported",
    Support.PARTLY: "only partly supported",
    Support.NOT_FOUND: "not found in what it cites",
    Support.CONTRADICTED: "contradicted by what it cites",
}
_GRAVITY = (Support.SUPPORTED, Support.PARTLY, Support.NOT_FOUND, Support.CONTRADICTED)


class Fault(NamedTuple):
    """One thing that is wrong with a sentence, and why, in words for the clinician."""

    support: Support
    reason: str


def gravest(faults: Iterable[Fault]) -> Fault:
    """Return the gravest fault, the first of equals; a sentence without faults is supported."""
    return max(faults, key=lambda fault: _GRAVITY.index(fault.support), default=Fault(Support.SUPPORTED, ""))


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence about one hypothesis (`condition`), its citations resolved to ids, and the verdict."""

    text: str
    condition: str
    facts: tuple[str, ...]
    references: tuple[str, ...]
    support: Support
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which model spoke, for the screen and the record."""

    name: str
    file: str
    sha256: str
    architecture: str
    quantization: str
    context: int
    device: str
    build: str
    destination: str = ""  # the server that the prompts went to, empty where none left this machine


@dataclass(frozen=True, slots=True)
class Narrative:
    """All sentences. `incomplete` says why the text ends early (stopped, crashed), or is empty; `asked` is what the
    model was asked, to be kept and shown to nobody else: it holds lines of the chart.
    """

    model: ModelIdentity
    sentences: tuple[Sentence, ...]
    tokens_per_second: float = 0.0
    incomplete: str = ""
    asked: tuple[Asked, ...] = ()
