"""Safe access to raw FHIR elements: text, numbers and concepts from whatever shape stands there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from copilot.chart.fact import Coding
from copilot.chart.hidden import visible
from copilot.chart.plaintext import from_rtf
from copilot.fhir.pull import Json

LABEL_LIMIT = 300
TEXT_LIMIT = 2000
MAX_ITEMS = 1000
HPO = "http://human-phenotype-ontology.org"
LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"

# Control characters and lone surrogates; what hides or runs backwards is taken out by `hidden.visible`.
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\Z")
_PLAIN_DECIMAL = re.compile(r"-?\d{1,20}(\.\d{1,20})?\Z")
_MAX_EXPONENT = 30
_SHORT = 60


@dataclass(frozen=True, slots=True)
class Concept:
    """A CodeableConcept as the chart uses it: one label and all codings; falsy where nothing is said."""

    label: str
    codes: tuple[Coding, ...] = ()

    def __bool__(self) -> bool:
        """Return whether there is a label or a code."""
        return bool(self.label or self.codes)

    def has(self, system: str, codes: Sequence[str] | frozenset[str]) -> bool:
        """Return whether any coding of this system has one of these codes."""
        return any(coding.system == system and coding.code in codes for coding in self.codes)


NOTHING = Concept("")


def items(value: object) -> list[Any]:
    """Return a list element's items; a lone object counts as a list of one, nothing as none."""
    if value is None:
        return []
    return value[:MAX_ITEMS] if isinstance(value, list) else [value]


def objects(value: object) -> list[Json]:
    """Return the objects among a list element's items (nulls and stray strings left out)."""
    return [item for item in items(value) if isinstance(item, dict)]


def indexed(value: object) -> list[tuple[int, Json]]:
    """Return the objects of a list element with their FHIR index, for element paths."""
    return [(index, item) for index, item in enumerate(items(value)) if isinstance(item, dict)]


def obj(value: object) -> Json:
    """Return the value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def clean(value: object, limit: int = LABEL_LIMIT) -> str:
    """Return a string on one line, without control, hidden or bidirectional marks, cut at `limit` characters."""
    if not isinstance(value, str) or not value:
        return ""
    if len(value) < _SHORT and value.isascii():
        return _shared_clean(value, limit)
    return _cleaned(value, limit)


@lru_cache(maxsize=8192)
def _shared_clean(value: str, limit: int) -> str:
    """The same few hundred words, units and codes make up a chart: clean each once and share it."""
    return _cleaned(value, limit)


def _cleaned(value: str, limit: int) -> str:
    if not value.isprintable():
        value = _UNSHOWABLE.sub(" ", value)
    if not value.isascii():
        value = visible(value)
    value = " ".join(value.split())
    return value if len(value) <= limit else f"{value[: limit - 1]}…"


def number(value: object) -> Decimal | None:
    """Return a finite Decimal from a JSON number or a numeric string, else None; digits kept as given."""
    if isinstance(value, Decimal) and _PLAIN_DECIMAL.match(str(value)):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        value = repr(value)
    if isinstance(value, str):
        value = value.strip()
        if len(value) > 60 or not _NUMBER.match(value):
            return None
    if not isinstance(value, int | str | Decimal):
        return None
    try:
        parsed = Decimal(value)
    except (InvalidOperation, ValueError):
        return None
    if not parsed.is_finite() or abs(parsed.adjusted()) > _MAX_EXPONENT or len(parsed.as_tuple().digits) > 60:
        return None
    exponent = parsed.as_tuple().exponent
    return Decimal(format(parsed, "f")) if isinstance(exponent, int) and exponent > 0 else parsed


def concept(value: object) -> Concept:
    """Return the concept in a CodeableConcept, Coding, CodeableReference (R5) or bare string (STU3).

    The label is the record's own text, else the first display, else the first code.
    """
    if isinstance(value, list):
        return concept(value[0]) if value else NOTHING
    if isinstance(value, str):
        return Concept(clean(value))
    if not isinstance(value, dict):
        return NOTHING
    return _of_one_coding(value) or _concept(value)


def _of_one_coding(value: Json) -> Concept | None:
    """Return the usual concept, one coding with or without a text, as the one that is shared; else None."""
    codings = value.get("coding")
    if not isinstance(codings, list) or len(codings) != 1 or "concept" in value or not isinstance(codings[0], dict):
        return None
    get = codings[0].get
    try:
        return _shared_concept(value.get("text"), get("system"), get("code"), get("display"))
    except TypeError:  # a list or an object where a word belongs
        return None


@lru_cache(maxsize=4096, typed=True)
def _shared_concept(text: object, system: object, code: object, display: object) -> Concept | None:
    """Return the concept, None where something has to be looked at anew each time, as what hides something has."""
    given = (text, system, code, display)
    if not all(part is None or (isinstance(part, str) and part.isascii()) for part in given):
        return None
    return _concept({"text": text, "coding": [{"system": system, "code": code, "display": display}]})


def _concept(value: Json) -> Concept:
    if isinstance(value.get("concept"), dict):
        return concept(value["concept"])
    given = [value] if "code" in value and "coding" not in value else value.get("coding")
    codes = tuple(coding for coding in map(_coding, objects(given)) if coding.code or coding.display)
    label = clean(value.get("text"))
    if not label:
        label = next((coding.display for coding in codes if coding.display), "") or next(
            (coding.code for coding in codes if coding.code), ""
        )
    return Concept(label, codes)


def _coding(raw: Json) -> Coding:
    code = raw.get("code")
    code = str(code) if isinstance(code, int) and not isinstance(code, bool) else code
    system, display = raw.get("system"), raw.get("display")
    given = [part if isinstance(part, str) else "" for part in (system, code, display)]
    # What hides something is reported each time, not only the first.
    known = all(part.isascii() for part in given)
    return (_shared_coding if known else _shared_coding.__wrapped__)(*given)


@lru_cache(maxsize=4096)
def _shared_coding(system: str, code: str, display: str) -> Coding:
    """The same few hundred codings make up a chart: clean each once and share it."""
    return Coding(clean(system), clean(code, 100), clean(display))


def concepts(value: object) -> list[Concept]:
    """Return every concept of a repeating element that says anything."""
    return [found for found in map(concept, items(value)) if found]


def labels(value: object) -> str:
    """Return the labels of a repeating concept element, joined by commas."""
    if not value:
        return ""
    return ", ".join(found.label for found in concepts(value) if found.label)


def code_of(value: object) -> str:
    """Return the code of a status element: a plain code, or the first code of a concept."""
    if isinstance(value, str):
        return clean(value, 60)
    if not value:
        return ""
    found = concept(value)
    return next((coding.code for coding in found.codes if coding.code), found.label)


def note_texts(value: object) -> str:
    """Return the texts of `note` elements, joined; rich text is shown as plain text."""
    texts = []
    for note in items(value):
        text = obj(note).get("text") if isinstance(note, dict) else note
        if isinstance(text, str):
            texts.append(clean(from_rtf(text) if text.lstrip().startswith("{\\rtf") else text, TEXT_LIMIT))
    return "; ".join(text for text in texts if text)


def join(*parts: str) -> str:
    """Return the non-empty parts joined by "; ", bounded."""
    return clean("; ".join(part for part in parts if part), TEXT_LIMIT)
