"""Whether two answers of a server tell of the same thing."""

from __future__ import annotations

from copilot.fhir.pull import Json
from copilot.fhir.shapes import objects

FILLED = frozenset({"DocumentReference", "DiagnosticReport"})  # whose attachments are fetched and put in place


def key_of(raw: Json) -> str:
    """Return `Type/id` of a resource, "" where it has no id."""
    identity = raw.get("id")
    return f"{raw['resourceType']}/{identity}" if isinstance(identity, str) and identity else ""


def categories_of(raw: Json) -> set[str]:
    """Return the codes of a resource's categories."""
    codings = (coding for concept in objects(raw.get("category")) for coding in objects(concept.get("coding")))
    return {code for coding in codings if isinstance(code := coding.get("code"), str)}


def same(known: Json, raw: Json) -> bool:
    """Return whether a resource is the one that is known: the same content, or the same version of it.

    A document that was filled with its content since is the one that it was.
    """
    if known == raw or (known["resourceType"] in FILLED and bare(known) == bare(raw)):
        return True
    mine, theirs = known.get("meta"), raw.get("meta")
    if not isinstance(mine, dict) or not isinstance(theirs, dict):
        return False
    version = mine.get("versionId")
    return bool(version) and (version, mine.get("lastUpdated")) == (theirs.get("versionId"), theirs.get("lastUpdated"))


def bare(raw: Json) -> Json:
    """Return a document without what its attachments hold."""
    kept = dict(raw)
    forms = raw.get("presentedForm")
    if isinstance(forms, list):
        kept["presentedForm"] = [_without_data(form) for form in forms]
    contents = raw.get("content")
    if isinstance(contents, list):
        kept["content"] = [
            {**item, "attachment": _without_data(item.get("attachment"))} if isinstance(item, dict) else item
            for item in contents
        ]
    return kept


def _without_data(attachment: object) -> object:
    if not isinstance(attachment, dict) or not attachment.get("url"):
        return attachment
    return {key: value for key, value in attachment.items() if key not in ("data", "contentType")}
