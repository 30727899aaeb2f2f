"""How much of a model's speed the process boundary costs: alternating runs of the same work."""

from __future__ import annotations

import os
from pathlib import Path

from copilot.model.client import ModelClient
from copilot.model.protocol import Done, Generate, Load, Part

TOKENS = 240
ROUNDS = 5
# A grammar that never ends, so that both sides do the same number of steps.
GRAMMAR = "root ::= [a-z ] root"


def tokens_per_second_ratio(model: Path, *, threads: int | None = None) -> tuple[float, float]:
    """Return tokens per second through the worker and in this process: the best of alternating runs.

    The best, because other programs only ever slow a run down.

    Both sides take their time from the engine's own clock around the same loop, so the ratio is what
    messages, batching and the listening thread cost.
    """
    from copilot.model.engine import Engine

    threads = threads or max(1, os.cpu_count() or 1)
    context = 512
    client = ModelClient(context=context, threads=threads)
    engine = Engine(Load(str(model), context=context, threads=threads))
    parts = (Part("condition: bench\n"),)
    worker, inside = [], []
    try:
        client.load(model)
        for number in range(ROUNDS + 1):
            for _ in client.generate(parts, GRAMMAR, TOKENS):
                pass
            last = client.last
            done = next(
                piece
                for piece in engine.generate(Generate(1, parts, GRAMMAR, TOKENS), lambda: False)
                if isinstance(piece, Done)
            )
            if number and last is not None:  # the first round warms both up
                worker.append(last.tokens / last.seconds)
                inside.append(done.tokens / done.seconds)
    finally:
        client.close()
        engine.close()
    return max(worker), max(inside)
