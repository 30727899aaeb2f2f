"""`chartside pull`: one patient's chart from a FHIR server into a file that `review` reads."""

from __future__ import annotations

import argparse
import signal
import sys
import webbrowser
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

from copilot.errors import InputError, PatientChoiceError
from copilot.fhir.connections import Auth, Connection
from copilot.fhir.known_connections import checked, known_connections
from copilot.fhir.pull import Problem, ProblemKind
from copilot.fhir.quoted import unquoted
from copilot.fhir.server.as_bundle import check_writable, read_bundle_file, write_bundle_file
from copilot.fhir.server.collected import Collected
from copilot.fhir.server.patients import PatientLine, find_patients
from copilot.fhir.server.pulling import Progress, pull_patient
from copilot.fhir.smart.launch import PORT as LAUNCH_PORT
from copilot.fhir.smart.launch import Launch, listen_for_launch
from copilot.fhir.smart.session import Session, open_session
from copilot.fhir.smart.sign_in import backend_sign_in, sign_in
from copilot.fhir.stop import Stop

FINE, PARTIAL = 0, 4
EPILOG = """\
examples:
  chartside pull --server https://fhir.example.org/r4 --patient 123 --out chart.json
  chartside pull --server URL --client-id chartside --no-browser --out chart.json
  chartside pull --server URL --client-id ID --key private.jwk --patient 123 --out chart.json
  chartside pull --connection ward --name Smith --birth-date 1950-02-01 --out chart.json

The file holds patient data; it is made readable for you alone. Exit codes: 0 complete, 3 nothing could be had,
4 partial (the file says what is missing; --resume goes on from there)."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EPILOG
    server = parser.add_argument_group("which server")
    server.add_argument("--server", metavar="URL", help="FHIR base address")
    server.add_argument("--connection", metavar="ID", help="one of the known connections instead")
    server.add_argument("--ca", type=Path, metavar="PEM", help="an authority to trust besides the system's")
    server.add_argument("--proxy", metavar="URL", help="instead of the system's proxy ('' for none)")
    who = parser.add_argument_group("signing in")
    who.add_argument("--auth", choices=[kind.value for kind in Auth], help="default: by what else is given")
    who.add_argument("--client-id", metavar="ID", help="the app's id at this server (SMART)")
    who.add_argument("--scope", metavar="SCOPES", help="ask for these scopes, separated by spaces")
    who.add_argument("--key", type=Path, metavar="FILE", help="private JWK or PEM: backend services, nobody present")
    who.add_argument("--no-browser", action="store_true", help="print the address to open, take the redirect")
    who.add_argument("--port", type=int, action="append", metavar="N", help="redirect port on 127.0.0.1 (repeatable)")
    who.add_argument("--redirect-path", metavar="PATH", help="path of the redirect address (/callback)")
    who.add_argument("--launch", metavar="TOKEN", help="launch token of an EHR launch at this server")
    who.add_argument("--wait-for-launch", action="store_true", help="wait for the EHR to open the launch address")
    who.add_argument("--launch-port", type=int, default=LAUNCH_PORT, metavar="N", help="its port (%(default)s)")
    which = parser.add_argument_group("which patient")
    which.add_argument("--patient", metavar="ID", help="Patient id; else who the sign-in names")
    which.add_argument("--name", default="", help="search by name")
    which.add_argument("--birth-date", default="", metavar="DATE", help="search by birth date")
    which.add_argument("--identifier", default="", metavar="[SYSTEM|]VALUE", help="search by record number")
    which.add_argument("--although-replaced", action="store_true", help="even where the record was merged into another")
    parser.add_argument("--out", "-o", type=Path, metavar="FILE", help="the Bundle file to write (chart-ID.json)")
    parser.add_argument("--resume", action="store_true", help="go on from what --out already holds")
    parser.add_argument("--in-flight", type=int, choices=range(1, 5), default=4, help="requests at once (%(default)s)")
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")


def run(options: argparse.Namespace) -> int:
    """Sign in, choose, pull, write; Ctrl-C ends the pull and keeps what has arrived."""
    stop = Stop()
    before = signal.signal(signal.SIGINT, _pressing(stop))
    try:
        check_writable(options.out or Path("chart.json"))
        earlier = _earlier(options) if options.resume else None
        connection = _connection(options, earlier)
        if earlier and earlier.server != connection.base_url:
            raise _of_another(options, "server")
        session = _session(connection, options, stop)
        patient, problems = _patient(options, session, earlier, stop)
        if earlier and earlier.patient != patient:
            raise _of_another(options, "patient")
        _say(options, f"Pulling Patient/{patient} from {session.connection.name}.")
        progress = None if options.quiet else _Lines(sys.stderr.isatty()).show
        collected = pull_patient(
            session,
            patient,
            stop=stop,
            collected=earlier,
            progress=progress,
            in_flight=options.in_flight,
            although_replaced=options.although_replaced,
        )
        session.drop()
    finally:
        signal.signal(signal.SIGINT, before)
    for problem in problems:
        collected.say(problem.kind, problem.text, problem.resource)
    if not collected.entries:
        raise InputError(_nothing(collected), where=session.connection.name)
    path = options.out or Path(f"chart-{patient}.json")
    write_bundle_file(collected, path)
    return _report(collected, path, options)


def _earlier(options: argparse.Namespace) -> Collected:
    if options.out is None:
        raise InputError("Nothing is named to go on from.", remedy="Give --out FILE with --resume.")
    return read_bundle_file(options.out)


def _of_another(options: argparse.Namespace, what: str) -> InputError:
    """Return why a pull does not go on: two records in one file would be read as one person's."""
    remedy = f"Pull into another file, or go on with that {what}."
    return InputError(f"was pulled from another {what}.", where=str(options.out), remedy=remedy)


