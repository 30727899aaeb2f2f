"""What a model costs here: the process boundary, the first and the second question, and a stop while it reads."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from copilot.model.client import ModelClient
from copilot.model.memory import gigabytes
from copilot.model.process import SPINS
from copilot.model.protocol import Done, Generate, Load, Part
from copilot.model.resident import resident

if TYPE_CHECKING:
    from copilot.model.engine import Engine

# A grammar that never ends, so that both sides do the same number of steps.
GRAMMAR = "root ::= [a-z ] root"
QUESTIONS = ("Since when, and how bad?", "And what was done about it?", "Is that new?")
CHART, LONG, ANSWER = 1500, 4000, 8  # tokens
ROOM = 400  # tokens of context for a question and its answer


@dataclass(frozen=True, slots=True)
class Work:
    """How often the same work is done through the worker and in this process, and how many tokens each time.

    Many short rounds, so that some of them are not disturbed by whatever else the machine does.
    """

    rounds: int = 50
    tokens: int = 80


SMALL, LARGE = Work(), Work(rounds=8, tokens=24)


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """The figures of one model; seconds are those a person waits, tokens per second the engine's own clock."""

    tokens_per_second: float
    in_process: float
    ratio: float
    chart_tokens: int
    first_seconds: float
    second_seconds: float
    second_share: float
    back_share: float
    stop_tokens: int
    stop_seconds: float | None
    memory_estimated: str
    memory_measured: str
    settings: str


def measure(model: Path, work: Work = SMALL) -> ModelFigures:
    """Measure one model; the best of alternating runs, because other programs only ever slow a run down."""
    os.environ.update(SPINS)  # the same for llama.cpp here as in the worker
    from copilot.model.engine import Engine

    client = ModelClient()
    try:
        loaded = client.load(model)
        assert loaded.settings is not None
        threads, context = loaded.runs.threads, loaded.runs.context
        engine = Engine(Load(str(model), context=context, threads=threads, gpu_layers=-1))
        try:
            worker, inside = _speeds(client, engine, work)
            chart, long = (_text(engine, min(count, context - ROOM), "x") for count in (CHART, LONG))
            other = _text(engine, min(CHART, context - ROOM), "other")
        finally:
            engine.close()
        first, tokens = _first_piece(client, chart, "How long?")
        second = min(_first_piece(client, chart, question)[0] for question in QUESTIONS)
        first = min(first, _first_piece(client, other, "How long?")[0])
        back, _ = _first_piece(client, chart, "What else?")
        stops = [seconds for pieces in (1, 2) if (seconds := _stop(client, long, pieces)) is not None]
        held = resident(client.pid or 0, loaded.info.weights)
        return ModelFigures(
            tokens_per_second=worker,
            in_process=inside,
            ratio=worker / inside,
            chart_tokens=tokens,
            first_seconds=first,
            second_seconds=second,
            second_share=second / first,
            back_share=back / first,
            stop_tokens=min(LONG, context - ROOM),
            stop_seconds=max(stops, default=None),
            memory_estimated=gigabytes(loaded.settings.need.whole),
            memory_measured=gigabytes(held) if held else "not known here",
            settings=str(loaded.settings),
        )
    finally:
        client.close()


def _speeds(client: ModelClient, engine: Engine, work: Work) -> tuple[float, float]:
    """Return tokens per second through the worker and in this process."""
    parts = (Part("condition: bench\n"),)
    worker, inside = [], []
    for number in range(work.rounds + 1):
        for _ in client.generate(parts, GRAMMAR, work.tokens):
            pass
        last = client.last
        pieces = engine.generate(Generate(1, parts, GRAMMAR, work.tokens), lambda: False)
        done = next(piece for piece in pieces if isinstance(piece, Done))
        if number and last is not None:  # the first round warms both up
            worker.append(last.tokens / last.seconds)
            inside.append(done.tokens / done.seconds)
    return max(worker), max(inside)


def _text(engine: Engine, tokens: int, word: str) -> str:
    """Return invented lines that take about so many tokens."""
    text, count = [f"{word} begins here\n"], 0
    while count < tokens:
        text.append(f"[F{len(text)}] line {len(text)} of {word}: value {len(text) * 37 % 101} of 100, as measured\n")
        count += len(engine.tokens((Part(text[-1]),)))
    return "".join(text[:-1])


def _first_piece(client: ModelClient, chart: str, question: str) -> tuple[float, int]:
    """Return the seconds until the answer begins, and how long the prompt was."""
    begun, first = time.perf_counter(), 0.0
    for _ in client.generate((Part(chart), Part(question)), GRAMMAR, ANSWER):
        first = first or time.perf_counter() - begun
    assert client.last is not None
    return first, client.last.prompt_tokens


def _stop(client: ModelClient, text: str, pieces: int) -> float | None:
    """Return the seconds from a stop after some pieces of the prompt to the end of the work.

    None where all was read before it was reported: there was nothing to stop.
    """
    heard = stopped = 0.0

    def reading(_read: int, _tokens: int) -> None:
        nonlocal heard, stopped
        heard += 1
        if heard == pieces:
            stopped = time.perf_counter()
            client.stop()

    # Another beginning each time, so that nothing of it was read before.
    for _ in client.generate((Part(f"{pieces} stops: "), Part(text)), GRAMMAR, ANSWER, reading=reading):
        pass
    return time.perf_counter() - stopped if stopped else None
