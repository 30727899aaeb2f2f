"""Open one parsed JSON document (any Bundle type, Parameters, bare resource, list) into its resources."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from copilot.breath import in_breaths
from copilot.errors import InputError
from copilot.fhir.jsontext import REMEDY_JSON, parse
from copilot.fhir.outcome import outcome_text
from copilot.fhir.pull import Json, Problem, ProblemKind
from copilot.fhir.quoted import quoted
from copilot.fhir.said import from_outcome

# A batch-response holds searchsets, and those hold resources; deeper nesting is not FHIR.
MAX_BUNDLES_DEEP = 5


class Entry(NamedTuple):  # made for each of tens of thousands, in a quarter of a dataclass's time
    """One resource as it came, with the entry's own `fullUrl` and the Bundle's timestamp ("" where none)."""

    raw: Json
    full_url: str = ""
    bundle_time: str = ""
    origin: str = ""


@dataclass(slots=True)
class Contents:
    """What one document holds."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    bundle_types: list[str] = field(default_factory=list)
    bundle_time: str = ""  # of the Bundle that is being opened, or of the one around it


def open_document(document: object, where: str) -> Contents:
    """Return the resources of one parsed document.

    Raises `InputError` when it is no FHIR, an OperationOutcome, or holds no resource at all.
    """
    contents = Contents()
    if isinstance(document, list):
        for item in document:
            _take(item, "", contents, 0)
    elif isinstance(document, dict):
        _refuse_non_fhir(document, where)
        _take(document, "", contents, 0)
    else:
        raise InputError("is JSON but no FHIR resource.", where=where, remedy=REMEDY_JSON)
    if not contents.entries:
        raise _nothing_in(contents, document, where)
    return contents


def _refuse_non_fhir(document: Json, where: str) -> None:
    kind = document.get("resourceType")
    if kind == "OperationOutcome":
        reason = outcome_text(document)
        raise InputError(
            f"is a server's error message instead of a record: {quoted(reason)}.",
            where=where,
            remedy="Fetch the record again.",
        )
    if not isinstance(kind, str) or not kind:
        raise InputError("is JSON but no FHIR resource (it has no resourceType).", where=where, remedy=REMEDY_JSON)


def _nothing_in(contents: Contents, document: object, where: str) -> InputError:
    """Return the error for a document without a single resource, with the server's reason if any."""
    said = "; ".join(problem.text for problem in contents.problems)
    if not contents.bundle_types:
        what = "is JSON but no FHIR resource." if isinstance(document, list) else "holds no resources."
    else:
        what = f"holds no resources (a {contents.bundle_types[0] or 'Bundle'} with no usable entry)."
    return InputError(f"{what} {said}".strip(), where=where, remedy="Check the export.")


def _take(item: object, full_url: str, contents: Contents, depth: int) -> None:
    """Add one resource, opening what only wraps others."""
    if not isinstance(item, dict) or not isinstance(item.get("resourceType"), str):
        contents.problems.append(Problem(ProblemKind.UNREADABLE, "An entry is no FHIR resource and was left out."))
        return
    kind = item["resourceType"]
    if kind == "Bundle" and depth < MAX_BUNDLES_DEEP:
        _take_bundle(item, contents, depth)
    elif kind == "Parameters":
        for inner in _parameter_resources(item, 0):
            _take(inner, "", contents, depth + 1)
    elif kind == "OperationOutcome":
        ours = from_outcome(item)
        contents.problems.append(
            ours or Problem(ProblemKind.REFUSED, f"The server says: {quoted(outcome_text(item))}.")
        )
    elif kind == "Binary" and depth < MAX_BUNDLES_DEEP and _is_bulk_output(item):
        for inner in _binary_lines(item):
            _take(inner, "", contents, depth + 1)
    else:
        contents.entries.append(Entry(item, full_url, contents.bundle_time))


def _is_bulk_output(binary: Json) -> bool:
    kind = binary.get("contentType")
    return isinstance(kind, str) and "ndjson" in kind and isinstance(binary.get("data"), str)