def _pressing(stop: Stop) -> Callable[[int, FrameType | None], None]:
    """Return the answer to Ctrl-C: stop, once; the second time end at once."""

    def press(_signal: int, _frame: FrameType | None) -> None:
        if stop.pressed:
            raise KeyboardInterrupt
        stop.press()

    return press


def _connection(options: argparse.Namespace, earlier: Collected | None) -> Connection:
    """Return the server to ask, as the arguments change it."""
    known = _known(options.connection) if options.connection else _by_address(options.server, earlier)
    changes: dict[str, object] = {
        "client_id": options.client_id,
        "scopes": tuple(options.scope.split()) if options.scope else None,
        "key_file": options.key,
        "ca_file": options.ca,
        "proxy": options.proxy,
        "redirect_ports": tuple(options.port) if options.port else None,
        "redirect_path": options.redirect_path,
    }
    changed = replace(known, **{name: value for name, value in changes.items() if value is not None})  # type: ignore[arg-type]
    return checked(replace(changed, auth=_auth(options, changed)))


def _known(identifier: str) -> Connection:
    connections = known_connections()
    found = next((one for one in connections if one.id == identifier), None)
    if found is None:
        names = ", ".join(one.id for one in connections) or "none"
        raise InputError(f"There is no connection called '{identifier}'.", remedy=f"Known connections: {names}.")
    return found


def _by_address(address: str | None, earlier: Collected | None) -> Connection:
    address = address or (earlier.server if earlier else None)
    if not address:
        raise InputError("No server is named.", remedy="Give --server URL or --connection ID.")
    base = address.rstrip("/")
    known = next((one for one in known_connections() if one.base_url == base), None)
    return known or Connection("command-line", urlsplit(base).hostname or "the server", base, auth=Auth.OPEN)


