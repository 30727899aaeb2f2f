"""How much memory a process holds, and whether loading a model again and again makes it grow."""

from __future__ import annotations

import contextlib
import gc
import os
import re
import statistics
from dataclasses import dataclass
from pathlib import Path

from copilot.model.client import ModelClient
from copilot.model.conversation import Conversation, StopSign
from copilot.model.process import worker_command
from copilot.model.protocol import Load, Part
from copilot.model.runner import unheard

LOADS, EACH_END = 50, 5


@dataclass(frozen=True, slots=True)
class Growth:
    """By which share memory grew over many loads: in one worker, and in the program that starts workers."""

    loads: int
    in_worker: float
    in_program: float


def resident(pid: int, weights: int = 0) -> int:
    """Return how many bytes a process holds, or 0 where the system does not tell.

    Of pages that only mirror the model's file, the system can take back as many as the weights: llama.cpp has
    rearranged them elsewhere.
    """
    with contextlib.suppress(OSError):
        text = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
        held = {name: int(size) * 1024 for name, size in re.findall(r"^(Rss\w+):\s+(\d+) kB$", text, re.MULTILINE)}
        own = held.get("RssAnon", 0) + held.get("RssShmem", 0)
        return own + max(held.get("RssFile", 0) - (weights if own > weights else 0), 0)
    return 0


def growth(model: Path, loads: int = LOADS) -> Growth:
    """Load and unload a model many times, and compare the memory at the end with that after the first few times."""
    return Growth(loads, _grown(_in_worker(model, loads)), _grown(_in_program(model, loads)))


def _grown(sizes: list[int]) -> float:
    """Return by which share a size grew; the first times fill caches and are not counted."""
    early = sizes[EACH_END : 2 * EACH_END] or sizes[:1]
    return statistics.median(sizes[-EACH_END:]) / max(statistics.median(early), 1) - 1


def _in_worker(model: Path, loads: int) -> list[int]:
    """Return what one worker holds after each load in place of the one before."""
    talk = Conversation(worker_command(), StopSign())
    sizes = []
    try:
        for _ in range(loads):
            talk.load(Load(str(model), context=1024, threads=1), unheard)
            sizes.append(resident(talk.pid or 0))
    finally:
        talk.close()
    return sizes


def _in_program(model: Path, loads: int) -> list[int]:
    """Return what this process holds after each worker that came, answered and left."""
    sizes = []
    for _ in range(loads):
        client = ModelClient(context=1024)
        try:
            client.load(model)
            list(client.generate((Part("hello"),), max_tokens=2))
        finally:
            client.close()
        gc.collect()
        sizes.append(resident(os.getpid()))
    return sizes
