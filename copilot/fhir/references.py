"""Resolve references inside one pull, in a fixed order; what does not resolve stays a shown gap."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from copilot.fhir.pull import Json, Resource

_TAIL = re.compile(r"(?:^|/)([A-Z][A-Za-z]+)/([^/?#\s]+)(?:/_history/[^/?#\s]+)?/?$")
_HISTORY = re.compile(r"/_history/[^/]*$")


def tail(reference: str) -> str:
    """Return `Type/id` at the end of a reference, relative or absolute, without its version, else ""."""
    found = _TAIL.search(reference)
    return f"{found[1]}/{found[2]}" if found else ""


def _current(reference: str) -> str:
    """Return a reference without the version in it."""
    return _HISTORY.sub("", reference) if "/_history/" in reference else reference


def display_of(reference: object) -> str:
    """Return the `display` of a Reference, which is all that is left when it cannot be resolved."""
    if isinstance(reference, dict) and isinstance(reference.get("display"), str):
        return str(reference["display"])
    return ""


class ReferenceIndex:
    """All resources of one pull, found by the ways in which records point at each other.

    Order: `#contained` in the holder; exact fullUrl; relative to the base of the holder's own fullUrl;
    `Type/id`; the tail of an absolute URL (with or without `_history`); a conditional reference or an
    identifier that a resource carries.
    """

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._resources = tuple(resources)
        self._by_url: dict[str, Resource] = {}
        for resource in self._resources:
            if resource.full_url:
                self._by_url.setdefault(_current(resource.full_url), resource)

    def find(self, reference: object, holder: Resource | None = None) -> Resource | None:
        """Return the resource that a Reference (dict) or a reference string means, or None."""
        if isinstance(reference, str):
            return self._find_text(reference, holder)
        if not isinstance(reference, dict):
            return None
        text = reference.get("reference")
        if isinstance(text, str) and text:
            return self._find_text(text, holder)
        identifier = reference.get("identifier")
        kind = reference.get("type")
        if isinstance(identifier, dict):
            return self._find_identifier(identifier, kind if isinstance(kind, str) else "")
        return None

    def _find_text(self, text: str, holder: Resource | None) -> Resource | None:
        if text.startswith("#"):
            return contained(holder, text[1:]) if holder else None
        plain = _current(text)
        found = self._by_url.get(plain)
        if found is None and holder is not None and ":" not in plain:
            base = _base(holder)
            found = self._by_url.get(f"{base}/{plain}") if base else None
        if found is None:
            found = self._by_tail.get(plain) or self._by_tail.get(tail(plain))
        if found is None and "?" in text:
            found = self._find_conditional(text)
        return found

    def _find_conditional(self, text: str) -> Resource | None:
        """Resolve `Type?identifier=system|value`, which transaction Bundles use before ids exist."""
        kind, _, query = text.partition("?")
        for part in query.split("&"):
            name, _, value = part.partition("=")
            if name == "identifier":
                system, bar, number = value.rpartition("|")
                wanted = {"value": number} | ({"system": system} if bar and system else {})
                return self._find_identifier(wanted, kind.rpartition("/")[2])
        return None

    def _find_identifier(self, identifier: Json, kind: str) -> Resource | None:
        value, system = identifier.get("value"), identifier.get("system")
        if not isinstance(value, str) or not value:
            return None
        for resource, own_system in self._by_identifier.get(value, ()):
            if (not kind or resource.type == kind) and (not system or not own_system or system == own_system):
                return resource
        return None

    def uses_identifier_system(self, kind: str, system: str) -> bool:
        """Return whether any resource of this type carries an identifier of this system."""
        return any(
            resource.type == kind and own == system
            for carriers in self._by_identifier.values()
            for resource, own in carriers
        )

    @cached_property
    def _by_tail(self) -> dict[str, Resource]:
        found: dict[str, Resource] = {}
        for resource in self._resources:
            found.setdefault(f"{resource.type}/{resource.id}", resource)
        return found

    @cached_property
    def _by_identifier(self) -> dict[str, list[tuple[Resource, str]]]:
        found: dict[str, list[tuple[Resource, str]]] = {}
        for resource in self._resources:
            identifiers = resource.raw.get("identifier")
            for identifier in identifiers if isinstance(identifiers, list) else [identifiers]:
                if isinstance(identifier, dict) and isinstance(identifier.get("value"), str):
                    system = identifier.get("system")
                    entry = (resource, system if isinstance(system, str) else "")
                    found.setdefault(identifier["value"], []).append(entry)
        return found


def contained(holder: Resource, identifier: str) -> Resource | None:
    """Return the resource contained in `holder` under this id; its own id becomes `holder#id`."""
    inner = holder.raw.get("contained")
    for raw in inner if isinstance(inner, list) else [inner]:
        if isinstance(raw, dict) and raw.get("id") in (identifier, f"#{identifier}"):
            kind = raw.get("resourceType")
            return Resource(kind if isinstance(kind, str) else "", f"{holder.id}#{identifier}", raw)
    return None


def _base(holder: Resource) -> str:
    """Return the server base of the holder's fullUrl (`https://x/fhir`), or "" for a URN."""
    end = f"/{holder.type}/"
    head, found, _ = holder.full_url.rpartition(end)
    return head if found else ""
