"""Ask the hostile EHR as the program does: pull one patient, and look at what came and what was said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from copilot.chart.build import build
from copilot.chart.chart import Chart
from copilot.chart.fact import Fact
from copilot.fhir.connections import Auth, Connection
from copilot.fhir.server.collected import Collected
from copilot.fhir.server.pulling import pull_patient
from copilot.fhir.smart.session import Session, open_session
from copilot.fhir.stop import Stop
from tests.ehr import Ehr, Quirks, Server, serve
from tests.ehr.chart import patient

Json = dict[str, Any]
TODAY = date(2026, 11, 27)


@contextmanager
def hospital(
    resources: list[Json] | None = None, *, served: dict[str, str] | None = None, **quirks: Any
) -> Iterator[Server]:
    """Serve an open EHR with these quirks."""
    with serve(Ehr(resources, served=served, quirks=Quirks(**quirks))) as server:
        yield server


def with_patient(*resources: Json) -> list[Json]:
    return [patient(), *resources]


def visitor(server: Server) -> Session:
    """Return the session of a server that asks nobody who they are."""
    return open_session(Connection("test", "Test hospital", server.base, auth=Auth.OPEN))


def pull(server: Server, name: str = "p1", *, session: Session | None = None, **more: Any) -> Collected:
    return pull_patient(session or visitor(server), name, stop=Stop(), **more)


def chart(collected: Collected) -> Chart:
    return build(collected.to_pull(), today=TODAY)


def pulled_chart(*resources: Json, served: dict[str, str] | None = None, **quirks: Any) -> Chart:
    """Return the chart of p1 with these resources, as it comes from the server."""
    with hospital(with_patient(*resources), served=served, **quirks) as server:
        return chart(pull(server))


def facts_of(found: Chart, reference: str) -> list[Fact]:
    return [fact for fact in found.facts if fact.source.resource == reference]


def keys(collected: Collected) -> list[str]:
    return [f"{entry.raw['resourceType']}/{entry.raw['id']}" for entry in collected.entries]


def of_type(collected: Collected, kind: str) -> list[str]:
    return [key for key in keys(collected) if key.startswith(f"{kind}/")]


def held(server: Server, kind: str) -> list[str]:
    """Return what the server has of a type, for one patient's EHR."""
    return [f"{kind}/{resource['id']}" for resource in server.ehr.store.all(kind)]


def lines(collected: Collected) -> list[str]:
    """Return what could not be had, without what this small EHR never offers."""
    return [problem.text for problem in collected.unknown() if "does not offer it" not in problem.text]


def said(collected: Collected) -> str:
    return "\n".join(lines(collected))


def asked(server: Server, kind: str = "") -> list[str]:
    """Return path and query of the FHIR requests, or of those for one type."""
    start = server.ehr.fhir_path
    found = [one.target.removeprefix(start).lstrip("/") for one in server.ehr.requests if one.path.startswith(start)]
    return [one for one in found if not kind or one.split("?")[0].split("/")[0] == kind]
