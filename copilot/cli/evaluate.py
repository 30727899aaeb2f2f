"""`chartside evaluate CASES.jsonl`: a hospital's own closed cases, how often right."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import deque
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson

from copilot import __version__
from copilot.cli.faults import fault
from copilot.errors import InputError, KnownError, PatientChoiceError
from copilot.fhir.files import read_bundle, read_path
from copilot.fhir.pull import Pull
from copilot.knowledge.pack import Pack
from copilot.review import engine
from copilot.review.as_json import SCHEMA, as_json
from copilot.review.measures.answers import Answers
from copilot.review.measures.as_html import Run, as_html
from copilot.review.measures.as_json import as_json as measures_as_json
from copilot.review.measures.as_text import as_text
from copilot.review.measures.measure import Measures, measure
from copilot.review.measures.outcome import Outcome, of_failure, of_review
from copilot.review.review import Review

FINE, UNREADABLE, PARTIAL = 0, 3, 4

Case = dict[str, Any]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("cases", type=Path, metavar="CASES.jsonl", help="one case a line: id, bundle or path, answer")
    parser.add_argument("--json", action="store_true", help="one review object per case, with the case's id")
    parser.add_argument("--measures", type=_new_file, metavar="FILE", help="write the measures as JSON")
    parser.add_argument("--html", type=_new_file, metavar="FILE", help="write the measures as one page")
    parser.add_argument("--no-model", action="store_true", help="accepted for symmetry: no words are written here")


def run(options: argparse.Namespace) -> int:
    """Review every case; a case that fails is named and its answer counts as missed (exit code 4)."""
    if options.cases.resolve() in {path.resolve() for path in (options.measures, options.html) if path}:
        raise InputError("would be overwritten by its own measures.", where=str(options.cases), remedy="Name another.")
    if options.cases.is_file():  # a bad line is better told before the first review than after an hour of them
        deque(_cases(options.cases), maxlen=0)
    pack = engine.load_pack()
    answers = Answers(pack)
    outcomes = [_outcome(case, number, pack, answers, options) for number, case in _cases(options.cases)]
    found = measure(outcomes)
    _write(found, pack.version, options)
    if not options.json:
        print(as_text(found))
    return PARTIAL if found.failed else FINE


def _new_file(name: str) -> Path:
    """Return the path of a file to write; refused before an hour's work where it could not be written after it."""
    path = Path(name)
    try:
        fits = path.parent.is_dir() and not path.is_dir()
    except OSError:  # a name that the file system does not allow
        fits = False
    if not fits:
        raise argparse.ArgumentTypeError(f"{name} cannot be written: give a file in a folder that exists.")
    return path


def _cases(path: Path) -> Iterator[tuple[int, Case]]:
    """Yield (line number, case), one at a time; raises `InputError` naming the line that is no case."""
    try:
        # Lines end at line feeds alone: JSON may hold the other characters that end a line for Python.
        with path.open(encoding="utf-8-sig", newline="\n") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, _case(line, f"{path}:{number}")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("cannot be read as UTF-8 text.", where=str(path), remedy="Give a JSON Lines file.") from error


def _case(line: str, where: str) -> Case:
    try:
        case = json.loads(line, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise InputError("is not JSON.", where=where, remedy="One JSON object a line.") from error
    if not isinstance(case, dict):
        raise InputError("is not a JSON object.", where=where, remedy="One JSON object a line.")
    if not isinstance(case.get("answer") or "", str):
        raise InputError("has an answer that is not text.", where=where, remedy="Give a name or a code.")
    return case


def _outcome(case: Case, number: int, pack: Pack, answers: Answers, options: argparse.Namespace) -> Outcome:
    """Review one case, print its review where asked to, and return what came of it."""
    name = str(case.get("id") or f"line {number}")
    answer = (case.get("answer") or "").strip()
    start = time.perf_counter()
    try:
        review = _review(case, pack, options.cases.parent)
    except KnownError as error:
        failure = " ".join(str(error).split())
    except Exception as error:  # noqa: BLE001  one case's bug must not cost the others
        failure = fault(error)
    else:
        seconds = time.perf_counter() - start
        if options.json:
            print(orjson.dumps({"id": case.get("id"), **as_json(review)}).decode())
        return of_review(name, answer, review, answers, seconds)
    _print_failure(case, number, failure, as_lines=options.json)
    return of_failure(name, answer, failure, answers)


def _review(case: Case, pack: Pack, beside: Path) -> Review:
    left_out = case.get("without_references") or ()
    return engine.review(_pull(case, beside), pack, leave_out=(left_out,) if isinstance(left_out, str) else left_out)


def _pull(case: Case, beside: Path) -> Pull:
    name = f"case {case.get('id')}"
    try:
        pulls = _pulls(case, name, beside)
    except PatientChoiceError as error:
        raise _not_one(len(error.choices), name) from error
    if len(pulls) != 1:
        raise _not_one(len(pulls), name)
    return pulls[0]


def _pulls(case: Case, name: str, beside: Path) -> tuple[Pull, ...]:
    patient = case.get("patient")
    if isinstance(case.get("bundle"), dict):
        return read_bundle(case["bundle"], name, patient)
    if isinstance(case.get("path"), str):
        return read_path(beside / case["path"], patient=patient)
    raise InputError("has neither bundle nor path.", where=name, remedy="Give one of them.")


def _not_one(found: int, name: str) -> InputError:
    return InputError(f"holds {found} patients.", where=name, remedy='One patient a case: name it as "patient": ID.')


def _print_failure(case: Case, number: int, text: str, *, as_lines: bool) -> None:
    print(f"chartside: line {number}: {text}", file=sys.stderr)
    if as_lines:
        print(json.dumps({"id": case.get("id"), "schema": SCHEMA, "error": text}, ensure_ascii=False))


def _write(found: Measures, pack_version: str, options: argparse.Namespace) -> None:
    if options.measures:
        text = orjson.dumps(measures_as_json(found, pack_version), option=orjson.OPT_INDENT_2).decode()
        _save(options.measures, text + "\n")
    if options.html:
        date = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
        _save(options.html, as_html(found, Run(options.cases.name, date, __version__, pack_version)))


def _save(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError("could not be written.", where=str(path), remedy="Give another file.") from error
