"""Composition (IPS and other documents): empty sections, sections that are only words, and lost entries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from copilot.chart.chart import UnknownKind
from copilot.chart.documents import Frame, is_copy, put_note
from copilot.chart.elements import LOINC, clean, code_of, concept, indexed, items, join, labels, obj, objects
from copilot.chart.fact import Kind, Standing
from copilot.chart.plaintext import from_html
from copilot.chart.sheet import Sheet
from copilot.chart.status import standing_of
from copilot.chart.times import timed
from copilot.fhir.pull import Json, Resource

MAX_DEPTH = 8
_SECTION_KINDS = {
    "48765-2": Kind.ALLERGY, "10160-0": Kind.MEDICATION, "11450-4": Kind.PROBLEM, "47519-4": Kind.PROCEDURE,
    "11369-6": Kind.IMMUNIZATION, "30954-2": Kind.LABORATORY, "8716-3": Kind.VITAL_SIGN, "11348-0": Kind.PROBLEM,
    "10157-6": Kind.FAMILY,
}  # fmt: skip
_WHY_EMPTY = {
    "nilknown": "none known", "notasked": "not asked", "unavailable": "not available", "withheld": "withheld",
    "notstarted": "not started", "closed": "closed",
}  # fmt: skip


def read(resource: Resource, sheet: Sheet) -> None:
    """Put down the document and what its sections say beyond the resources they point at.

    Only emptyReason "nilknown" may be read as "none"; every other reason is an unknown.
    """
    raw = resource.raw
    named = concept(raw.get("type"))
    start, _ = timed(raw, "date")
    status = code_of(raw.get("status"))
    title = clean(raw.get("title")) or named.label or "Document"
    frame = Frame(
        resource=resource,
        title=title,
        named=named,
        when=start,
        status=status,
        standing=standing_of("Composition", status),
        category=labels(raw.get("category")),
        detail=join(*(sheet.named(author) for author in objects(raw.get("author")))),
    )
    sheet.add(frame.fact(Kind.REPORT, title, title, "title" if raw.get("title") else "type"))
    for path, section in _sections(raw, "", 0):
        _read_section(path, section, frame, sheet)


def _sections(raw: Json, prefix: str, depth: int) -> Iterator[tuple[str, Json]]:
    if depth >= MAX_DEPTH:
        return
    for index, section in indexed(raw.get("section")):
        path = f"{prefix}section[{index}]"
        yield path, section
        yield from _sections(section, f"{path}.", depth + 1)


def _read_section(path: str, section: Json, frame: Frame, sheet: Sheet) -> None:
    named = concept(section.get("code"))
    title = clean(section.get("title")) or named.label or "Section"
    reference = frame.resource.reference
    reason = code_of(section.get("emptyReason"))
    entries = items(section.get("entry"))
    lost = [entry for entry in entries if sheet.resolve(entry, frame.resource) is None]
    if reason == "nilknown":
        codes = [coding.code for coding in named.codes if coding.system in (LOINC, "")]
        kind = next((_SECTION_KINDS[code] for code in codes if code in _SECTION_KINDS), Kind.OTHER)
        fact = frame.fact(kind, title, f"{title}: none known", f"{path}.emptyReason")
        sheet.add(replace(fact, standing=Standing.NONE_KNOWN, codes=()))
    elif reason:
        words = _WHY_EMPTY.get(reason, reason)
        sheet.unknown(UnknownKind.MISSING, f"Section “{title}” is empty: {words}.", reference)
    if lost:
        said = f"Section “{title}”: {len(lost)} of {len(entries)} entries are not in the document."
        sheet.unknown(UnknownKind.MISSING, said, reference)
    if (not entries or len(lost) == len(entries)) and reason != "nilknown":
        _read_narrative(path, title, section, replace(frame, title=title, named=named), sheet)


def _read_narrative(path: str, title: str, section: Json, frame: Frame, sheet: Sheet) -> None:
    """A section without usable entries is only words: they become a note."""
    div = obj(section.get("text")).get("div")
    text = from_html(div) if isinstance(div, str) else ""
    if text and not section.get("section") and not is_copy(f"section:{text}", frame, sheet):
        put_note(f"{path}.text.div", title, text, frame, sheet)
