"""A review as it is kept: what went in, whole, and what came out of it, so that it can be made again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson

from copilot import __version__
from copilot.errors import InputError
from copilot.fhir.jsontext import parse
from copilot.fhir.pull import Dropped, Json, Problem, ProblemKind, Pull, Resource
from copilot.narrative.narrative import Narrative
from copilot.review.as_json import as_json
from copilot.review.exchange import keep_exchange, note_exchange
from copilot.review.review import Review
from copilot.store.audit import Action
from copilot.store.reviews import Prompt
from copilot.store.store import Store

SCHEMA = "chartside.kept/1"


@dataclass(frozen=True, slots=True)
class Kept:
    """One review read back: the pull it was made from, the JSON object it gave, and what made it."""

    pull: Pull
    output: Json
    program: str
    pack: str
    model: Json | None

    def made_by(self, review: Review) -> bool:
        """Return whether the same program with the same packs made a review: then it is this one made again."""
        return (self.program, self.pack) == (__version__, review.pack.version)


def to_record(review: Review) -> bytes:
    """Return the record of a review and of the pull it was made from, as JSON; numbers keep their digits.

    Raises `ValueError` for a review of which nobody knows what it was made from.
    """
    if review.pull is None:
        raise ValueError("a review without its pull cannot be made again")
    output = as_json(review)
    narrative = output["narrative"]
    record = {
        "schema": SCHEMA,
        "program": __version__,
        "pack": review.pack.version,
        "model": narrative["model"] if narrative else None,
        "input": _pull(review.pull),
        "output": output,
    }
    return b"".join(_pieces(record, 3))


def keep(store: Store, review: Review) -> str:
    """Keep a review and what it was made from, note it in the audit trail, and return its id; raises `StoreError`."""
    model = review.narrative.model.sha256 if review.narrative is not None else ""
    patient = review.chart.person.id
    identifier = store.reviews.keep(
        to_record(review),
        patient=patient,
        at=store.now(),
        program=__version__,
        pack=review.pack.version,
        model=model,
    )
    if review.narrative is not None:
        keep_prompts(store, identifier, review.narrative)
    store.done(Action.OPEN, patient=patient, review=identifier)
    for answer in review.answers:
        keep_exchange(store, identifier, answer)
        note_exchange(store, patient, answer)
    return identifier


def keep_prompts(store: Store, identifier: str, narrative: Narrative) -> None:
    """Keep what the model was asked about a review, whole, with the parameters it was asked with."""
    at = store.now()
    store.reviews.add_prompts(identifier, (Prompt(at, one.sha256, one.as_json()) for one in narrative.asked))


def from_record(record: bytes, where: str) -> Kept:
    """Return a review from its record; raises `InputError` for something else, or of a newer Chartside."""
    found = parse(record.decode("utf-8", "replace"), where)
    try:
        if not isinstance(found, dict) or found["schema"] != SCHEMA:
            raise InputError("is not a review that this Chartside kept.", where=where, remedy="Update Chartside.")
        return Kept(_to_pull(found["input"]), found["output"], found["program"], found["pack"], found["model"])
    except (KeyError, TypeError, ValueError) as error:
        raise InputError("is not a whole review.", where=where, remedy="Report it; the others are whole.") from error


def _pull(pull: Pull) -> Json:
    """Return a pull as JSON values."""
    return {
        "source": pull.source,
        "timestamp": pull.timestamp,
        "text": pull.text,
        "fhir_version": pull.fhir_version,
        "problems": [{"kind": p.kind.value, "text": p.text, "resource": p.resource} for p in pull.problems],
        "resources": [_resource(resource) for resource in pull.resources],
        "by_reference": pull.by_reference is not None,
    }


def _resource(resource: Resource) -> Json:
    """Return one resource; what is empty is left out."""
    dropped = [{"path": d.path, "value": d.value, "reason": d.reason} for d in resource.dropped]
    more = {
        "full_url": resource.full_url,
        "bundle_time": resource.bundle_time,
        "origin": resource.origin,
        "dropped": dropped,
    }
    return {
        "type": resource.type,
        "id": resource.id,
        "raw": resource.raw,
        **{name: value for name, value in more.items() if value},
    }


def _to_pull(held: Mapping[str, Any]) -> Pull:
    """Return the pull of a record."""
    resources = tuple(_to_resource(one) for one in held["resources"])
    return Pull(
        source=held["source"],
        resources=resources,
        problems=tuple(Problem(ProblemKind(p["kind"]), p["text"], p["resource"]) for p in held["problems"]),
        timestamp=held["timestamp"],
        text=held["text"],
        fhir_version=held["fhir_version"],
        by_reference={f"{r.type}/{r.id}": r for r in resources} if held["by_reference"] else None,
    )


def _to_resource(held: Mapping[str, Any]) -> Resource:
    """Return one resource of a record."""
    dropped = tuple(Dropped(d["path"], d["value"], d["reason"]) for d in held.get("dropped", ()))
    return Resource(
        held["type"],
        held["id"],
        held["raw"],
        full_url=held.get("full_url", ""),
        dropped=dropped,
        bundle_time=held.get("bundle_time", ""),
        origin=held.get("origin", ""),
    )


def _pieces(value: object, depth: int) -> Iterator[bytes]:
    """Write a record entry by entry: a long chart written at once would let no other thread have its turn."""
    if depth and isinstance(value, dict):
        yield b"{"
        for number, (name, held) in enumerate(value.items()):
            yield (b"," if number else b"") + orjson.dumps(name) + b":"
            yield from _pieces(held, depth - 1)
        yield b"}"
    elif depth and isinstance(value, list):
        yield b"["
        for number, held in enumerate(value):
            yield b"," if number else b""
            yield from _pieces(held, depth - 1)
        yield b"]"
    else:
        yield orjson.dumps(value, default=_number)


def _number(value: object) -> object:
    """Write a decimal with the digits it came with."""
    if isinstance(value, Decimal):
        return orjson.Fragment(str(value))
    raise TypeError(type(value).__name__)
