"""Ask the hostile EHR from a test: an open session, a pull, and what was said about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from copilot.fhir.connections import Auth, Connection
from copilot.fhir.server.collected import Collected
from copilot.fhir.server.pulling import pull_patient
from copilot.fhir.smart.session import Session, open_session
from copilot.fhir.stop import Stop
from tests.ehr import Ehr, Quirks, Server, serve


def session_at(base: str) -> Session:
    return open_session(Connection("test", "Test hospital", base, auth=Auth.OPEN))


@contextmanager
def hospital(resources: list[dict[str, Any]] | None = None, **quirks: Any) -> Iterator[Server]:
    with serve(Ehr(resources, quirks=Quirks(**quirks))) as server:
        yield server


def pull(server: Server, patient: str = "p1", **more: Any) -> Collected:
    return pull_patient(session_at(server.base), patient, stop=Stop(), **more)


def said(collected: Collected) -> str:
    """Return what could not be had, without what this small EHR never offers."""
    lines = [problem.text for problem in collected.unknown() if "does not offer it" not in problem.text]
    return "\n".join(lines)


def asked(server: Server, kind: str) -> list[str]:
    """Return the queries of the requests for one type."""
    return [one.target for one in server.ehr.requests if one.path.endswith(f"/{kind}")]


def keys(collected: Collected) -> list[str]:
    return [f"{entry.raw['resourceType']}/{entry.raw['id']}" for entry in collected.entries]
