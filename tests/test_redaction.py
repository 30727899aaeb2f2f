"""Whatever breaks, and wherever: neither stderr nor a log says anything of a chart."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PLANTED = "Kanarievogelson"
RUTH = "resources/demo/ruth-lindqvist.json"
WANTED = {"reviews": [], "replay": ["x"], "audit": ["verify"], "policy": ["check"]}
CAPABILITY = {
    "resourceType": "CapabilityStatement",
    "fhirVersion": "4.0.1",
    "format": ["json"],
    "rest": [{"mode": "server"}],
}
FILES = {
    "cut off": f'{{"resourceType": "Bundle", "entry": [{{"resource": {{"resourceType": "Patient", "name": "{PLANTED}',
    "no bundle": f'{{"resourceType": "{PLANTED}"}}',
    "not what it should be": f'{{"resourceType": "Bundle", "type": "collection", "entry": "{PLANTED}"}}',
    "a patient that is a text": f'{{"resourceType": "Bundle", "type": "collection", "entry": ["{PLANTED}"]}}',
    "no JSON at all": f"{PLANTED} has a headache",
}
# A bug of ours in a room, with words of the chart in what it says: on the command line, in a thread, in a view's slot.
COMMAND_LINE = f"""
from copilot.review import engine
def broken(*_): raise ValueError("{PLANTED}")
engine.review = broken
from copilot.cli.main import main
raise SystemExit(main(["review", "--no-model", "{RUTH}"]))
"""
WINDOW = f"""
import threading
from PySide6.QtCore import QTimer
from copilot import logs
from ui.operations import Lane
from ui.application import Uncaught, make_application, make_window
logs.start()
application = make_application()
window = make_window(None, with_model=False, keeps=False)
uncaught = Uncaught(window.messages)
def broken(*_): raise ValueError("{PLANTED}")
window.show()
window.start()
for lane in Lane:
    window.operations.start(broken, broken, window.say_bug, lane=lane)
window.recording._do(broken)
QTimer.singleShot(0, broken)
thread = threading.Thread(target=broken); thread.start(); thread.join()
QTimer.singleShot(1500, application.quit)
application.exec()
print([message.kind for message in window.messages.messages])
window.close()
"""

# What libraries may do with words of a chart that they were given.
LIBRARIES = f"""
import asyncio, gc, logging, sys, threading, warnings
from copilot import logs
logs.start()
def broken(): raise ValueError("{PLANTED}")
logging.getLogger("httpx2").warning("GET https://x/Patient?name=%s", "{PLANTED}")
try:
    broken()
except ValueError:
    logging.getLogger("chartside.ui").exception("one of ours")
    logging.getLogger("some.library").exception("one of theirs, {PLANTED}")
warnings.warn("{PLANTED}", UserWarning)
async def nobody_asks():
    asyncio.get_running_loop().create_task(fails())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
async def fails(): broken()
asyncio.run(nobody_asks())
class Goes:
    def __del__(self): broken()
