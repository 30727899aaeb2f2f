"""Who is meant: find patients by name, birth date or identifier, and those who are seen on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from copilot.errors import InputError
from copilot.fhir.pull import Json, Problem, ProblemKind
from copilot.fhir.quoted import quoted
from copilot.fhir.references import tail
from copilot.fhir.server.answers import RefusedError
from copilot.fhir.server.http import Http
from copilot.fhir.server.identity import key_of
from copilot.fhir.server.line import Line
from copilot.fhir.server.patient_line import PatientLine, line_of
from copilot.fhir.server.plan import AS_FAR, Search, patient_search
from copilot.fhir.server.resolve import BATCH, references_in
from copilot.fhir.server.searchset import read_page
from copilot.fhir.smart.session import Session
from copilot.fhir.stop import Stop
from copilot.fhir.transport import IN_FLIGHT

__all__ = ["PatientLine", "find_patients", "line_of", "todays_patients"]

MOST_PAGES = 5  # of a list to choose from: whoever gets more asks more narrowly
MOST_PATIENTS = 200
_OVER = frozenset({"cancelled", "noshow", "entered-in-error"})

Params = tuple[tuple[str, str], ...]


def find_patients(
    session: Session, *, name: str = "", birth_date: str = "", identifier: str = "", stop: Stop
) -> tuple[list[PatientLine], list[Problem]]:
    """Return the patients who fit, and what the server did not tell.

    Under a sign-in for one patient that one is returned. Raises `InputError` without anything to look for,
    `ServerError`, `SignInError` and `StoppedError`.
    """
    wanted = tuple((key, value.strip()) for key, value in (("birthdate", birth_date), ("identifier", identifier)))
    known = tuple(pair for pair in wanted if pair[1])
    if not known and not name.strip():
        raise InputError("needs a name, a birth date or an identifier.", where="Patient search")
    return stop.run(_find(session, name.strip(), known))


def todays_patients(session: Session, *, day: str, stop: Stop) -> tuple[list[PatientLine], list[Problem]]:
    """Return the patients with an appointment or an encounter on a day (`2026-11-27`), where the server allows it.

    Where the one who signed in is known, only theirs if the server can tell. Raises as `find_patients` does.
    """
    return stop.run(_on(session, day))


async def _find(session: Session, name: str, known: Params) -> tuple[list[PatientLine], list[Problem]]:
    async with Http(session) as http:
        if session.granted.one_patient_only:
            text = "This sign-in is for one patient; no other can be found."
            said = [Problem(ProblemKind.REFUSED, text, "Patient")]
            mine = session.context.patient
            return ([line_of(raw) for raw in await _read(http, [mine])] if mine else []), said
        problems: list[Problem] = []
        found = await _first_accepted(http, "Patient", [(*form, *known) for form in _names(name)], problems)
        return [line_of(raw) for raw in found if raw["resourceType"] == "Patient"], problems


def _names(name: str) -> list[Params]:
    """Return the ways to ask for a name: as a whole, else (some servers) by family and given name."""
    if not name:
        return [()]
    family, comma, given = name.partition(",")
    if not comma:
        given, _, family = name.rpartition(" ")
    parts = (("family", family.strip()), ("given", given.strip()))
    apart = tuple(pair for pair in parts if pair[1])
    whole = " ".join(value for _, value in reversed(apart))
    return [(("name", whole),), apart] if not comma or not given.strip() else [apart, (("name", whole),)]


async def _on(session: Session, day: str) -> tuple[list[PatientLine], list[Problem]]:
    user = tail(session.context.user)
    problems: list[Problem] = []
    names: dict[str, None] = {}
    async with Http(session) as http:
        for kind, who in (("Appointment", "actor"), ("Encounter", "participant")):
            if not session.granted.may_search(kind):
                text = f"{kind}: not asked, because this sign-in does not allow it. {AS_FAR}"
                problems.append(Problem(ProblemKind.REFUSED, text, kind))
                continue
            mine: list[Params] = [(("date", day), (who, user))] if user.startswith("Practitioner/") else []
            try:
                found = await _first_accepted(http, kind, [*mine, (("date", day),)], problems)
            except RefusedError as error:
                problems.append(Problem(ProblemKind.REFUSED, f"{kind}: {error.what} {AS_FAR}", kind))
                continue
            names |= dict.fromkeys(_patients_in(found))
        ids = list(names)
        if len(ids) > MOST_PATIENTS:
            problems.append(Problem(ProblemKind.TRUNCATED, f"Only {MOST_PATIENTS} of {len(ids)} patients are listed."))
        return [line_of(raw) for raw in await _read(http, ids[:MOST_PATIENTS])], problems


async def _first_accepted(http: Http, kind: str, forms: list[Params], problems: list[Problem]) -> list[Json]:
    """Return what the first question finds that the server accepts; raises the last refusal."""
    for form in forms[:-1]:
        try:
            return await _search(http, Search(kind, form), problems)
        except RefusedError as error:
            if error.status not in (400, 422):
                raise
    return await _search(http, Search(kind, forms[-1]), problems)


async def _search(http: Http, search: Search, problems: list[Problem]) -> list[Json]:
    """Return what a search finds, as far as a list to choose from goes."""
    found: list[Json] = []
    url, urls = search.url, set[str]()
    while url and url not in urls and len(urls) < MOST_PAGES:
        urls.add(url)
        page = read_page(await http.json(url), http.where)
        found += [raw for raw, _ in page.entries]
        problems += [
            Problem(ProblemKind.REFUSED, f"{search.type}: the server says: {quoted(text)}.") for text in page.said
        ]
        url = http.address(page.next, url) if page.next else ""
    if url:
        text = f"{search.type}: there are more; ask more narrowly."
        problems.append(Problem(ProblemKind.TRUNCATED, text, search.type))
    return list({key_of(raw) or id(raw): raw for raw in found}.values())


def _patients_in(found: Iterable[Json]) -> Iterator[str]:
    """Yield the ids of the patients of appointments and encounters, in order of time."""
    for raw in sorted(found, key=_start):
        if raw.get("status") not in _OVER:
            for reference in references_in(raw):
                if tail(reference).startswith("Patient/"):
                    yield tail(reference).removeprefix("Patient/")


def _start(raw: Json) -> str:
    period = raw.get("period")
    return str(raw.get("start") or (period.get("start", "") if isinstance(period, dict) else ""))


async def _read(http: Http, ids: list[str]) -> list[Json]:
    """Return patients by id: in batches, and by reading each that this does not give."""
    found: dict[str, Json] = {}

    async def batch(some: list[str]) -> None:
        try:
            raws = await _search(http, _by_id(some), [])
        except RefusedError:
            return
        found.update({str(raw.get("id")): raw for raw in raws if raw["resourceType"] == "Patient"})

    async def one(identity: str) -> None:
        try:
            raw = await http.json(patient_search(identity).url)
        except RefusedError:
            return
        if raw["resourceType"] == "Patient":
            found[identity] = raw

    if len(ids) > 1:
        await Line([ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]).work(IN_FLIGHT, batch)
    await Line([identity for identity in ids if identity not in found]).work(IN_FLIGHT, one)
    return [found[identity] for identity in ids if identity in found]


def _by_id(ids: list[str]) -> Search:
    return Search("Patient", (("_id", ",".join(ids)),), count=False)
