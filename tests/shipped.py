"""What is shipped and never changes, made once for all tests of a process: the packs, the demo patients' reviews."""

from __future__ import annotations

import gc
from functools import cache
from pathlib import Path

from copilot import places
from copilot.knowledge.pack import Pack
from copilot.review import engine
from copilot.review.review import Review

DEMO = tuple(sorted((places.resources() / "demo").glob("*.json")))


@cache
def the_pack() -> Pack:
    """Return the packs, with every index that a first review makes."""
    pack = engine.load_pack()
    engine.prepare(pack)
    gc.freeze()  # as the packs themselves: no look for garbage need go through their indices
    return pack


@cache
def demo_review(path: Path) -> Review:
    """Return the review of a demo patient."""
    (pull,) = engine.read(path)
    return engine.review(pull, the_pack())
