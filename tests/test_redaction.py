"""Whatever breaks, and wherever: neither stderr nor a log says anything of a chart."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PLANTED = "Kanarievogelson"
RUTH = "resources/demo/ruth-lindqvist.json"
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
import logging, threading
from PySide6.QtCore import QTimer
from ui.application import Uncaught, make_application, make_window, start_logging
start_logging()
application = make_application()
window = make_window(None, with_model=False, keeps=False)
uncaught = Uncaught(window.messages)
def broken(*_): raise ValueError("{PLANTED}")
window.show()
window.start()
window.operations.start(broken, broken, window.say_bug)
QTimer.singleShot(0, broken)
thread = threading.Thread(target=broken); thread.start(); thread.join()
QTimer.singleShot(1500, application.quit)
application.exec()
print([message.kind for message in window.messages.messages])
window.close()
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python on something that goes wrong."""
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


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
