"""A pull as a file: a Bundle that `review` reads like any other, and that a later pull can go on from."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, fields
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson

from copilot.errors import InputError
from copilot.fhir.jsontext import decode, parse
from copilot.fhir.pull import Json, Problem, ProblemKind
from copilot.fhir.said import SYSTEM, to_outcome
from copilot.fhir.server.collected import Collected, Unfinished
from copilot.fhir.server.plan import Search
from copilot.garbage import paused
from copilot.writing import make_beside, write_whole

_RESUME = f"{SYSTEM}/resume"
_PARTS = {field.name for field in fields(Search)}


def check_writable(path: Path) -> None:
    """Raise `InputError` where no file can be made there: better said before a long pull than after it."""
    try:
        handle, beside = make_beside(path)
        os.close(handle)
        beside.unlink()
    except OSError as error:
        raise _unwritten(path, error) from None


def write_bundle_file(collected: Collected, path: Path) -> None:
    """Write the pull to a file that only its owner may read; a full disk leaves the file of before.

    Raises `InputError` where it cannot be written.
    """
    try:
        write_whole(path, _pieces(collected))
    except OSError as error:
        raise _unwritten(path, error) from None


def read_bundle_file(path: Path) -> Collected:
    """Return a pull as it was written; raises `InputError` for any other file."""
    try:
        with paused():
            bundle = parse(decode(path.read_bytes(), str(path))[0], str(path))
            return _collected(bundle)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror}).", where=str(path), remedy="Check the path.") from None
    except (KeyError, TypeError, ValueError, AttributeError, StopIteration):
        what = "was not written by `chartside pull`, so there is nothing to go on from."
        raise InputError(what, where=str(path), remedy="Pull without --resume.") from None


def _pieces(collected: Collected) -> Iterator[bytes]:
    """Yield the file part by part: a long chart is never held twice."""
    base = collected.server.rstrip("/")
    head = {
        "resourceType": "Bundle",
        "meta": {"source": base, "extension": [{"url": _RESUME, "valueString": json.dumps(_state(collected))}]},
        "type": "collection",
        "timestamp": collected.time,
        "link": [{"relation": "self", "url": f"{base}/Patient/{collected.patient}"}],
    }
    yield _json(head)[:-1] + b',"entry":['
    between = b"\n"
    lost = 0
    for entry in collected.entries:
        full_url = {"fullUrl": entry.full_url} if entry.full_url else {}
        try:
            written = _json({**full_url, "resource": entry.raw})
        except (TypeError, RecursionError):  # nested deeper than any record: it must not cost the others the file
            lost += 1
            continue
        yield between + written
        between = b",\n"
    deep = Problem(ProblemKind.UNREADABLE, f"{lost} resource(s) are nested too deeply to be kept in a file.")
    for problem in [*collected.unknown(), *([deep] if lost else [])]:
        yield between + _json({"resource": to_outcome(problem)})
        between = b",\n"
    yield b"\n]}\n"


def _state(collected: Collected) -> Json:
    """Return what a later pull must know besides the entries."""
    return {
        "patient": collected.patient,
        "problems": [asdict(problem) for problem in collected.problems],
        "open": [{"search": asdict(item.search), "url": item.url, "why": item.why} for item in collected.open],
        "tried": sorted(collected.tried),
        "barren": [asdict(search) for search in collected.barren],
        "matched": collected.matched,
        "searches": collected.searches,
        "pages": collected.pages,
    }


def _collected(bundle: Any) -> Collected:
    """Return the pull that a parsed file holds."""
    held = next(item["valueString"] for item in bundle["meta"]["extension"] if item["url"] == _RESUME)
    state = json.loads(held)
    collected = Collected(str(bundle["meta"]["source"]), str(state["patient"]), time=str(bundle["timestamp"]))
    for entry in bundle["entry"]:
        raw = entry["resource"]
        if raw["resourceType"] != "OperationOutcome":
            collected.add(raw, str(entry.get("fullUrl", "")))
    for problem in state["problems"]:
        collected.problems.append(Problem(ProblemKind(problem["kind"]), problem["text"], problem["resource"]))
    for item in state["open"]:
        unfinished = _unfinished(item)
        collected.leave(unfinished.search, unfinished.url, unfinished.why)
    collected.tried.update(state["tried"])
    collected.barren += map(_search, state.get("barren", []))
    collected.matched = bool(state.get("matched", True))
    collected.searches, collected.pages = int(state["searches"]), int(state["pages"])
    return collected


def _unfinished(item: Json) -> Unfinished:
    return Unfinished(_search(item["search"]), str(item["url"]), str(item["why"]))


def _search(said: Json) -> Search:
    given = {name: value for name, value in said.items() if name in _PARTS}
    given["params"] = tuple((str(name), str(value)) for name, value in given["params"])
    return Search(**given)


def _json(value: Json) -> bytes:
    """Return JSON with every decimal as it was given (1.00 stays 1.00)."""
    try:
        return orjson.dumps(value, default=_number)
    except TypeError:  # a number beyond 64 bits or half a character: legal in what servers send, not for orjson
        return orjson.dumps(_tidied(value), default=_number)


def _number(value: object) -> object:
    if isinstance(value, Decimal):
        return orjson.Fragment(str(value))
    raise TypeError(type(value).__name__)


def _tidied(value: object) -> object:
    """Return the same with large numbers as decimals and broken characters replaced."""
    if isinstance(value, dict):
        return {_tidied(key): _tidied(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_tidied(item) for item in value]
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return value


def _unwritten(path: Path, error: OSError) -> InputError:
    remedy = "Check the disk and the folder's permissions."
    return InputError(f"cannot be written ({error.strerror}).", where=str(path), remedy=remedy)
