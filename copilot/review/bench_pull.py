"""How fast a long chart is pulled: a server of 20 ms a request in a process of its own, and one pull in another.

The server is as plain as can be (the standard library's, over ready-made pages), so that what is measured is
the pull. Memory is the peak of a fresh process that does nothing else.
"""

from __future__ import annotations

import json
import multiprocessing
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection as Pipe
from typing import Any
from urllib.parse import parse_qs, urlsplit

from copilot.chart.build import build
from copilot.fhir.connections import Auth, Connection
from copilot.fhir.server.collected import Collected
from copilot.fhir.server.pulling import Progress, pull_patient
from copilot.fhir.smart.session import open_session
from copilot.fhir.stop import Stop

Json = dict[str, Any]

PAGES = 200
ON_A_PAGE = 100
LATENCY = 0.020
PATIENT = "bench"
# Of a hundred pages, how many each search has: a ward patient of years, mostly results.
_SHARES = (
    ("Observation", "laboratory", 24),
    ("Observation", "vital-signs", 20),
    ("Encounter", "", 14),
    ("MedicationRequest", "", 12),
    ("Procedure", "", 8),
    ("Condition", "encounter-diagnosis", 8),
    ("Condition", "problem-list-item", 2),
    ("DiagnosticReport", "", 8),
    ("Immunization", "", 4),
)
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class PullSeconds:
    """Seconds, and megabytes of the peak; `times_as_fast` is one request after another against four in flight."""

    resources: int
    requests_in_turn: float
    four_in_flight: float
    times_as_fast: float
    first_facts: float
    cancel: float
    peak_megabytes: float


def measure_pull(runs: int = 3) -> PullSeconds:
    """Measure everything in one run; of several pulls the median counts."""
    with _serving() as base:
        one, four = [], []
        for _ in range(runs):
            one.append(_in_fresh_process(_pull, base, 1))
            four.append(_in_fresh_process(_pull, base, 4))
        first = _in_fresh_process(_first_facts, base, 4)
        cancel = _in_fresh_process(_cancel, base, 4)
    in_turn = statistics.median(run["seconds"] for run in one)
    together = statistics.median(run["seconds"] for run in four)
    return PullSeconds(
        resources=four[0]["resources"],
        requests_in_turn=in_turn,
        four_in_flight=together,
        times_as_fast=in_turn / together,
        first_facts=first["seconds"],
        cancel=cancel["seconds"],
        peak_megabytes=max(run["megabytes"] for run in four),
    )


def _pull(pipe: Pipe, base: str, in_flight: int) -> None:
    """Pull everything; say how long it took and how much memory it needed."""
    start = time.perf_counter()
    collected = pull_patient(_session(base), PATIENT, stop=Stop(), in_flight=in_flight)
    seconds = time.perf_counter() - start
    pipe.send({"seconds": seconds, "resources": len(collected.entries), "megabytes": _peak_megabytes()})


def _first_facts(pipe: Pipe, base: str, in_flight: int) -> None:
    """From the arrival of the first page with data to a chart with facts."""
    stop, seconds = Stop(), 0.0

    def heard(progress: Progress, collected: Collected) -> None:
        nonlocal seconds
        if progress.pages and not stop.pressed:
            start = time.perf_counter()
            chart = build(collected.to_pull())
            seconds = time.perf_counter() - start
            assert chart.facts
            stop.press()

    pull_patient(_session(base), PATIENT, stop=stop, progress=heard, in_flight=in_flight)
    pipe.send({"seconds": seconds})


def _peak_megabytes() -> int:
    """Return the most memory that this process ever held; 0 where the system does not tell (Windows)."""
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _cancel(pipe: Pipe, base: str, in_flight: int) -> None:
    """Press Cancel half a second into the pull; say how long it went on."""
    stop = Stop()
    pressed: list[float] = []

    def press() -> None:
        pressed.append(time.perf_counter())
        stop.press()

    timer = threading.Timer(0.5, press)
    timer.start()
    pull_patient(_session(base), PATIENT, stop=stop, in_flight=in_flight)
    ended = time.perf_counter()
    timer.join()
    pipe.send({"seconds": ended - pressed[0]})


def _session(base: str) -> Any:
    return open_session(Connection("bench", "Bench", base, auth=Auth.OPEN, proxy=""))


def _in_fresh_process(work: Any, *arguments: Any) -> dict[str, Any]:
    """Run in a process of its own, whose memory nothing else has used."""
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=work, args=(theirs, *arguments))
    process.start()
    theirs.close()
    try:
        answer: dict[str, Any] = ours.recv()
    finally:
        process.join()
    return answer


@contextmanager
def _serving() -> Iterator[str]:
    """Serve the chart from another process; yield its base address."""
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}/fhir"
    finally:
        process.terminate()
        process.join()


def _serve(pipe: Pipe) -> None:
    server = _Server(("127.0.0.1", 0), _Handler)
    _Handler.pages = _pages(f"http://127.0.0.1:{server.server_port}/fhir")
    pipe.send(server.server_port)
    server.serve_forever()


class _Server(ThreadingHTTPServer):
    """Says nothing about callers who leave: Cancel is measured too."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep the library from printing."""


