"""The real engine, its packs loaded before any window waits for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from copilot.fhir.pull import Pull
from copilot.findings.corrections import Correction
from copilot.knowledge.pack import Pack
from copilot.review import engine
from copilot.review.review import Review
from tests.shipped import the_pack

RUTH = Path(__file__).resolve().parents[2] / "resources" / "demo" / "ruth-lindqvist.json"


class ShippedRooms:
    """Reads and reviews what is opened; every window gets the same packs."""

    def __init__(self) -> None:
        the_pack()

    def load_pack(self) -> Pack:
        """Return the packs."""
        return the_pack()

    def prepare(self, _pack: Pack) -> None:
        """Everything is made."""

    def read(
        self, path: Path, patient: str | None = None, early: Callable[[Pull], None] | None = None
    ) -> tuple[Pull, ...]:
        """Return what lies there."""
        return engine.read(path, patient, early)

    def review(self, pull: Pull, pack: Pack) -> Review:
        """Return the review."""
        return engine.review(pull, pack)

    def rerank(self, reviewed: Review, corrections: Sequence[Correction]) -> Review:
        """Rank again."""
        return engine.rerank(reviewed, corrections)


class DemoRooms(ShippedRooms):
    """Opens the same demo patient, whatever path is asked for."""

    def read(self, path: Path, patient: str | None = None, early: object = None) -> tuple[Pull, ...]:
        """Return the demo patient."""
        return engine.read(RUTH)
