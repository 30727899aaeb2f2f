"""Fetch what the entries refer to, medications and the like: in capped batches by `_id`, else by read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import quote

from copilot.errors import ServerError
from copilot.fhir.pull import Json, ProblemKind
from copilot.fhir.references import tail
from copilot.fhir.server.answers import NoAnswerError
from copilot.fhir.server.collected import Collected, Unfinished
from copilot.fhir.server.http import Http
from copilot.fhir.server.line import Line
from copilot.fhir.server.pages import walk
from copilot.fhir.server.plan import AS_FAR, REFERENCES, Search
from copilot.fhir.server.searchset import names_another
from copilot.fhir.smart.scopes import Scopes

BATCH = 25
MOST = 200
ENOUGH_SILENCE = 2  # questions without an answer, and the rest is left for a person's Resume
# In the order of what a chart needs first: a medication without its Medication has no name.
TYPES = (
    "Medication", "Encounter", "Observation", "Condition", "Specimen", "Practitioner", "PractitionerRole",
    "Organization", "Location", "Device", "Substance",
)  # fmt: skip
# Elements without references, which are most of a chart: looking into them costs more than reading the JSON.
_PLAIN = frozenset({
    "resourceType", "id", "meta", "text", "status", "category", "code", "valueQuantity", "valueCodeableConcept",
    "interpretation", "referenceRange", "effectiveDateTime", "issued", "clinicalStatus", "verificationStatus", "note",
})  # fmt: skip
# FHIR's ids, and what servers take for one; anything else would be an address that no server has.
_ID = re.compile(r"[A-Za-z0-9\-._~:|=+]{1,128}")
_ROUNDS = 2  # a PractitionerRole refers to its Practitioner


class References:
    """The references of one pull that point at nothing that has arrived."""

    def __init__(self, http: Http, scopes: Scopes, collected: Collected, heard: Callable[[Search], None]) -> None:
        self._http = http
        self._scopes = scopes
        self._collected = collected
        self._heard = heard
        self._why = ""
        self._elsewhere: set[str] = set()
        self._silent = 0
        self._looked_at = 0
        self._found: dict[str, None] = {}

    def look(self) -> None:
        """Note what the entries that came since the last look refer to: a little work after every page."""
        entries = self._collected.entries
        while self._looked_at < len(entries):
            for reference in references_in(entries[self._looked_at].raw):
                name = self._named(reference)
                if name:
                    self._found[name] = None
            self._looked_at += 1

    async def fetch(self, hands: int) -> None:
        """Fetch them, and say which could not be had."""
        asked: list[str] = []
        over = 0
        for _ in range(_ROUNDS):
            if self._why:
                break
            wanted = self._wanted()
            room = max(0, MOST - len(asked))
            over = max(0, len(wanted) - room)
            asked += wanted[:room]
            if not wanted[:room]:
                break
            await Line(_batches(wanted[:room])).work(hands, self._batch)
        if over:
            text = f"{over} more entries are referred to and were not fetched (at most {MOST})."
            self._collected.say(ProblemKind.TRUNCATED, text)
        self._say(asked)
        if self._why:
            self._collected.leave(REFERENCES, "", self._why)
        else:
            self._collected.close(REFERENCES)

    def _wanted(self) -> list[str]:
        """Return `Type/id` of what is referred to, is not here and was not asked for, the needed first."""
        self.look()
        order = {kind: place for place, kind in enumerate(TYPES)}
        wanted = (name for name in self._found if not self._collected.has(name) and name not in self._collected.tried)
        return sorted(wanted, key=lambda name: order[name.partition("/")[0]])

    def _named(self, reference: str) -> str:
        """Return `Type/id` of a reference that is worth asking for, else ""."""
        if reference.startswith(("#", "urn:")):
            return ""
        name = tail(reference)
        kind, _, identity = name.partition("/")
        if kind not in TYPES or not _ID.fullmatch(identity):
            return ""
        # The same id under another base, even of this host, is something else.
        if "://" in reference and not reference.startswith(f"{self._http.base}/"):
            self._elsewhere.add(name)
            return ""
        return name

    async def _batch(self, names: list[str]) -> None:
        """Ask for up to 25 of one type at once, and one by one where the server does not know how."""
        kind = names[0].partition("/")[0]
        capability = self._collected.capability
        if self._silent >= ENOUGH_SILENCE:
            return
        if not self._scopes.may_read(kind) or (
            capability and not capability.reads(kind) and not capability.searches(kind)
        ):
            self._collected.tried.update(names)
            return
        try:
            if len(names) > 1 and self._scopes.may_search(kind) and (not capability or capability.searches(kind)):
                await self._by_id(kind, names)
            if not any(self._collected.has(name) for name in names):
                for name in names:
                    await self._read(name)
        except NoAnswerError as error:
            self._why = error.what
            self._silent += 1
            return
        self._collected.tried.update(names)

    async def _by_id(self, kind: str, names: list[str]) -> None:
        ids = ",".join(name.partition("/")[2] for name in names)
        search = Search(kind, (("_id", ids),), label=f"{kind} (referred to)", count=False)
        try:
            await walk(self._http, self._collected, Unfinished(search), self._heard)
        except NoAnswerError:
            raise
        except ServerError:
            return

    async def _read(self, name: str) -> None:
        kind, _, identity = name.partition("/")
        try:
            raw = await self._http.json(f"{kind}/{quote(identity, safe='')}")
        except NoAnswerError:
            raise
        except ServerError:
            return
        if raw["resourceType"] == kind and not names_another(raw, self._collected.patient):
            self._collected.add(raw)
        self._heard(Search(kind, label=f"{kind} (referred to)"))

    def _say(self, asked: list[str]) -> None:
        missing = Counter(
            name.partition("/")[0] for name in asked if name in self._collected.tried and not self._collected.has(name)
        )
        for kind, count in missing.items():
            text = f"{kind}: {count} that entries refer to could not be had. {AS_FAR}"
            self._collected.say(ProblemKind.REFUSED, text, kind)
        elsewhere = sum(not self._collected.has(name) for name in self._elsewhere)
        if elsewhere:
            text = f"{elsewhere} reference(s) point to other servers, which are not asked."
            self._collected.say(ProblemKind.TRUNCATED, text)


def _batches(names: list[str]) -> Iterator[list[str]]:
    by_kind: dict[str, list[str]] = {}
    for name in names:
        by_kind.setdefault(name.partition("/")[0], []).append(name)
    for same in by_kind.values():
        for start in range(0, len(same), BATCH):
            yield same[start : start + BATCH]


def references_in(raw: Json) -> Iterator[str]:
    """Yield every `reference` inside a resource."""
    stack: list[object] = [value for name, value in raw.items() if name not in _PLAIN]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            text = item.get("reference")
            if isinstance(text, str) and text:
                yield text
            stack += item.values()
        elif isinstance(item, list):
            stack += item
