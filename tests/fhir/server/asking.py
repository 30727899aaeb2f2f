"""Ask the hostile EHR from a test: a session, a pull, and what was said about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from copilot.fhir.connections import Auth, Connection
from copilot.fhir.server.collected import Collected
from copilot.fhir.server.pulling import pull_patient
from copilot.fhir.server.resolve import references_in
from copilot.fhir.smart.context import Context
from copilot.fhir.smart.scopes import Scopes
from copilot.fhir.smart.session import Session, open_session
from copilot.fhir.smart.tokens import Tokens
from copilot.fhir.stop import Stop
from tests.ehr import Ehr, Quirks, Server, generate, serve
from tests.ehr.grants import Grant

Json = dict[str, Any]


def connection(base: str) -> Connection:
    return Connection("test", "Test hospital", base, auth=Auth.OPEN, proxy="")


def session_at(base: str) -> Session:
    return open_session(connection(base))


def signed_in(ehr: Ehr, *scopes: str, patient: str = "p1", seconds: float = 3600.0) -> Session:
    """Return a session with a token that the EHR knows, for these scopes."""
    scope = " ".join(scopes or ("patient/*.rs",))
    token = ehr.tokens.give_access(Grant(scope, patient), seconds)
    return Session(
        connection(ehr.base),
        granted=Scopes(tuple(scope.split())),
        context=Context(patient=patient),
        tokens=Tokens(access=token),
    )


@contextmanager
def hospital(resources: Iterable[Json] | None = None, *, protected: bool = False, **quirks: Any) -> Iterator[Server]:
    with serve(Ehr(resources, quirks=Quirks(**quirks), protected=protected)) as server:
        yield server


def pull(server: Server, patient: str = "p1", session: Session | None = None, **more: Any) -> Collected:
    return pull_patient(session or session_at(server.base), patient, stop=Stop(), **more)


def said(collected: Collected) -> str:
    """Return what could not be had, without what this small EHR does not keep."""
    return "\n".join(problem.text for problem in collected.unknown() if "does not offer it" not in problem.text)


def asked(server: Server, kind: str) -> list[str]:
    """Return path and query of the requests for one type, without the path of the server."""
    start = f"{server.ehr.fhir_path}/"
    targets = [one.target.removeprefix(start) for one in server.ehr.requests]
    return [target for target in targets if target.startswith((f"{kind}?", f"{kind}/")) or target == kind]


def keys(collected: Collected) -> list[str]:
    return [f"{entry.raw['resourceType']}/{entry.raw['id']}" for entry in collected.entries]


def all_keys(resources: Iterable[Json]) -> set[str]:
    return {f"{one['resourceType']}/{one['id']}" for one in resources}


def record(resources: int = 60) -> list[Json]:
    """Return one patient's record in which everything belongs to the patient or is referred to."""
    made = generate(resources)
    named = {reference for one in made for reference in references_in(one)}
    return [one for one in made if one["resourceType"] != "Medication" or f"Medication/{one['id']}" in named]
