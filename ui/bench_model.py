"""`chartside bench --model`: the starter and a model of a billion weights made here, against what is promised."""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from copilot.errors import KnownError

STREAM_SECONDS, FIRST_WORD_SECONDS, OPEN_SECONDS = 20.0, 300.0, 60.0
# What every figure is measured against: at least, or at most.
PROMISED: Mapping[str, tuple[str, float]] = {
    "ratio": (">=", 0.95),
    "second_share": ("<=", 0.2),
    "back_share": ("<=", 0.2),
    "stop_seconds": ("<=", 1.0),
    "stall_median": ("<=", 0.016),
    "stall_worst": ("<=", 0.050),
    "in_worker": ("<=", 0.05),
    "in_program": ("<=", 0.05),
    **dict.fromkeys(("opening", "tabs", "scrolling", "filtering", "searching", "selecting", "closing"), ("<=", 0.050)),
    "first_after_reading": ("<=", 1.0),
    "reranking": ("<=", 0.1),
    "megabytes": ("<=", 700.0),
    "times_as_fast": (">=", 2.5),
    "review_ratio": ("<=", 1.5),
    "large_review_ratio": ("<=", 1.5),
    "audit_event": ("<=", 0.001),
}


@dataclass(frozen=True, slots=True)
class Streaming:
    """The window's stalls while words come in: the longest gap for every batch of them, in seconds."""

    stall_median: float
    stall_worst: float
    batches: int


def measure(chart: Path, model: Path | None = None) -> dict[str, Any]:
    """Return all figures; `model` takes the place of the one that is made here."""
    from copilot.model import bench
    from copilot.model.bench_model import bench_model
    from copilot.model.catalogue import starter
    from copilot.model.resident import growth

    small = starter()
    large = model or bench_model()
    models = [(small, "starter", bench.SMALL)] if small else []
    measured: dict[str, Any] = {}
    for path, name, work in (*models, (large, "billion" if model is None else "model", bench.LARGE)):
        _tell(f"{name}: speed, questions, a stop")
        figures = asdict(bench.measure(path, work))
        _tell(f"{name}: the window while it writes")
        measured[name] = figures | asdict(streaming(chart, path))
    _tell("50 loads and unloads")
    measured["loads"] = asdict(growth(small or large))
    return measured


def kept(name: str, value: object) -> str:
    """Return what was promised for a figure and whether it is kept, or nothing."""
    if name not in PROMISED or not isinstance(value, float):
        return ""
    sign, bound = PROMISED[name]
    good = value >= bound if sign == ">=" else value <= bound
    return f"{sign} {bound:g}  {'kept' if good else 'NOT KEPT'}"


def streaming(chart: Path, model: Path) -> Streaming:
    """Open the real window on a chart, off screen, and watch it from the model's first word on for a while."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import qInstallMessageHandler

    from copilot.model.worker import BATCH_SECONDS
    from ui.application import make_application, make_window
    from ui.heartbeat import Heartbeat
    from ui.picture import quiet, wait, wait_until

    qInstallMessageHandler(quiet)
    make_application()
    window = make_window(model)
    window.show()
    window.start()
    wait(window, OPEN_SECONDS)
    heartbeat = Heartbeat(BATCH_SECONDS)
    try:
        window.open(chart)
        wait_until(lambda: window.shows_differential, OPEN_SECONDS)
        wait_until(lambda: _has_begun(window), FIRST_WORD_SECONDS)
        if not _has_begun(window):
            raise KnownError("The model wrote nothing.", where=str(model), remedy="Try `chartside review --model`.")
        heartbeat.take()
        wait_until(lambda: not window.writing.busy, STREAM_SECONDS)
        stalls = heartbeat.turns()
        worst = heartbeat.take()
    finally:
        heartbeat.stop()
        window.close()
        window.deleteLater()
    return Streaming(statistics.median(stalls), worst, len(stalls))


def _has_begun(window: Any) -> bool:
    """Return whether any of the model's words are on the screen, or it is done already."""
    return not window.narrative.text.document().isEmpty() or window.narrative.narrative is not None


def _tell(words: str) -> None:
    """Say what is being done."""
    print(words, "...", file=sys.stderr, flush=True)
