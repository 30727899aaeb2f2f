"""What a model was asked in a conversation about a review, and what came of it: kept, read back, held against today."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from copilot.fhir.pull import Json
from copilot.narrative.answer import Answer
from copilot.narrative.narrative import Sentence
from copilot.narrative.reading import Proposal, SecondReading
from copilot.review.review import Review
from copilot.store.audit import Action
from copilot.store.reviews import Exchange
from copilot.store.store import Store

QUESTION, SECOND_READING = "question", "second reading"
SAME = "would be asked the same now"
Made = Answer | SecondReading


def keep_exchange(store: Store, review: str, made: Made) -> None:
    """Keep what was asked and what came of it, beside a review that is kept; raises `StoreError`."""
    said = json.dumps(_as_json(made), ensure_ascii=False).encode("utf-8", "surrogatepass")
    store.reviews.add_exchange(review, Exchange(store.now(), _what(made), said))


def note_exchange(store: Store, patient: str, made: Made) -> None:
    """Note in the audit trail that a question was put, and to which server; never which. Raises `StoreError`."""
    store.done(Action.ASK, patient=patient, destination=made.model.destination if made.model is not None else "")


def from_exchange(kept: Exchange) -> Json:
    """Return an exchange as JSON values; raises `ValueError` for what `keep_exchange` did not write."""
    held = json.loads(kept.said.decode("utf-8", "surrogatepass"))
    if not isinstance(held, dict) or not isinstance(held.get("asked"), list):
        raise ValueError("this is no exchange with a model")  # noqa: TRY004 - a file's fault, not a caller's
    return {"at": kept.at, "what": kept.what, **held}


def against_today(held: Json, made: Review) -> str:
    """Return in words whether the model would be asked the same about a review that was made again."""
    if not held["asked"]:
        return "the model was not asked"
    then = held["asked"][-1]
    instruction, data = _today(held, made)
    if not data:
        return "the model would not be asked now"
    other = {"instruction": then["instruction"] != instruction, "lines": _lines(then["data"]) != _lines(data)}
    differing = [name for name, differs in other.items() if differs]
    return f"would be asked otherwise now: other {' and '.join(differing)}" if differing else SAME


def in_words(held: Json) -> tuple[str, ...]:
    """Return an exchange as lines for a person: what was asked, what was said and how far it holds."""
    if held["what"] == QUESTION:
        said = [f"{one['text']} [{', '.join(one['facts'])}; {one['support']}]" for one in held["sentences"]]
        return (f"Asked: {held['question']}", *said, *filter(None, (held["reason"],)))
    named = [f"{one['name']} (in {one['said']} of {one['runs']}, {one['origin']})" for one in held["proposals"]]
    return ("A second reading:", *named, *filter(None, (held["reason"],)))


def _today(held: Json, made: Review) -> tuple[str, str]:
    """Return the instruction and the lines with which the model would be asked now; no lines where it would not."""
    from copilot.narrative import ask, second_reader

    if held["what"] != QUESTION:
        return second_reader.INSTRUCTION, second_reader.put(made)
    model = held["model"]
    elsewhere = bool(model["destination"])
    entries = ask.chosen(made, held["question"], model["context"], elsewhere=elsewhere)
    return ask.INSTRUCTION, ask.put(made, held["question"], entries, elsewhere=elsewhere) if entries else ""


def _lines(data: str) -> Sequence[str]:
    """Return the lines of a prompt; their order says nothing, several readings have them in several."""
    return sorted(data.splitlines())


def _what(made: Made) -> str:
    return QUESTION if isinstance(made, Answer) else SECOND_READING


def _as_json(made: Made) -> Json:
    """Return all of it; what is shown of it to nobody else, too."""
    held: Json = {
        "model": asdict(made.model) if made.model is not None else None,
        "asked": [asdict(one) for one in made.asked],
    }
    if isinstance(made, Answer):
        return held | {
            "question": made.question,
            "outcome": made.outcome.value,
            "reason": made.reason,
            "offered": list(made.offered),
            "sentences": [_sentence(one) for one in made.sentences],
        }
    return held | {
        "runs": made.runs,
        "reason": made.unable or made.incomplete,
        "proposals": [_proposal(one) for one in made.proposals],
    }


def _sentence(one: Sentence) -> dict[str, Any]:
    return {
        "text": one.text,
        "facts": list(one.facts),
        "references": list(one.references),
        "support": one.support.value,
    }


def _proposal(one: Proposal) -> dict[str, Any]:
    condition = one.hypothesis.condition.id if one.hypothesis is not None else one.rare
    return {
        "name": one.name,
        "origin": one.origin.value,
        "said": one.agreement.said,
        "runs": one.agreement.runs,
        "condition": condition,
    }
