"""`chartside review PATH...`: one review per patient, as JSON lines or as text."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import orjson

from copilot.cli.faults import fault
from copilot.cli.opening import add_passphrase, open_store
from copilot.errors import InputError, KnownError
from copilot.fhir.quoted import unquoted
from copilot.knowledge.pack import Pack
from copilot.review import engine
from copilot.review.as_json import SCHEMA, as_json
from copilot.review.as_text import as_text
from copilot.review.kept import keep
from copilot.review.review import Review
from copilot.review.words import Writer
from copilot.store.store import Store

FINE, UNREADABLE, PARTIAL = 0, 3, 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="Bundle, NDJSON, IPS, .txt note, folder")
    parser.add_argument("--json", action="store_true", help="one JSON object per patient, one per line")
    parser.add_argument("--patient", metavar="ID", help="which patient, where a file holds several")
    parser.add_argument("--model", type=Path, metavar="GGUF", help="another model than the starter")
    parser.add_argument(
        "--ask", action="append", default=[], metavar="QUESTION", help="ask the model about the chart (may be repeated)"
    )
    parser.add_argument("--no-model", action="store_true", help="leave the model out")
    parser.add_argument("--keep", action="store_true", help="keep the review in the encrypted store of this user")
    add_passphrase(parser)


def run(options: argparse.Namespace) -> int:
    """Review every path in one process; the exit code is the worst: 3 unreadable, 4 partial, 0 fine."""
    pack = engine.load_pack()
    worst = FINE
    keeps = open_store(options) if options.keep else nullcontext()
    with keeps as store, Writer.open(options.model, off=options.no_model) as writer:
        for path in options.paths:
            code = _review_path(path, pack, writer, store, options)
            worst = UNREADABLE if UNREADABLE in (code, worst) else max(worst, code)
    return worst


def _review_path(path: Path, pack: Pack, writer: Writer, store: Store | None, options: argparse.Namespace) -> int:
    code = FINE
    try:
        for review in _reviews(path, pack, writer, options):
            _print(review, as_lines=options.json)
            if store is not None:
                print(f"chartside: kept as {keep(store, review)}", file=sys.stderr)
            if review.partial:
                code = PARTIAL
    except KnownError as error:
        _print_error(path, str(error), as_lines=options.json)
        return UNREADABLE
    except BrokenPipeError:
        raise  # the reader has seen enough: `main` ends quietly
    except Exception as error:  # noqa: BLE001  one file's bug must not cost the others
        _print_error(path, fault(error), as_lines=options.json)
        return UNREADABLE
    return code


def _reviews(path: Path, pack: Pack, writer: Writer, options: argparse.Namespace) -> Iterator[Review]:
    start = time.perf_counter()
    pulls = engine.read(path, options.patient)
    reading = (time.perf_counter() - start) / max(len(pulls), 1)
    if not pulls:
        raise InputError("holds no patient.", where=str(path), remedy="Give a FHIR Bundle, NDJSON or a .txt note.")
    for pull in pulls:
        review = engine.review(pull, pack)
        review = replace(review, seconds={**review.seconds, "read": review.seconds["read"] + reading})
        yield writer.answer(writer.write(review), options.ask)


def _print(review: Review, *, as_lines: bool) -> None:
    print(orjson.dumps(as_json(review)).decode() if as_lines else as_text(review) + "\n", flush=True)


def _print_error(path: Path, text: str, *, as_lines: bool) -> None:
    line = " ".join(unquoted(text).split())
    print(f"chartside: {line}", file=sys.stderr)
    if as_lines:
        print(json.dumps({"schema": SCHEMA, "source": str(path), "error": line}, ensure_ascii=False), flush=True)
