"""One page of a search: its resources, what the server says beside them, and where the next page is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from copilot.fhir.outcome import outcome_text
from copilot.fhir.pull import Json
from copilot.fhir.references import tail
from copilot.fhir.server.answers import refused, tidy
from copilot.fhir.shapes import objects

_SUBJECT_KEYS = ("patient", "subject", "beneficiary", "for", "individual")
_FAILED = frozenset({"error", "fatal"})
# What servers add to an empty result; anything else beside an empty page may tell of what was left out.
_NOTHING_FOUND = re.compile(
    r"\bno (\w+ ){0,2}(match|result|resource|record|entr|data)|not[- ]found|nothing found", re.IGNORECASE
)
MAX_BUNDLES_DEEP = 3


@dataclass(slots=True)
class Page:
    """What one page holds.

    `entries` are (resource, fullUrl); `strange` counts entries that are no resource; `said` is what the server
    says besides, except that an empty page is empty.
    """

    entries: list[tuple[Json, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    next: str = ""
    total: int | None = None
    strange: int = 0


def read_page(body: Json, where: str) -> Page:
    """Return what an answer to a search holds: a Bundle, one resource, or a word instead of them.

    Raises `RefusedError` for an OperationOutcome that says the search failed, whatever the HTTP status was.
    """
    page = Page()
    kind = body["resourceType"]
    if kind == "OperationOutcome":
        if _failed(body):
            raise refused(200, body, "", where)
        page.said.append(tidy(outcome_text(body)))
    elif kind == "Bundle":
        _take_bundle(body, page, 0)
        page.next = _next_link(body)
        total = body.get("total")
        page.total = total if isinstance(total, int) and not isinstance(total, bool) else None
    else:
        page.entries.append((body, ""))
    if not page.entries:
        page.said = [text for text in page.said if not _NOTHING_FOUND.search(text)]
    return page


def _take_bundle(bundle: Json, page: Page, depth: int) -> None:
    listed = bundle.get("entry")
    entries = listed if isinstance(listed, list) else [] if listed is None else [listed]
    for entry in entries:
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
            page.strange += 1
        elif resource["resourceType"] == "OperationOutcome":
            page.said.append(tidy(outcome_text(resource)))
        elif resource["resourceType"] == "Bundle" and depth < MAX_BUNDLES_DEEP:
            _take_bundle(resource, page, depth + 1)
        else:
            full_url = entry.get("fullUrl")
            page.entries.append((resource, full_url if isinstance(full_url, str) else ""))


def _failed(outcome: Json) -> bool:
    """Return whether an outcome in the place of a result is no result; one without any issue explains nothing."""
    return not any(objects(outcome.get("issue"))) or any(
        issue.get("severity") in _FAILED for issue in objects(outcome.get("issue"))
    )


def _next_link(bundle: Json) -> str:
    for link in objects(bundle.get("link")):
        if link.get("relation") == "next" and isinstance(link.get("url"), str):
            return str(link["url"]).strip()
    return ""


def names_another(raw: Json, patient: str) -> bool:
    """Return whether a resource is about somebody else: a server that ignores `patient` gives everybody's."""
    if raw["resourceType"] == "Patient":
        return raw.get("id") != patient
    mine = f"Patient/{patient}"
    for key in _SUBJECT_KEYS:
        value = raw.get(key)
        if value is None:
            continue
        for reference in objects(value):
            text = reference.get("reference")
            if text == mine:
                return False
            end = tail(text) if isinstance(text, str) else ""
            if end.startswith("Patient/"):
                return end != mine
    return False
