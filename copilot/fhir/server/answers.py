"""What a server's answer means when it is not what was asked for: one clean sentence, and whether asking on helps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from copilot.errors import InputError, ServerError
from copilot.fhir.jsontext import decode, parse
from copilot.fhir.outcome import outcome_text
from copilot.fhir.pull import Json
from copilot.fhir.quoted import quoted
from copilot.fhir.shapes import objects
from copilot.garbage import paused

MAX_SAID = 200
_TITLE = re.compile(r"<(title|h1)[^>]*>([^<]{1,200})</\1>", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+|\S*\?\S*=\S*")
# Ids name a patient as surely as a name does; what the server says goes on a screen and may go into a report.
_ID = re.compile(r"\b([A-Z][A-Za-z]{3,30})/[^\s/,;:)\"']+")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came over the wire for one request."""

    status: int
    content_type: str
    body: bytes
    url: str
    location: str = ""
    retry_after: str = ""


class RefusedError(ServerError):
    """The server answered, and the answer was no: asking the same again does not help.

    `codes` are the issue codes of its OperationOutcome, `said` its own words, bounded and without addresses.
    `midway` says that pages of the same search had come before.
    """

    midway = False

    def __init__(self, what: str, *, where: str, status: int, said: str = "", codes: frozenset[str] = frozenset()):
        super().__init__(what, where=where, status=status)
        self.said = said
        self.codes = codes


class NoAnswerError(ServerError):
    """No usable answer came (dropped connection, time-out, too busy): the same may be asked again later."""


def document(answer: Answer, where: str) -> Json:
    """Return the JSON object of an answer whatever its content type; raises `RefusedError` where it is none."""
    try:
        with paused():
            parsed = parse(decode(answer.body, where)[0], where)
    except InputError:
        parsed = None
    if isinstance(parsed, dict) and isinstance(parsed.get("resourceType"), str):
        return parsed
    said = words(answer)
    detail = f" ({said})" if said else ""
    raise RefusedError(f"the server's answer is no FHIR JSON{detail}.", where=where, status=answer.status, said=said)


def refusal(answer: Answer, where: str) -> RefusedError:
    """Return what an error answer says, as a sentence that begins in lower case."""
    outcome = _outcome(answer)
    return refused(answer.status, outcome, words(answer) if outcome is None else "", where)


def refused(status: int, outcome: Json | None, text: str, where: str) -> RefusedError:
    """Return the refusal for a status and an OperationOutcome or the words that came instead of one."""
    said = tidy(outcome_text(outcome)) if outcome is not None else text
    number = f"{status}: {quoted(said) if outcome is not None else said}" if said else str(status)
    codes = frozenset(_codes(outcome)) if outcome is not None else frozenset()
    return RefusedError(f"{_verb(status)} ({number}).", where=where, status=status, said=said, codes=codes)


def words(answer: Answer) -> str:
    """Return the words of an answer that is no FHIR: text as it stands, the title of a web page."""
    text = answer.body[:4000].decode("utf-8", errors="replace").strip()
    if text.startswith("<") or "html" in answer.content_type:
        found = _TITLE.search(text)
        title = tidy(unescape(found[2]))[:80] if found else ""
        return f"a web page, {quoted(title)}" if title else "a web page"
    return "" if text.startswith(("{", "[")) else _said(text)


def _said(text: str) -> str:
    """Return server text as it is shown, "" for none."""
    return quoted(plain) if (plain := tidy(text)) else ""


def tidy(text: str) -> str:
    """Return server text on one line, bounded, without addresses, query strings and ids."""
    plain = _ID.sub(r"\1", _ADDRESS.sub("…", text))
    return " ".join("".join(char if char.isprintable() else " " for char in plain).split()).rstrip(".")[:MAX_SAID]


def _outcome(answer: Answer) -> Json | None:
    """Return the OperationOutcome of an error answer, if it is one."""
    try:
        found = document(answer, "")
    except RefusedError:
        return None
    return found if found["resourceType"] == "OperationOutcome" else None


def _codes(outcome: Json) -> list[str]:
    return [str(issue.get(key)) for issue in objects(outcome.get("issue")) for key in ("code", "severity")]


def _verb(status: int) -> str:
    if status == 403:
        return "the server refused"
    if status in (404, 410):
        return "the server does not have this"
    if status == 429:
        return "the server is too busy"
    if status >= 500:
        return "the server failed"
    if status >= 400:
        return "the server did not accept the question"
    return "the server answered with an error"
