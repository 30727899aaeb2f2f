"""DocumentReference and every other attachment: notes as text, unread documents as gaps, copies once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from copilot.chart.attachments import content_of, title_of
from copilot.chart.chart import UnknownKind
from copilot.chart.elements import Concept, clean, code_of, concept, indexed, join, labels, obj, objects
from copilot.chart.fact import Fact, Kind, Source, Standing, When
from copilot.chart.sheet import Sheet
from copilot.chart.status import standing_of
from copilot.chart.times import timed
from copilot.fhir.pull import Json, Resource


@dataclass(frozen=True, slots=True)
class Frame:
    """What the resource around an attachment says about it."""

    resource: Resource
    title: str
    named: Concept
    when: When | None
    status: str
    standing: Standing
    category: str = ""
    detail: str = ""

    def fact(self, kind: Kind, label: str, text: str, path: str) -> Fact:
        """Return a fact that stands at `path` of the resource, with what is around it."""
        return Fact(
            id="",
            kind=kind,
            label=label,
            text=text,
            source=Source(self.resource.reference, path),
            codes=self.named.codes,
            when=self.when,
            status=self.status,
            standing=self.standing,
            category=self.category,
            detail=self.detail,
        )


def read(resource: Resource, sheet: Sheet) -> None:
    """Put down the attachments of one DocumentReference; one that was replaced is PAST."""
    raw = resource.raw
    named = concept(raw.get("type"))
    start, _ = timed(raw, "date", "indexed", "created")
    if start is None:
        start, _ = timed(obj(raw.get("context")), "period")
    status = code_of(raw.get("status"))
    standing = standing_of("DocumentReference", status)
    doc_status = code_of(raw.get("docStatus"))
    if doc_status == "entered-in-error":
        standing = Standing.ERROR
    elif doc_status == "preliminary" and standing is Standing.ASSERTED:
        standing = Standing.UNCERTAIN
    if f"{resource.type}/{resource.id}" in sheet.superseded and standing is not Standing.ERROR:
        standing, status = Standing.PAST, f"{status}, replaced"
    frame = Frame(
        resource=resource,
        title=clean(raw.get("description")) or named.label or "Document",
        named=named,
        when=start,
        status=", ".join(filter(None, (status, doc_status))),
        standing=standing,
        category=labels(raw.get("category")),
        detail=_authors(raw, sheet),
    )
    found = [
        (f"content[{index}].attachment", obj(item.get("attachment"))) for index, item in indexed(raw.get("content"))
    ]
    put_attachments(found, frame, sheet)


def superseded(resources: Iterable[Resource], sheet: Sheet) -> set[str]:
    """Return `Type/id` of every document that another one in the pull replaces."""
    replaced: set[str] = set()
    for resource in resources:
        if resource.type not in ("DocumentReference", "Composition"):
            continue
        for relation in objects(resource.raw.get("relatesTo")):
            if code_of(relation.get("code")) == "replaces":
                target = sheet.resolve(relation.get("target") or relation.get("targetReference"), resource)
                if target is not None and target is not resource:
                    replaced.add(f"{target.type}/{target.id}")
    return replaced


def put_attachments(found: list[tuple[str, Json]], frame: Frame, sheet: Sheet) -> None:
    """Put down each (path, attachment): a note where it is text, else a document and why it is not read.

    Several contents are renderings of one document, so one that is read makes up for those that are not.
    """
    gaps: list[tuple[str, str, bool]] = []
    was_read = False
    for path, attachment in found:
        content = content_of(attachment, frame.resource, sheet)
        title = title_of(attachment) or frame.title
        if content.key and is_copy(content.key, frame, sheet):
            was_read = was_read or bool(content.text)
            continue
        if content.text:
            was_read = True
            put_note(path, title, content.text, frame, sheet)
        else:
            gaps.append((title, content.reason, content.missing))
            sheet.add(frame.fact(Kind.NOTE, title, f"{title} ({content.reason})", path))
    if not found and frame.resource.type == "DocumentReference":
        gaps.append((frame.title, "no content is given", True))
        sheet.add(frame.fact(Kind.NOTE, frame.title, f"{frame.title} (no content is given)", "content"))
    if frame.standing is Standing.ERROR or was_read:
        return
    for title, reason, missing in gaps:
        kind = UnknownKind.MISSING if missing else UnknownKind.UNREADABLE
        sheet.unknown(kind, f"{title}: {reason}.", frame.resource.reference)


def put_note(path: str, title: str, text: str, frame: Frame, sheet: Sheet) -> None:
    """Put down one note with the fact that stands for it."""
    sheet.note(frame.fact(Kind.NOTE, title, title, path), title, text)


def is_copy(key: str, frame: Frame, sheet: Sheet) -> bool:
    """Return whether this content was put down already, and remember it.

    The same report comes through DiagnosticReport and DocumentReference: one copy is enough. Two documents
    of one type with the same words on different days are two documents.
    """
    day = frame.when.earliest.date().isoformat() if frame.when else ""
    holder = f"{frame.resource.type} {day}"
    earlier = sheet.seen_documents.get(key)
    sheet.seen_documents[key] = earlier or holder
    if earlier is None:
        return False
    return earlier == holder or not earlier.startswith(f"{frame.resource.type} ")


def _authors(raw: Json, sheet: Sheet) -> str:
    return join(*(sheet.named(author) for author in objects(raw.get("author"))))
