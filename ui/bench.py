"""`chartside bench`: what the chart, the model's process and a pull cost, and how long the window stalls."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

from copilot.errors import KnownError
from ui.bench_model import kept

TARGET = 0.050
OWN = Path("-")  # the model of random weights
READ_SECONDS, WRITE_SECONDS = 60.0, 90.0


@dataclass(frozen=True, slots=True)
class Stall:
    """The longest time, in seconds, during which the window could not have answered a click."""

    opening: float
    tabs: float
    writing: float | None
    seconds_to_differential: float


def stall(path: Path, model: Path | None = None) -> Stall:
    """Open the real window on a path, off screen, and return the longest stalls of its event loop."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import qInstallMessageHandler

    from ui.application import make_application, make_window
    from ui.chart.view import TABS
    from ui.heartbeat import Heartbeat
    from ui.picture import quiet, wait, wait_until

    qInstallMessageHandler(quiet)
    make_application()
    window = make_window(model, with_model=model is not None)
    window.show()
    window.start()
    wait(window, READ_SECONDS)  # the packs are loaded, the window is painted: a person is about to open a chart
    heartbeat = Heartbeat()
    try:
        start = perf_counter()
        window.open(path)
        wait_until(lambda: window.shows_differential, READ_SECONDS)
        reached = perf_counter() - start
        if not window.shows_differential:
            raise KnownError("The window could not open this chart.", where=str(path), remedy="Try `chartside review`.")
        opening = heartbeat.take()
        for tab in TABS:
            window.chart.show_tab(tab)
            wait_until(lambda: not window.differential.busy, 0.2)
        tabs = heartbeat.take()
        wait(window, WRITE_SECONDS)
        writing = heartbeat.take() if model is not None else None
    finally:
        heartbeat.stop()
        window.close()
        window.deleteLater()
    return Stall(opening, tabs, writing, reached)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure everything in one run and print it."""
    parser = argparse.ArgumentParser(prog="chartside bench", description="Ratios and stalls, measured in one run.")
    parser.add_argument(
        "path", nargs="?", type=Path, help="a chart to open (default: one of 2,000 resources, made here)"
    )
    parser.add_argument(
        "--model",
        nargs="?",
        type=Path,
        const=OWN,
        metavar="GGUF",
        help="measure models, and only that: the starter, and this one or (590 MB, kept) one of random weights",
    )
    parser.add_argument("--remove-model", action="store_true", help="delete the model of random weights, and no more")
    parser.add_argument("--no-model", action="store_true", help="leave the model out")
    parser.add_argument("--large", action="store_true", help="measure a chart of 50,000 observations, and only that")
    parser.add_argument("--pull", action="store_true", help="measure pulling from a server, and only that")
    parser.add_argument(
        "--store", action="store_true", help="measure what is kept encrypted against plain, and only that"
    )
    parser.add_argument("--window-only", action="store_true", help="measure the window's stalls only")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    options = parser.parse_args(argv)
    if options.remove_model:
        from copilot.model.bench_model import remove

        print(f"removed: {remove()}")
        return 0
    measured = _measured(options)
    print(json.dumps(measured) if options.json else _words(measured))
    return 0


def _measured(options: argparse.Namespace) -> dict[str, object]:
    """Return what was asked for."""
    if options.large:
        return _years(options.path)
    if options.store:
        return _store()
    return _pull() if options.pull else _models(options) if options.model else _all(options)


def _years(path: Path | None) -> dict[str, object]:
    """Return what the window does with the largest of charts."""
    from copilot.review.bench_years import write_bundle
    from ui.bench_large import large

    print("opening 50,000 observations ...", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        made = path or Path(folder) / "years.json"
        if path is None:
            write_bundle(made)
        return {"large": asdict(large(made))}


def _all(options: argparse.Namespace) -> dict[str, object]:
    """Return what the chart, the model's process and the window cost."""
    from copilot.model.catalogue import starter

    model = None if options.no_model else starter()
    measured: dict[str, object] = {} if options.window_only else _chart() | _model(model)
    with tempfile.TemporaryDirectory() as folder:
        measured["window"] = asdict(stall(options.path or _large(Path(folder)), model))
    return measured


def _pull() -> dict[str, object]:
    """Return what pulling a long chart costs, one request after another and four in flight."""
    from copilot.review.bench_pull import measure_pull

    print("pulling 20,000 resources from a server of 20 ms a request ...", file=sys.stderr)
    return {"pull": asdict(measure_pull())}


def _store() -> dict[str, object]:
    """Return what keeping costs on the encrypted store, beside plain SQLite."""
    from copilot.review.bench_store import measure_store

    print("keeping reviews and noting events ...", file=sys.stderr)
    return {"store": asdict(measure_store())}


def _large(folder: Path) -> Path:
    """Write the invented large chart."""
    from copilot.review.bench import large_chart

    path = folder / "large.json"
    path.write_text(json.dumps(large_chart()), encoding="utf-8")
    return path


def _chart() -> dict[str, object]:
    """Return what reading a large chart costs."""
    from copilot.review.bench import measure_chart

    print("measuring the chart ...", file=sys.stderr)
    return {"chart": asdict(measure_chart())}


def _model(model: Path | None) -> dict[str, object]:
    """Return what the model's own process costs in speed."""
    if model is None:
        return {}
    from copilot.model.bench import measure

    print("measuring the model ...", file=sys.stderr)
    return {"model": asdict(measure(model))}


def _models(options: argparse.Namespace) -> dict[str, object]:
    """Return all that is promised of models."""
    from ui.bench_model import measure
    from ui.picker.demo import paths

    return measure(options.path or paths()[0], None if options.model == OWN else options.model)


def _words(measured: dict[str, object]) -> str:
    """Return the measures as lines for a person."""
    lines = []
    for part, values in measured.items():
        for name, value in values.items() if isinstance(values, dict) else ():
            shown = f"{value:.4g}" if isinstance(value, float) else str(value)
            lines.append(f"{part:8} {name.replace('_', ' '):26} {shown:10} {kept(name, value)}".rstrip())
    if "window" in measured:
        lines.append(f"target   longest stall              {TARGET:g} s")
    return "\n".join(lines)
