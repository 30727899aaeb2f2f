"""Bytes and text into parsed JSON, strictly: decimals kept, every refusal one clear line."""

from __future__ import annotations

import json
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import NoReturn

from copilot.errors import InputError
from copilot.fhir.shared import Shared

REMEDY_JSON = "Export the record again as FHIR JSON (a Bundle, a resource, or NDJSON)."
PIECE = 1 << 20
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_OTHER_FORMATS = (
    (b"%PDF", "is a PDF"),
    (b"\x1f\x8b", "is gzip-compressed"),
    (b"PK\x03\x04", "is a ZIP archive"),
)


def decode(data: bytes, where: str) -> tuple[str, bool]:
    """Return the text of a file and whether it had to be guessed as Windows-1252.

    Raises `InputError` for an empty file and for one that is no text (NUL bytes, PDF, archive).
    """
    for magic, what in _OTHER_FORMATS:
        if data.startswith(magic):
            raise InputError(f"{what}, which is not read.", where=where, remedy=REMEDY_JSON)
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return _decode_as(data, codec, where), False
    if data.isspace() or not data:
        raise InputError("is empty.", where=where, remedy="Export the record again.")
    if any(data.find(b"\x00", start, start + PIECE) >= 0 for start in range(0, len(data), PIECE)):
        raise InputError("is not text (it holds NUL bytes).", where=where, remedy=REMEDY_JSON)
    try:
        return "".join(_in_pieces(data)), False
    except UnicodeDecodeError:
        # Older interface engines still write Windows-1252 and call it UTF-8.
        return data.decode("cp1252", errors="replace"), True


def _in_pieces(data: bytes) -> Iterator[str]:
    """Yield the text piece by piece: decoding a long file in one go would hold up every other thread."""
    decoder = getincrementaldecoder("utf-8")()
    for start in range(0, len(data), PIECE):
        yield decoder.decode(data[start : start + PIECE], final=start + PIECE >= len(data))


def _decode_as(data: bytes, codec: str, where: str) -> str:
    """Decode by a byte order mark; what does not follow it is no text."""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        raise InputError(f"is not valid {codec} text.", where=where, remedy=REMEDY_JSON) from None
    if not text.strip():
        raise InputError("is empty.", where=where, remedy="Export the record again.")
    return text


def parse(text: str, where: str, *, line: int | None = None, decoder: json.JSONDecoder | None = None) -> object:
    """Return parsed JSON with every number with a point as `Decimal`; duplicate keys keep the last.

    `line` is the line in the file where `text` is one line of NDJSON, `decoder` that of the lines before it.
    Raises `InputError`.
    """
    try:
        return (decoder or new_decoder()).decode(text)
    except json.JSONDecodeError as error:
        raise InputError(_reason(error, text, line), where=where, remedy=_remedy(error, text)) from None
    except RecursionError:
        raise InputError("is nested too deeply to be a medical record.", where=where) from None
    except ValueError as error:
        raise InputError(f"holds a number that cannot be read ({error}).", where=where) from None


def new_decoder() -> json.JSONDecoder:
    """Return what parses one record; equal elements of it are one and the same."""
    shared = Shared()
    return json.JSONDecoder(
        parse_float=shared.number, parse_constant=_refuse_constant, object_pairs_hook=shared.element
    )


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")


def is_extra_data(text: str) -> bool:
    """Return whether a whole JSON value is followed by more: the mark of NDJSON under another suffix."""
    head, _, rest = text.lstrip().partition("\n")
    if not head.rstrip().endswith(("}", "]")) or not rest.strip():
        return False
    try:
        json.loads(head)
    except (ValueError, RecursionError):
        return False
    return True


def _reason(error: json.JSONDecodeError, text: str, line: int | None) -> str:
    """Return what is wrong and where, without quoting the record."""
    place = f"line {line if line is not None else error.lineno}, column {error.colno}"
    start = text.lstrip()[:200].lower()
    if start.startswith(("<!doctype html", "<html")):
        return "is a web page (HTML), not a FHIR record; a server or proxy may have answered with an error page."
    if start.startswith("<"):
        return "is XML; only FHIR JSON is read."
    if text[error.pos : error.pos + 2] in ("//", "/*"):
        return f"holds a comment at {place}; JSON knows none."
    if error.msg.startswith("Unterminated string") or not text[error.pos :].strip():
        end = f"line {line if line is not None else text.count(chr(10)) + 1}, column {len(text) - text.rfind(chr(10))}"
        return f"ends too early (at {end}): the JSON is truncated."
    return f"is not valid JSON at {place} ({error.msg[:1].lower()}{error.msg[1:]})."


def _remedy(error: json.JSONDecodeError, text: str) -> str:
    """Return what the person can do about it."""
    if text[error.pos : error.pos + 2] in ("//", "/*"):
        return "Remove the comments."
    return REMEDY_JSON
