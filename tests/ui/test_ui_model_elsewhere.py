"""A model on a server: where the questions go stands on the screen, always, and "local only" nowhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from copilot.model.remote import RemoteClient
from tests import policies
from tests.ui.test_ui_narrative import writes
from ui import application
from ui.banner.banner import LOCAL, Banner
from ui.narrative.guest import Guest
from ui.operations import Operations
from ui.window.window import MainWindow

PLACE = "Ward GPU (gpu.hospital.example)"


def test_the_destination_stands_in_the_status_line_and_the_banner(
    open_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    window = open_window(writer=writes, destination=PLACE)
    assert window.banner.local.text() == f"Model at {PLACE}"
    qtbot.waitUntil(lambda: window.narrative.narrative is not None)
    words = window.status.model.text()
    assert f"at {PLACE}" in words
    assert "local only" not in words.casefold()
    assert "SHA-256" not in window.status.model.toolTip()


def test_it_stands_there_before_anything_is_sent(open_window: Callable[..., MainWindow]) -> None:
    window = open_window(writer=writes, destination=PLACE, wait=False)
    assert window.banner.local.text() == f"Model at {PLACE}"
    window.writing.abandon()


def test_the_pill_names_servers_of_records_too(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.resize(1440, 60)
    banner.show()
    banner.set_model_at(PLACE)
    banner.set_servers(["St Mary's"])
    assert banner.local.text() == f"Model at {PLACE} · 1 connection"
    assert banner.local.accessibleName() == f"Model at {PLACE} · 1 connection St Mary's"
    banner.set_servers([])
    assert banner.local.text() == f"Model at {PLACE}"
    banner.set_model_at("")
    assert banner.local.text() == LOCAL


@pytest.mark.parametrize("named", [True, False])
def test_the_window_takes_the_server_that_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, operations: Operations, named: bool
) -> None:
    remote = {"name": "Ward GPU", "base_url": "https://gpu.hospital.example/v1", "model": "m", "kind": "vllm"}
    policies.at(tmp_path, monkeypatch)
    policies.write(tmp_path, models={"remote": remote} if named else {})
    guest = application._guest(operations, None)
    assert isinstance(guest, Guest)
    assert guest.destination == (PLACE if named else "")
    assert isinstance(guest._client, RemoteClient) is named
    chosen = application._guest(operations, tmp_path / "own.gguf")
    assert chosen is not None
    assert chosen.destination == ""
