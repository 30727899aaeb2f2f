"""Context, batch, threads and memory for a model on this machine: chosen here, shown to the person."""

from __future__ import annotations

from dataclasses import dataclass, replace

from copilot.model.gguf_file import GgufInfo
from copilot.model.machine import Machine
from copilot.model.memory import Need, need, refuse_if_too_large

WANTED, LEAST = 8192, 2048  # tokens of context: a long chart's facts with a question; a brief with its answer
BATCH = 512
SMALL = 64 << 20
MOST_STATES = 1 << 30
SHARE_OF_FREE = 0.9  # what else is open goes on living
SHARE_FOR_STATES = 0.25  # of what is left over, for charts read before


@dataclass(frozen=True, slots=True)
class Settings:
    """How a model is run. `trained` is the context it was made for, 0 where its file does not say."""

    context: int
    trained: int
    batch: int
    threads: int
    gpu_layers: int
    states: int
    need: Need

    def __str__(self) -> str:
        """Return it in a line."""
        of = f" of {self.trained:,}" if self.trained > self.context else ""
        threads = "1 thread" if self.threads == 1 else f"{self.threads} threads"
        return f"context {self.context:,}{of} · batch {self.batch} · {threads} · needs about {self.need}"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What whoever starts the model sets; 0 leaves the choice to `choose`, as does -1 for GPU layers."""

    context: int = 0
    batch: int = 0
    threads: int = 0
    gpu_layers: int = -1


NO_WISHES = Wishes()


def choose(info: GgufInfo, machine: Machine, wishes: Wishes = NO_WISHES) -> Settings:
    """Return settings that fit this machine; a `ModelError` says what is missing where none do.

    A context that was asked for is used or refused, never cut down in silence.
    """
    batch = wishes.batch or BATCH
    free = int(machine.free * SHARE_OF_FREE)
    context = _within(info, wishes.context or WANTED)
    while not wishes.context and context > LEAST and need(info, context, batch, 0).whole > free:
        context = max(context // 2, LEAST)
    wanted = need(info, context, batch, 0)
    refuse_if_too_large(info, wanted, free, context)
    states = min(MOST_STATES, int((free - wanted.whole) * SHARE_FOR_STATES))
    return Settings(
        context=context,
        trained=info.context,
        batch=min(batch, context),
        threads=wishes.threads or threads_for(info, machine),
        gpu_layers=wishes.gpu_layers,
        states=states,
        need=replace(wanted, states=states),
    )


def threads_for(info: GgufInfo, machine: Machine) -> int:
    """Return how many threads help: a small model spends more time on waiting for a second than it saves.

    On a machine that does other work besides, that waiting made a 5 MB model ten times slower.
    """
    return 1 if info.size < SMALL else machine.cores


def _within(info: GgufInfo, context: int) -> int:
    """Return the context, or what the model was trained on where that is less."""
    return min(context, info.context) if info.context > 0 else context
