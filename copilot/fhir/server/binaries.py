"""Fetch the contents of documents: each rendition in turn, kept as if the file had held them."""

from __future__ import annotations

import asyncio
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from copilot.errors import InputError, ServerError
from copilot.fhir.jsontext import decode, parse
from copilot.fhir.pull import Json, ProblemKind
from copilot.fhir.server.answers import NoAnswerError, RefusedError
from copilot.fhir.server.collected import Collected
from copilot.fhir.server.http import ACCEPT_JSON, Http
from copilot.fhir.server.line import Line
from copilot.fhir.server.plan import AS_FAR, CONTENTS, Search
from copilot.fhir.server.resolve import ENOUGH_SILENCE
from copilot.fhir.shapes import listed, objects

MOST = 50  # documents, the newest first
MAX_BYTES = 16 << 20  # of one; a longer note than a person reads
MAX_ALL_BYTES = 100 << 20
_SENDABLE = re.compile(r"[!-~][ -~]*")  # what a header can carry
_DATES = ("date", "effectiveDateTime", "issued", "created", "indexed")


@dataclass(frozen=True, slots=True)
class Document:
    """One resource with attachments: its place among the entries, and the day it bears."""

    place: int
    day: str


class Contents:
    """The documents of one pull whose content lies behind an address."""

    def __init__(self, http: Http, collected: Collected, heard: Callable[[Search], None]) -> None:
        self._http = http
        self._collected = collected
        self._heard = heard
        self._had: dict[str, asyncio.Future[Json]] = {}
        self._silent = 0
        self._bytes = 0
        self._why = ""
        self._failed: Counter[str] = Counter()

    async def fetch(self, hands: int) -> None:
        """Fetch the newest ones, put each in its place, and say which could not be had."""
        documents = sorted(self._waiting(), key=lambda document: document.day, reverse=True)
        if len(documents) > MOST:
            text = f"The contents of {len(documents) - MOST} older documents were not fetched (the newest {MOST} were)."
            self._collected.say(ProblemKind.TRUNCATED, text)
        await Line(documents[:MOST]).work(hands, self._one)
        for reason, count in self._failed.items():
            text = f"The content of {count} document(s) could not be had: {reason} {AS_FAR}"
            self._collected.say(ProblemKind.REFUSED, text, "DocumentReference")
        if self._why:
            self._collected.leave(CONTENTS, "", self._why)
        else:
            self._collected.close(CONTENTS)

    def _waiting(self) -> Iterator[Document]:
        """Yield the documents that hold nothing yet and were not asked for."""
        for place, entry in enumerate(list(self._collected.entries)):
            attachments = list(attachments_of(entry.raw))
            if not attachments or any(attachment.get("data") for attachment in attachments):
                continue
            urls = [attachment["url"] for attachment in attachments if _worth(attachment)]
            if urls and not all(url in self._collected.tried for url in urls):
                yield Document(place, _day(entry.raw))

    async def _one(self, document: Document) -> None:
        """Fetch the first rendition that can be had."""
        if self._silent >= ENOUGH_SILENCE:
            return
        raw = self._collected.entries[document.place].raw
        reason = ""
        for attachment in sorted(filter(_worth, attachments_of(raw)), key=_preference):
            try:
                content = await self._content(attachment)
            except NoAnswerError as error:
                self._why = error.what
                self._silent += 1
                return
            except ServerError as error:
                reason = reason or error.what
                self._collected.tried.add(attachment["url"])
                continue
            self._collected.tried.add(attachment["url"])
            self._collected.put_in_place(document.place, filled(raw, attachment["url"], content))
            self._heard(CONTENTS)
            return
        self._failed[reason] += 1

    async def _content(self, attachment: Json) -> Json:
        """Return `data` and `contentType` at an attachment's address, which is asked once however many name it."""
        url = attachment["url"]
        if url not in self._had:
            self._had[url] = asyncio.ensure_future(self._fetch(url, _declared(attachment)))
        return await self._had[url]

    async def _fetch(self, url: str, declared: str) -> Json:
        self._http.address(url)
        if self._bytes > MAX_ALL_BYTES:
            raise ServerError(f"more than {MAX_ALL_BYTES >> 20} MB of documents are not fetched.")
        body, kind = await self._bytes_at(url, declared)
        self._bytes += len(body)
        return _as_attachment(body, kind, declared)

    async def _bytes_at(self, url: str, declared: str) -> tuple[bytes, str]:
        """Ask a Binary as FHIR, anything else as what it is said to be, and the other way where that is refused."""
        own = declared if _SENDABLE.fullmatch(declared) else "*/*"
        accepts = [ACCEPT_JSON, own] if "Binary/" in url else [own, ACCEPT_JSON]
        try:
            return await self._http.binary(url, accepts[0], MAX_BYTES)
        except RefusedError as error:
            if error.status not in (400, 406, 415):
                raise
        return await self._http.binary(url, accepts[1], MAX_BYTES)