del_me = Goes(); del del_me; gc.collect()
thread = threading.Thread(target=broken); thread.start(); thread.join()
broken()
"""
# A model process that quotes what it read while it ends: where it may print, in an exception, and in a message.
ENDS = {
    "an abort": f"os.write(2, b'{PLANTED}'); print('{PLANTED}', file=sys.__stderr__); os.abort()",
    "an exception": f"raise ValueError('{PLANTED}')",
    "a garbled message": f"self._events.write(b'{PLANTED}\\n'); time.sleep(60)",
}
MODEL = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from copilot import logs
from copilot.model import client
from tests.model.tiny_gguf import write_tiny
from tests.model.test_faults import faulty
from ui.application import Uncaught, make_application, make_window
logs.start()
client.worker_command = lambda: faulty(FAULT)
application = make_application()
window = make_window(write_tiny(Path(FOLDER) / "tiny.gguf"), keeps=False)
uncaught = Uncaught(window.messages)
window.show()
window.start()
window.open(Path(RUTH))
def look():
    told = [message.text.text() for message in window.messages.messages if "model process" in message.text.text()]
    if told:
        print("told" if "Kanarie" not in " ".join(told) else "quoted")
        application.quit()
timer = QTimer()
timer.timeout.connect(look)
timer.start(50)
QTimer.singleShot(180000, application.quit)
application.exec()
window.close()
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python on something that goes wrong."""
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_is_refused_without_its_words(name: str, tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_text(FILES[name], "utf-8")
    done = run("-m", "copilot", "review", "--no-model", str(path))
    assert done.returncode in (3, 4)
    assert PLANTED not in done.stderr


def test_a_bug_on_the_command_line_is_named_without_its_words() -> None:
    done = run("-c", COMMAND_LINE)
    assert done.returncode == 3
    assert "ValueError" in done.stderr
    assert PLANTED not in done.stderr + done.stdout


def test_bugs_of_the_window_are_named_without_their_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    done = run("-c", WINDOW)
    assert done.returncode == 0, done.stderr
    assert "bug" in done.stdout
    assert "ValueError" in done.stderr
    assert PLANTED not in done.stderr + done.stdout


def test_what_a_library_says_of_a_chart_is_left_out() -> None:
    done = run("-c", LIBRARIES)
    assert done.returncode == 1
    assert done.stderr.count("ValueError at") >= 6, done.stderr
    assert "UserWarning at" in done.stderr
    assert "one of ours" in done.stderr
    assert PLANTED not in done.stderr + done.stdout


@pytest.mark.parametrize("command", ["reviews", "replay", "audit", "policy"])
def test_a_bug_of_any_command_is_named_without_its_words(command: str) -> None:
    code = (
        f"from copilot.cli import {command} as module\n"
        f"def broken(*_): raise ValueError('{PLANTED}')\nmodule.run = broken\n"
        f"from copilot.cli.main import main\nraise SystemExit(main(['{command}', *{WANTED[command]}]))"
    )
    done = run("-c", code)
    assert done.returncode == 3
    assert "ValueError at" in done.stderr
    assert PLANTED not in done.stderr + done.stdout


@pytest.mark.parametrize("name", ENDS)
def test_a_model_process_that_quotes_a_chart_while_it_ends_is_not_heard(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    values = {"FAULT": ENDS[name], "FOLDER": str(tmp_path), "RUTH": RUTH}
    done = run("-c", "".join(f"{key} = {value!r}\n" for key, value in values.items()) + MODEL)
    assert done.stdout.strip() == "told", done.stdout + done.stderr
    assert PLANTED not in done.stderr
    crashes = Path(os.environ["XDG_CONFIG_HOME"]) / "chartside" / "model-crashes.json"
    assert crashes.exists()
    assert _files_with(PLANTED) == []


class Quoting(BaseHTTPRequestHandler):
    """A server whose refusals quote the patient: in the body, in the reason, in headers."""

    body = json.dumps(
        {
            "resourceType": "OperationOutcome",
            "issue": [{"severity": "error", "code": "processing", "diagnostics": f"bad birth date of {PLANTED}"}],
        }
    )
    how = "outcome"

    def do_GET(self) -> None:
        """Answer the capabilities and the patient, and refuse the rest."""
        if self.path.endswith("/metadata"):
            self._answer(200, "OK", json.dumps(CAPABILITY))
        elif "/Patient/" in self.path:
            self._answer(200, "OK", json.dumps({"resourceType": "Patient", "id": "p1", "birthDate": "1950-01-01"}))
        elif self.how == "outcome":
            self._answer(422, f"no {PLANTED}", self.body)
        elif self.how == "page":
            self._answer(500, "no", f"<html><body>java.lang.Error: {PLANTED}</body></html>", "text/html")
        elif self.how == "redirect":
            self._answer(302, "no", "", location=f"http://elsewhere.example/{PLANTED}?name={PLANTED}")
        else:
            self._answer(200, "OK", self.body.replace("Outcome", f"Outcome{PLANTED}")[:-20])

    def do_POST(self) -> None:
        """Answer a search by POST as one by GET."""
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self, status: int, reason: str, body: str, kind: str = "application/fhir+json", **more: str) -> None:
        self.send_response(status, reason)
        for name, value in {"content-type": kind, "content-length": str(len(body.encode())), **more}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())


@pytest.mark.parametrize("how", ["outcome", "page", "redirect", "cut off"])
def test_what_a_server_says_of_a_patient_in_its_refusals_is_not_passed_on(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Quoting, "how", how)
    with ThreadingHTTPServer(("127.0.0.1", 0), Quoting) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        base = f"http://127.0.0.1:{server.server_address[1]}/fhir"
        out = str(tmp_path / "chart.json")
        done = run("-m", "copilot", "pull", "--proxy", "", "--server", base, "--patient", "p1", "--out", out)
        server.shutdown()
        thread.join()
    assert done.returncode in (3, 4), done.stderr
    assert done.stderr
    assert PLANTED not in done.stderr + done.stdout
    assert PLANTED.lower() not in done.stderr + done.stdout


def _files_with(words: str) -> list[str]:
    """Return which files of this test's own folders hold some words."""
    folders = [Path(os.environ[name]) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")]
    files = [path for folder in folders if folder.exists() for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if words.encode() in path.read_bytes()]