class _Handler(BaseHTTPRequestHandler):
    """Answers every search with its ready-made pages."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    pages: dict[str, list[bytes]]

    def do_GET(self) -> None:
        """Answer after the latency."""
        time.sleep(LATENCY)
        address = urlsplit(self.path)
        asked = {key: values[0] for key, values in parse_qs(address.query).items()}
        kind = address.path.rsplit("/fhir/", 1)[-1]
        pages = self.pages.get(f"{kind}?{asked.get('category', '')}") or self.pages.get(kind) or [_EMPTY]
        body = pages[int(asked.get("page", "0"))]
        self.send_response(200)
        self.send_header("Content-Type", "application/fhir+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the library's name
        """Print nothing."""


_EMPTY = json.dumps({"resourceType": "Bundle", "type": "searchset", "total": 0}).encode()


def _pages(base: str) -> dict[str, list[bytes]]:
    """Return the answers by what is asked: the statement, the patient, and the pages of each search."""
    patient = {"resourceType": "Patient", "id": PATIENT, "gender": "male", "birthDate": "1955-06-30"}
    kinds = sorted({kind for kind, _, _ in _SHARES} | {"Patient"})
    statement = {
        "resourceType": "CapabilityStatement", "status": "active", "date": "2026-01-01", "kind": "instance",
        "fhirVersion": "4.0.1", "format": ["json"],
        "rest": [{"mode": "server", "resource": [_advertised(kind) for kind in kinds]}],
    }  # fmt: skip
    answers = {"metadata": [json.dumps(statement).encode()], f"Patient/{PATIENT}": [json.dumps(patient).encode()]}
    for kind, category, share in _SHARES:
        count = PAGES * share // 100
        answers[f"{kind}?{category}"] = [_page(base, kind, category, number, count) for number in range(count)]
    return answers


def _advertised(kind: str) -> Json:
    return {
        "type": kind,
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "searchParam": [{"name": name, "type": "token"} for name in ("patient", "category")],
    }


def _page(base: str, kind: str, category: str, number: int, count: int) -> bytes:
    numbers = range(number * ON_A_PAGE, (number + 1) * ON_A_PAGE)
    entries = [
        {
            "fullUrl": f"{base}/{kind}/{category}{n}",
            "resource": _resource(kind, category, n),
            "search": {"mode": "match"},
        }
        for n in numbers
    ]
    link = []
    if number + 1 < count:
        link = [{"relation": "next", "url": f"{base}/{kind}?category={category}&page={number + 1}"}]
    bundle = {"resourceType": "Bundle", "type": "searchset", "total": count * ON_A_PAGE, "link": link, "entry": entries}
    return json.dumps(bundle).encode()


def _resource(kind: str, category: str, number: int) -> Json:
    """Return one resource of about the size that servers send (1 kB)."""
    day = f"20{10 + number % 16}-{1 + number % 12:02d}-{1 + number % 28:02d}T08:00:00Z"
    made: Json = {
        "resourceType": kind, "id": f"{category}{number}",
        "meta": {"versionId": "1", "lastUpdated": day, "profile": [f"http://example.org/StructureDefinition/{kind}"]},
        "text": {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{kind} {number}</div>'},
        "identifier": [{"system": "urn:oid:1.2.3.4", "value": f"{kind}-{number}"}],
        "status": "final" if kind in ("Observation", "DiagnosticReport") else "completed",
    }  # fmt: skip
    subject = {"reference": f"Patient/{PATIENT}", "display": "Bench, Patient"}
    made["patient" if kind == "Immunization" else "subject"] = subject
    code = {"coding": [{"system": "urn:local", "code": str(number % 40)}], "text": f"{kind} of kind {number % 40}"}
    if kind == "Observation":
        made |= {
            "category": [{"coding": [{"system": "http://example.org/category", "code": category}]}],
            "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3", "display": "Potassium"}]},
            "effectiveDateTime": day, "issued": day, "encounter": {"reference": f"Encounter/{number % 2800}"},
            "valueQuantity": {"value": 4.25, "unit": "mmol/L", "system": "http://unitsofmeasure.org", "code": "mmol/L"},
            "referenceRange": [{"low": {"value": 3.5, "unit": "mmol/L"}, "high": {"value": 5.1, "unit": "mmol/L"}}],
        }  # fmt: skip
    elif kind == "Encounter":
        made |= {"status": "finished", "class": {"code": "AMB"}, "type": [code], "period": {"start": day, "end": day}}
    elif kind == "MedicationRequest":
        made |= {"status": "active", "intent": "order", "medicationCodeableConcept": code, "authoredOn": day}
    elif kind == "Condition":
        made.pop("status")
        made |= {"code": code, "recordedDate": day, "category": [{"coding": [{"code": category}]}]}
    elif kind == "Immunization":
        made |= {"vaccineCode": code, "occurrenceDateTime": day}
    elif kind == "Procedure":
        made |= {"code": code, "performedDateTime": day}
    else:
        made |= {"code": code, "effectiveDateTime": day, "conclusion": "Nothing new."}
    return made
