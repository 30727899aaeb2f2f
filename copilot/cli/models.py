"""`chartside models list`: the models that this installation can run."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from copilot.errors import ModelError
from copilot.model.catalogue import Entry, models
from copilot.model.gguf_file import GgufInfo
from copilot.model.machine import this_machine
from copilot.model.settings import choose


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("action", choices=("list",), help="list: bundled models, and the files or folders given")
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="GGUF files, or folders of them")
    parser.add_argument("--json", action="store_true", help="one JSON object a model")


def run(options: argparse.Namespace) -> int:
    """Print every model; one that cannot be used is listed with its reason."""
    entries = models(options.paths)
    for entry in entries:
        print(json.dumps(_as_json(entry)) if options.json else _as_text(entry))
    if not entries and not options.json:
        print("No models: put a GGUF file into resources/models, or name one.")
    return 0


def _as_json(entry: Entry) -> dict[str, Any]:
    info = entry.info
    about: dict[str, Any] = {"path": str(entry.path), "bundled": entry.bundled, "problem": entry.problem or None}
    if info is not None:
        about |= {
            "name": info.name,
            "architecture": info.architecture,
            "quantization": info.quantization,
            "context": info.context,
            "licence": info.licence or None,
            "bytes": info.size,
            "runs": _runs(info),
        }
    return about


def _as_text(entry: Entry) -> str:
    if entry.info is None:
        return f"{entry.path}: cannot be used: {entry.problem}"
    info = entry.info
    origin = "bundled" if entry.bundled else str(entry.path)
    size = f"{info.size / 1e6:.1f} MB"
    head = f"{info.name} · {info.architecture} · {info.quantization} · {size} · {origin}"
    return f"{head}\n    here: {_runs(info)}"


def _runs(info: GgufInfo) -> str:
    """Say how the model would run on this machine now, or why it would not."""
    try:
        return str(choose(info, this_machine()))
    except ModelError as error:
        return f"{error.what} {error.remedy}".strip()