def attachments_of(raw: Json) -> Iterator[Json]:
    """Yield the attachments of a DocumentReference or a DiagnosticReport, in the order of the resource."""
    if raw["resourceType"] == "DocumentReference":
        for content in objects(raw.get("content")):
            yield from objects(content.get("attachment"))
    elif raw["resourceType"] == "DiagnosticReport":
        yield from objects(raw.get("presentedForm"))


def filled(raw: Json, url: str, content: Json) -> Json:
    """Return a copy of a document in which the attachment with this address holds its content."""

    def fill(attachment: object) -> object:
        same = isinstance(attachment, dict) and attachment.get("url") == url
        return {**attachment, **content} if same and isinstance(attachment, dict) else attachment

    def fill_content(item: object) -> object:
        return {**item, "attachment": fill(item.get("attachment"))} if isinstance(item, dict) else item

    name, each = ("content", fill_content) if raw["resourceType"] == "DocumentReference" else ("presentedForm", fill)
    return {**raw, name: [each(item) for item in listed(raw.get(name))]}


def _as_attachment(body: bytes, kind: str, declared: str) -> Json:
    """Return the content of a Binary in JSON, or of the bytes themselves."""
    if "json" in kind or body.lstrip()[:1] == b"{":
        binary = _binary(body)
        if binary is not None:
            data = binary.get("data") or binary.get("content") or ""
            inner = binary.get("contentType")
            return {"data": data, "contentType": declared or (inner if isinstance(inner, str) else "")}
    base, _, parameters = kind.partition(";")
    # The header names the charset of the bytes, which the attachment often leaves out.
    exact = kind if "charset" in parameters and base.strip() == declared.partition(";")[0].strip() else declared
    return {"data": b64encode(body).decode("ascii"), "contentType": exact or base.strip()}


def _binary(body: bytes) -> Json | None:
    try:
        parsed = parse(decode(body, "")[0], "")
    except InputError:
        return None
    return parsed if isinstance(parsed, dict) and parsed.get("resourceType") == "Binary" else None


def _worth(attachment: Json) -> bool:
    """Return whether an attachment has an address, and is not a picture, sound or film."""
    url = attachment.get("url")
    kind = _declared(attachment).partition("/")[0]
    seen = kind in ("image", "audio", "video") or "dicom" in _declared(attachment)
    return isinstance(url, str) and bool(url.strip()) and not seen and _scheme(url) in ("", "http", "https")


def _scheme(url: str) -> str:
    """Return the scheme of an address, "" for a relative one and for what is none: asking for that says so."""
    try:
        return urlsplit(url).scheme
    except ValueError:
        return ""


def _preference(attachment: Json) -> int:
    """Return 0 for what the chart reads as text, more for what it does not."""
    kind = _declared(attachment).partition(";")[0].strip().lower()
    if kind == "application/pdf":
        return 3
    if kind == "text/xml":
        return 2
    if kind.startswith("text/") or kind in ("application/rtf", "application/xhtml+xml"):
        return 0
    return 1 if not kind else 2


def _declared(attachment: Json) -> str:
    kind = attachment.get("contentType")
    return kind.strip() if isinstance(kind, str) else ""


def _day(raw: Json) -> str:
    return next((value for name in _DATES if isinstance(value := raw.get(name), str)), "")
