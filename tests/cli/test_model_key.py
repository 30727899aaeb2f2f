"""`chartside models key`: from standard input into the keyring, for the server that IT names."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from copilot import keys
from copilot.cli.main import main
from tests import policies

REMOTE = {"name": "Ward GPU", "base_url": "https://gpu.hospital.example/v1", "model": "m", "kind": "vllm"}


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return what is put into the keyring."""
    held: dict[str, str] = {}
    monkeypatch.setattr(keys, "keep", held.__setitem__)
    return held


def _run(monkeypatch: pytest.MonkeyPatch, folder: Path, settings: Any, typed: str) -> int:
    policies.at(folder, monkeypatch)
    policies.write(folder, models=settings)
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    return main(["models", "key"])


def test_the_key_goes_under_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, tmp_path, {"remote": REMOTE | {"key_name": "gpu"}}, "abc-123\n") == 0
    assert kept == {"gpu": "abc-123"}
    told = capsys.readouterr()
    assert "Ward GPU (gpu.hospital.example)" in told.out
    assert "abc-123" not in told.out + told.err


@pytest.mark.parametrize(
    ("settings", "typed", "words"),
    [
        ({}, "abc\n", "no model server with a key"),
        ({"remote": REMOTE}, "abc\n", "no model server with a key"),
        ({"remote": REMOTE | {"key_name": "gpu"}}, "\n", "No key was given"),
    ],
)
def test_what_is_missing_is_said(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kept: dict[str, str],
    capsys: pytest.CaptureFixture[str],
    settings: Any,
    typed: str,
    words: str,
) -> None:
    assert _run(monkeypatch, tmp_path, settings, typed) != 0
    assert words in capsys.readouterr().err
    assert kept == {}
