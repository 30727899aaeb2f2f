"""`chartside evaluate CASES.jsonl`: a hospital's own closed cases, how often right."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson

from copilot.errors import InputError, KnownError
from copilot.fhir.files import read_bundle, read_path
from copilot.fhir.pull import Pull
from copilot.knowledge.pack import Pack
from copilot.review import engine
from copilot.review.as_json import SCHEMA, as_json
from copilot.review.measures import measures, rank_of
from copilot.review.review import Review

FINE, UNREADABLE, PARTIAL = 0, 3, 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("cases", type=Path, metavar="CASES.jsonl", help="one case a line: id, bundle or path, answer")
    parser.add_argument("--json", action="store_true", help="one review object per case, with the case's id")
    parser.add_argument("--no-model", action="store_true", help="accepted for symmetry: no words are written here")


def run(options: argparse.Namespace) -> int:
    """Review every case; a case that fails is named and counts as wrong (exit code 4)."""
    pack = engine.load_pack()
    ranks: list[int | None] = []
    failed = 0
    for number, case in _cases(options.cases):
        try:
            review = _review(case, pack, options.cases.parent)
        except KnownError as error:
            failed += 1
            _print_failure(case, number, str(error), as_lines=options.json)
            ranks.append(None)
            continue
        if options.json:
            print(orjson.dumps({"id": case.get("id"), **as_json(review)}).decode())
        if case.get("answer"):
            ranks.append(rank_of(review, str(case["answer"])))
    if not options.json:
        print(measures(ranks))
    return PARTIAL if failed else FINE


def _cases(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (line number, case); raises `InputError` naming the line that is no JSON object."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("cannot be read as UTF-8 text.", where=str(path), remedy="Give a JSON Lines file.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            case = json.loads(line, parse_float=Decimal)
        except json.JSONDecodeError as error:
            raise InputError("is not JSON.", where=f"{path}:{number}", remedy="One JSON object a line.") from error
        if not isinstance(case, dict):
            raise InputError("is not a JSON object.", where=f"{path}:{number}", remedy="One JSON object a line.")
        yield number, case


def _review(case: dict[str, Any], pack: Pack, beside: Path) -> Review:
    return engine.review(_pull(case, beside), pack, leave_out=tuple(case.get("without_references") or ()))


def _pull(case: dict[str, Any], beside: Path) -> Pull:
    name = f"case {case.get('id')}"
    patient = case.get("patient")
    if isinstance(case.get("bundle"), dict):
        pulls = read_bundle(case["bundle"], name, patient)
    elif isinstance(case.get("path"), str):
        pulls = read_path(beside / case["path"], patient=patient)
    else:
        raise InputError("has neither bundle nor path.", where=name, remedy="Give one of them.")
    if len(pulls) != 1:
        raise InputError(f"holds {len(pulls)} patients.", where=name, remedy="One patient a case.")
    return pulls[0]


def _print_failure(case: dict[str, Any], number: int, text: str, *, as_lines: bool) -> None:
    print(f"chartside: line {number}: {text}", file=sys.stderr)
    if as_lines:
        print(json.dumps({"id": case.get("id"), "schema": SCHEMA, "error": text}, ensure_ascii=False))
