"""Attachments: from base64 or a Binary to the plain text of a note, or the reason why it is not read."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from copilot.chart.elements import clean, obj
from copilot.chart.plaintext import from_html, from_rtf, tidy
from copilot.chart.sheet import Sheet
from copilot.fhir.pull import Json, Resource

_HTML = frozenset({"text/html", "application/xhtml+xml", "application/xhtml"})
_RTF = frozenset({"text/rtf", "application/rtf", "application/x-rtf", "text/richtext"})
_PLAIN = frozenset({"text/plain", "text/markdown", "text/csv", "text/x-markdown", "text/tab-separated-values"})
_NAMES = {
    "application/pdf": "PDF", "application/xml": "XML document", "text/xml": "XML document",
    "application/hl7-v3+xml": "CDA document", "application/cda+xml": "CDA document",
    "application/hl7-cda+xml": "CDA document",
}  # fmt: skip
_CHARSET = re.compile(r"charset\s*=\s*\"?([A-Za-z0-9._-]+)", re.IGNORECASE)
# Twice the longest note that is kept, in bytes of UTF-8 at its widest: more would only be cut again.
MAX_BYTES = 8_000_000


@dataclass(frozen=True, slots=True)
class Content:
    """What an attachment turned out to be: its `text`, or the `reason` why there is none.

    `key` is the same for the same content, whatever resource carries it; `missing` says that the content
    is not in the pull at all.
    """

    text: str = ""
    reason: str = ""
    key: str = ""
    missing: bool = False


def content_of(attachment: Json, holder: Resource, sheet: Sheet) -> Content:
    """Return the content of an Attachment; a Binary in the pull is resolved, nothing is ever fetched."""
    declared = clean(attachment.get("contentType"), 200)
    data = attachment.get("data")
    url = clean(attachment.get("url"), 1000)
    key = f"url:{url}" if url else ""
    if not data and url:
        binary = sheet.resolve(url, holder)
        if binary is None or binary.type != "Binary":
            said = f"{_name(declared)} lies elsewhere and is not part of this record"
            return Content(reason=said, key=key, missing=True)
        data = binary.raw.get("data") or binary.raw.get("content")
        declared = declared or clean(binary.raw.get("contentType"), 200)
    if not isinstance(data, str) or not data.strip():
        return Content(reason="no content is given", key=key, missing=True)
    decoded = _decode(data)
    if decoded is None:
        return Content(reason=f"{_name(declared)} is damaged (its base64 cannot be decoded)", key=key)
    return _read(decoded, declared, key or f"hash:{hashlib.sha256(decoded).hexdigest()}")


def _decode(data: str) -> bytes | None:
    """Return the bytes of base64, with blanks, URL-safe letters and missing padding tolerated."""
    compact = re.sub(r"\s+", "", data).replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(compact + "=" * (-len(compact) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def _read(data: bytes, declared: str, key: str) -> Content:
    kind = declared.split(";")[0].strip().lower() or _sniff(data)
    if kind.startswith("text/") and kind not in _HTML | _RTF and kind != "text/xml":
        kind = "text/plain"
    if kind not in _HTML | _RTF | _PLAIN:
        return Content(reason=f"{_name(kind)} is not read", key=key)
    if b"\x00" in data[:MAX_BYTES] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Content(reason=f"{_name(kind)} is not text", key=key)
    raw = _text(data[:MAX_BYTES], declared)
    text = from_html(raw) if kind in _HTML else from_rtf(raw) if kind in _RTF else tidy(raw)
    if not text:
        return Content(reason=f"{_name(kind)} holds no readable text", key=key)
    return Content(text=text, key=f"text:{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()}")


def _text(data: bytes, declared: str) -> str:
    """Decode by byte order mark, charset parameter, UTF-8, and last Windows-1252, which never fails."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    found = _CHARSET.search(declared)
    for charset in ([found[1]] if found else []) + ["utf-8-sig"]:
        try:
            return data.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", errors="replace")


def _sniff(data: bytes) -> str:
    head = data[:200].lstrip().lower()
    for start, kind in ((b"%pdf", "application/pdf"), (b"{\\rtf", "text/rtf"), (b"<?xml", "application/xml"),
                        (b"<html", "text/html"), (b"<!doctype html", "text/html")):  # fmt: skip
        if head.startswith(start):
            return kind
    return "application/octet-stream" if b"\x00" in data else "text/plain"


def _name(kind: str) -> str:
    plain = kind.split(";")[0].strip().lower()
    return _NAMES.get(plain) or (f"{plain} content" if plain else "the document")


def title_of(attachment: object) -> str:
    """Return an attachment's own title."""
    return clean(obj(attachment).get("title"))
