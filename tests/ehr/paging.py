"""Searchset pages behind opaque `next` links, honest or not."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from tests.ehr.answers import RefusalError, fhir, outcome
from tests.ehr.store import key

if TYPE_CHECKING:
    from tests.ehr.app import Ehr

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Walk:
    """One search being paged through: what it shows, what it counts, where the page begins."""

    kind: str
    found: tuple[Json, ...]
    warnings: tuple[Json, ...]
    size: int
    total: int
    start: int = 0
    page: int = 1
    again: bool = False


class Pager:
    """Keeps the walks by the opaque name that their `next` link holds."""

    def __init__(self) -> None:
        self._walks: dict[str, Walk] = {}
        self._names: dict[tuple[str, int, int, int], str] = {}

    def resume(self, ehr: Ehr, name: str) -> Response:
        """Return the page behind a `next` link; 404 where the session has expired."""
        walk = self._walks.get(name[:16])
        if walk is None:
            raise RefusalError(404, "not-found", "Unknown or expired page.")
        if ehr.quirks.session_expires_after and walk.page > ehr.quirks.session_expires_after:
            self.forget()
            raise RefusalError(404, "not-found", "The search session has expired.")
        return self.answer(ehr, walk)

    def answer(self, ehr: Ehr, walk: Walk) -> Response:
        """Return one page as a Bundle."""
        shown, following = self._cut(ehr, walk)
        links = [{"relation": "self", "url": f"{ehr.base}/{walk.kind}"}]
        if following is not None:
            links.append({"relation": "next", "url": self._link(ehr, walk, following)})
        return fhir(_bundle(ehr, walk, shown, links), ehr.quirks)

    def forget(self) -> None:
        """Let every search session expire."""
        self._walks.clear()
        self._names.clear()

    def is_past_end(self, name: str) -> bool:
        walk = self._walks.get(name[:16])
        return walk is not None and walk.start >= len(walk.found)

    def _cut(self, ehr: Ehr, walk: Walk) -> tuple[tuple[Json, ...], Walk | None]:
        """Return what this page shows and the walk of the next page, None after the last."""
        if ehr.quirks.empty_page == walk.page:
            return (), _after(walk, walk.start)
        end = walk.start + walk.size
        shown = walk.found[walk.start : end]
        if ehr.quirks.next_loops:
            return shown, walk
        if ehr.quirks.duplicate_pages and not walk.again:
            return shown, _after(walk, walk.start, again=True)
        hangs = ehr.quirks.last_page_hangs and walk.start < len(walk.found)
        return shown, _after(walk, end) if end < len(walk.found) or hangs else None

    def _link(self, ehr: Ehr, walk: Walk, following: Walk) -> str:
        """Return a `next` link in the form that the quirks ask for."""
        quirks = ehr.quirks
        place = (walk.kind, id(walk.found), following.start, following.page)
        fresh = quirks.next_loops == "fresh"
        name = secrets.token_hex(8) if fresh else self._names.setdefault(place, secrets.token_hex(8))
        self._walks[name] = following
        query = f"-pageContext={name}{'A' * quirks.next_padding}&-pageDirection=NEXT{quirks.next_suffix}"
        path = f"{walk.kind}?{query}"
        if quirks.next_host:
            return f"{quirks.next_host}{ehr.fhir_path}/{path}"
        return {
            "absolute": f"{ehr.base}/{path}",
            "host": f"{ehr.fhir_path}/{path}",
            "base": path,
            "query": f"?{query}",
        }[quirks.next_form]


def _after(walk: Walk, start: int, *, again: bool = False) -> Walk:
    return replace(walk, start=start, page=walk.page + 1, again=again)


def _bundle(ehr: Ehr, walk: Walk, shown: tuple[Json, ...], links: list[Json]) -> str:
    """Return the JSON of a page, joined from texts that are made once."""
    entries = [
        f'{{"fullUrl": "{ehr.base}/{key(resource)}", "resource": {ehr.store.text(resource, ehr.base)}, '
        f'"search": {{"mode": "match"}}}}'
        for resource in shown
    ]
    warnings = list(walk.warnings) if walk.page == 1 else []
    if ehr.quirks.warning_when_empty and not walk.found:
        warnings.append(outcome("not-found", "No matching resources.", "warning"))
    entries += [json.dumps({"resource": warning, "search": {"mode": "outcome"}}) for warning in warnings]
    total = "" if ehr.quirks.no_total else f'"total": {walk.total}, '
    head = f'{{"resourceType": "Bundle", "type": "searchset", {total}"link": {json.dumps(links)}'
    return f'{head}, "entry": [{", ".join(entries)}]}}' if entries else f"{head}}}"
