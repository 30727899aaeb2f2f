"""`Narrative`: sentences with their citations and the verdict of the check."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Support(StrEnum):
    """What the check found."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"  # shown greyed with its reason, never exported


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


@dataclass(frozen=True, slots=True)
class Narrative:
    """All sentences. `incomplete` says why the text ends early (stopped, crashed), or is empty."""

    model: ModelIdentity
    sentences: tuple[Sentence, ...]
    tokens_per_second: float = 0.0
    incomplete: str = ""