def _binary_lines(binary: Json) -> Iterator[object]:
    """Yield the resources of a cached bulk export: NDJSON in the base64 of a Binary."""
    try:
        lines = b64decode(binary["data"]).decode("utf-8", errors="replace").split("\n")
    except ValueError:
        yield None
        return
    for line in lines:
        if line.strip():
            try:
                yield parse(line, "Binary")
            except InputError:
                yield None


def _take_bundle(bundle: Json, contents: Contents, depth: int) -> None:
    kind = bundle.get("type")
    contents.bundle_types.append(kind if isinstance(kind, str) else "")
    entries = bundle.get("entry")
    entries = [entries] if isinstance(entries, dict) else entries
    if entries is not None and not isinstance(entries, list):
        contents.problems.append(Problem(ProblemKind.UNREADABLE, "Bundle.entry is no list and was left out."))
        entries = []
    before, around, stamp = len(contents.entries), contents.bundle_time, bundle.get("timestamp")
    contents.bundle_time = stamp if isinstance(stamp, str) and stamp else around
    seen: set[str] = set()
    for entry in in_breaths(entries or []):
        _take_entry(entry, contents, depth, seen if kind == "history" else None)
    contents.bundle_time = around
    _say_what_is_missing(bundle, contents, len(contents.entries) - before)


def _take_entry(entry: object, contents: Contents, depth: int, history: set[str] | None) -> None:
    """Add one entry; in a history (newest first) only the newest version counts, and a deletion ends it."""
    if not isinstance(entry, dict):
        contents.problems.append(Problem(ProblemKind.UNREADABLE, "A Bundle entry is no object and was left out."))
        return
    full_url = entry["fullUrl"] if isinstance(entry.get("fullUrl"), str) else ""
    resource = entry.get("resource")
    if history is not None:
        key = full_url or _history_key(entry)
        if key and key in history:
            return
        history.add(key)
    if resource is None:
        _take_response(entry, contents)
    else:
        _take(resource, full_url, contents, depth + 1)


def _history_key(entry: Json) -> str:
    resource = entry.get("resource")
    if isinstance(resource, dict) and isinstance(resource.get("id"), str):
        return f"{resource.get('resourceType')}/{resource['id']}"
    request = entry.get("request")
    return str(request.get("url", "")) if isinstance(request, dict) else ""


def _take_response(entry: Json, contents: Contents) -> None:
    """Say what a batch-response refused: an entry with a status and no resource."""
    response = entry.get("response")
    if not isinstance(response, dict):
        return
    status = str(response.get("status", ""))
    if status.startswith("2"):
        return
    outcome = response.get("outcome")
    reason = f": {outcome_text(outcome)}" if isinstance(outcome, dict) else ""
    contents.problems.append(
        Problem(ProblemKind.REFUSED, f"The server refused a part of the record ({status[:60]}{reason}).")
    )


def _say_what_is_missing(bundle: Json, contents: Contents, count: int) -> None:
    """Say that a search result is one page of several, or shorter than its own total."""
    links = bundle.get("link")
    relations = [link.get("relation") for link in links if isinstance(link, dict)] if isinstance(links, list) else []
    total = bundle.get("total")
    if "next" in relations:
        text = "The file is one page of a longer search result; the next pages are not in it."
        contents.problems.append(Problem(ProblemKind.TRUNCATED, text))
    elif isinstance(total, int) and not isinstance(total, bool) and total > count and count:
        text = f"The search result names {total} matches, the file holds {count}."
        contents.problems.append(Problem(ProblemKind.TRUNCATED, text))


def _parameter_resources(item: Json, depth: int) -> Iterator[Any]:
    """Yield the resources inside a Parameters resource (the answer of some operations)."""
    parameters = item.get("parameter") or item.get("part")
    if not isinstance(parameters, list) or depth > MAX_BUNDLES_DEEP:
        return
    for parameter in parameters:
        if isinstance(parameter, dict):
            if isinstance(parameter.get("resource"), dict):
                yield parameter["resource"]
            yield from _parameter_resources(parameter, depth + 1)
