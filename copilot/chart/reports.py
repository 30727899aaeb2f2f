"""DiagnosticReport: the report, its conclusion as a note, coded conclusions, and the presented forms."""

from __future__ import annotations

from copilot.chart.documents import Frame, is_copy, put_attachments, put_note
from copilot.chart.elements import clean, code_of, concept, indexed, items, join, labels, note_texts, objects
from copilot.chart.fact import Coding, Fact, Kind, Source, When
from copilot.chart.plaintext import tidy
from copilot.chart.sheet import Sheet
from copilot.chart.status import standing_of
from copilot.chart.times import timed
from copilot.fhir.pull import Json, Resource


def read(resource: Resource, sheet: Sheet) -> None:
    """Put down one report; its results are Observations of their own."""
    raw = resource.raw
    named = concept(raw.get("code"))
    start, until = timed(raw, "effectiveDateTime", "effectivePeriod", "issued")
    status = code_of(raw.get("status"))
    label = named.label or "Report"
    frame = Frame(
        resource=resource,
        title=label,
        named=named,
        when=start,
        status=status,
        standing=standing_of("DiagnosticReport", status),
        category=labels(raw.get("category")),
        detail=_detail(raw, sheet),
    )
    given = raw.get("conclusion")
    words = given if isinstance(given, str) else ""
    text = f"{label}: {clean(words, 300)}" if words else label
    sheet.add(_fact(frame, label, text, "code", until=until))
    _put_conclusion(words, frame, sheet)
    _put_coded(raw, frame, sheet)
    forms = [(f"presentedForm[{index}]", form) for index, form in indexed(raw.get("presentedForm"))]
    put_attachments(forms, frame, sheet)


def _put_conclusion(words: str, frame: Frame, sheet: Sheet) -> None:
    text = tidy(words)
    if text and not is_copy(f"conclusion:{text}", frame, sheet):
        put_note("conclusion", f"{frame.title}: conclusion", text, frame, sheet)


def _put_coded(raw: Json, frame: Frame, sheet: Sheet) -> None:
    """Put down each coded conclusion: what the report says was found."""
    for name in ("conclusionCode", "codedDiagnosis"):
        for index, item in enumerate(items(raw.get(name))):
            found = concept(item)
            if found:
                text = f"{frame.title}: {found.label}"
                sheet.add(_fact(frame, found.label, text, f"{name}[{index}]", codes=found.codes))


def _fact(
    frame: Frame,
    label: str,
    text: str,
    path: str,
    *,
    until: When | None = None,
    codes: tuple[Coding, ...] | None = None,
) -> Fact:
    return Fact(
        id="",
        kind=Kind.REPORT,
        label=label,
        text=text,
        source=Source(frame.resource.reference, path),
        codes=frame.named.codes if codes is None else codes,
        when=frame.when,
        until=until,
        status=frame.status,
        standing=frame.standing,
        category=frame.category,
        detail=frame.detail,
    )


def _detail(raw: Json, sheet: Sheet) -> str:
    performers = [sheet.named(item) for item in objects(raw.get("performer"))]
    return join(*performers, note_texts(raw.get("note")))