def _auth(options: argparse.Namespace, connection: Connection) -> Auth:
    """Return how to sign in: as said, else by what is known of the app at this server."""
    if options.auth:
        return Auth(options.auth)
    if options.launch or options.wait_for_launch:
        return Auth.SMART
    if options.key:
        return Auth.BACKEND
    return Auth.SMART if options.client_id else connection.auth


def _session(connection: Connection, options: argparse.Namespace, stop: Stop) -> Session:
    if connection.auth is Auth.OPEN:
        return open_session(connection)
    if connection.auth is Auth.BACKEND:
        return backend_sign_in(connection, stop=stop)
    show = _print_address if options.no_browser else _open_browser
    return sign_in(connection, show=show, stop=stop, launch=_launch(connection, options, stop))


def _launch(connection: Connection, options: argparse.Namespace, stop: Stop) -> Launch | None:
    if options.launch:
        return Launch(iss=connection.base_url, launch=options.launch)
    if options.wait_for_launch:
        return listen_for_launch((connection,), stop=stop, listening=_print_launch, port=options.launch_port)[1]
    return None


def _print_launch(url: str) -> None:
    print("Let the EHR open this address:", file=sys.stderr)
    print(url, flush=True)


def _print_address(url: str) -> None:
    print("Open this address to sign in:", file=sys.stderr)
    print(url, flush=True)


def _open_browser(url: str) -> None:
    if not webbrowser.open(url):
        _print_address(url)


def _patient(
    options: argparse.Namespace, session: Session, earlier: Collected | None, stop: Stop
) -> tuple[str, list[Problem]]:
    """Return the id of the patient who is meant, and what the search could not give."""
    if options.patient:
        return str(options.patient).removeprefix("Patient/"), []
    if options.name or options.birth_date or options.identifier:
        found, problems = find_patients(
            session, name=options.name, birth_date=options.birth_date, identifier=options.identifier, stop=stop
        )
        return _only(found, session), problems
    patient = session.context.patient or (earlier.patient if earlier else "")
    if not patient:
        raise InputError("No patient is named.", remedy="Give --patient ID, or search with --name and --birth-date.")
    return patient, []


def _only(found: list[PatientLine], session: Session) -> str:
    if not found:
        raise InputError("No patient was found.", where=session.connection.name, remedy="Check name and birth date.")
    if len(found) > 1:
        raise PatientChoiceError(tuple((line.id, line.name) for line in found), where=session.connection.name)
    return found[0].id


class _Lines:
    """Progress on stderr: one line that changes on a terminal, else one line a search."""

    def __init__(self, terminal: bool) -> None:
        self._terminal, self._done = terminal, -1

    def show(self, progress: Progress, _collected: Collected) -> None:
        """Say how far it is."""
        wait = f", the server asks to wait {progress.waiting:.0f} s" if progress.waiting else ""
        line = f"{progress.done} of {progress.searches} searches, {progress.resources} resources{wait}"
        if self._terminal:
            print(f"\r{line:<72}", end="\n" if progress.done == progress.searches else "", file=sys.stderr, flush=True)
        elif progress.done != self._done or wait:
            self._done = progress.done
            print(line, file=sys.stderr, flush=True)


def _say(options: argparse.Namespace, text: str) -> None:
    if not options.quiet:
        print(text, file=sys.stderr, flush=True)


def _nothing(collected: Collected) -> str:
    said = " ".join(dict.fromkeys(problem.text for problem in collected.unknown()))
    return f"gave nothing of this patient. {said}".strip()


def _report(collected: Collected, path: Path, options: argparse.Namespace) -> int:
    """Say what is in the file and what is not; the file's name is the answer."""
    problems = collected.unknown()
    for problem in problems:
        print(f"chartside: {unquoted(problem.text)}", file=sys.stderr)
    lost = [problem for problem in problems if problem.kind is not ProblemKind.MISSING]
    _say(options, f"{len(collected.entries)} resources, {len(lost)} things could not be had.")
    print(path)
    return PARTIAL if lost else FINE
