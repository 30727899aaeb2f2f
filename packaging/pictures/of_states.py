"""The states that no demo patient shows: nothing open or recorded, reading, an error, a server and its refusals."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from copilot.fhir.connections import Auth, Connection
from pictures.photographer import NARROW, SECONDS, WIDE, Photographer, begin
from tests.ehr import Browser, Ehr, Quirks, generate, serve
from tests.ui.hospitals import USER_SCOPES, Loopback
from ui.application import make_window
from ui.chart.arrange import Tab
from ui.garbage import Collector
from ui.operations import Operations
from ui.picture import wait_until
from ui.window.columns import Place
from ui.window.session import Session
from ui.window.window import MainWindow

NOBODY: dict[str, object] = {
    "resourceType": "Patient",
    "id": "p",
    "name": [{"text": "Alex Empty"}],
    "birthDate": "1990-01-02",
}
MANY = 6000


def main() -> None:
    """Photograph each state."""
    made = argparse.ArgumentParser(description=__doc__)
    made.add_argument("folder", type=Path)
    options = made.parse_args()
    begin()
    with tempfile.TemporaryDirectory() as folder:
        _files(options.folder, Path(folder))
    for name, quirks, auth in (
        ("server-filling", Quirks(page_size=10, count_cap=10, latency=0.4), Auth.OPEN),
        ("server-partial", Quirks(refused_types=frozenset({"AllergyIntolerance", "Condition"})), Auth.OPEN),
        ("server-locked-out", Quirks(authorize_error="access_denied"), Auth.SMART),
    ):
        _server(options.folder, name, quirks, auth)


def _files(folder: Path, files: Path) -> None:
    """Nothing open, an empty record, a long read, a broken file."""
    window = make_window(with_model=False)
    photographer = Photographer(window, folder)
    window.resize(*WIDE)
    window.show()
    window.start()
    for size, name in ((WIDE, "state-nothing-open"), (NARROW, "state-nothing-open-narrow")):
        photographer.dress(size=size)
        photographer.save(name)
    photographer.dress()
    window.open(_written(files / "empty.json", [NOBODY]))
    photographer.settle()
    for tab in Tab:
        window.chart.show_tab(tab)
        photographer.settle()
        photographer.save(f"state-empty-{tab.name.lower().replace('_', '-')}")
    window.open(_written(files / "large.json", [NOBODY, *map(_result, range(MANY))]))
    wait_until(window.opening.note.isVisible, SECONDS)
    photographer.save("state-loading")
    window.session.cancel()
    (files / "broken.json").write_text('{"resourceType": "Bundle", ', encoding="utf-8")
    window.open(files / "broken.json")
    photographer.settle()
    photographer.save("state-error")
    window.close()


@contextmanager
def _arrived(quirks: Quirks, auth: Auth) -> Iterator[MainWindow]:
    """Open a window at a hospital on this machine, at its list of servers."""
    ehr = Ehr(generate(240), protected=auth is Auth.SMART)
    with serve(ehr) as server, Browser() as browser:
        client = "chartside" if auth is Auth.SMART else ""
        known = Connection("st-marys", "St. Mary's", server.base, auth, client, USER_SCOPES)
        operations = Operations()
        session = Session(operations)
        window = MainWindow(operations, session, None, "", Collector(session.is_reading), Loopback(known))
        window.connecting.access._browse = browser  # noqa: SLF001 as the tests do: no real browser opens
        window.resize(*WIDE)
        window.show()
        window.start()
        window.connecting.begin()
        wait_until(lambda: window.connect_view.servers.model.rowCount() > 0, SECONDS)
        ehr.quirks = quirks
        try:
            yield window
        finally:
            window.close()


def _server(folder: Path, name: str, quirks: Quirks, auth: Auth) -> None:
    """Sign in, open the first patient, and photograph what comes, or why nothing does."""
    with _arrived(quirks, auth) as window:
        photographer = Photographer(window, folder)
        view = window.connect_view
        photographer.dress()
        photographer.save(f"{name}-1-servers")
        view.servers.connect_button.click()
        wait_until(lambda: view.page is view.patients or view.servers.said.isVisible(), SECONDS)
        if view.page is not view.patients:
            _both(photographer, f"{name}-2-refused")
            return
        view.patients.form.identifier.setText("MRN-p1")
        view.patients.form.start.click()
        wait_until(lambda: view.patients.table.patient_model.rowCount() > 0, SECONDS)
        view.patients.table.selectRow(0)
        photographer.save(f"{name}-2-patients")
        view.patients.open.click()
        if quirks.latency:
            wait_until(lambda: window.shows_differential, SECONDS)
        else:
            photographer.settle()
        photographer.save(f"{name}-3-chart")
        window.connecting.reading.remote.cancel()
        photographer.settle()


def _both(photographer: Photographer, name: str) -> None:
    """Save it wide and beside an EHR."""
    photographer.save(name)
    photographer.dress(size=NARROW)
    photographer.show(Place.CHART)
    photographer.save(f"{name}-narrow")


def _written(path: Path, resources: list[dict[str, object]]) -> Path:
    """Write a Bundle and return where it is."""
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in resources]}
    path.write_text(json.dumps(bundle), encoding="utf-8")
    return path


def _result(number: int) -> dict[str, object]:
    """Return one laboratory result."""
    return {
        "resourceType": "Observation",
        "id": f"o{number}",
        "status": "final",
        "code": {"text": f"Analyte {number % 40}", "coding": [{"system": "http://loinc.org", "code": "718-7"}]},
        "subject": {"reference": "Patient/p"},
        "effectiveDateTime": f"20{10 + number % 15}-{1 + number % 12:02d}-{1 + number % 28:02d}",
        "valueQuantity": {"value": 10 + number % 7, "unit": "g/dL"},
    }


if __name__ == "__main__":
    main()
