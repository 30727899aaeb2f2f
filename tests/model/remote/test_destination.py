"""Off unless IT's file names a server, and only a safe one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from copilot.model.choice import elsewhere
from tests import policies
from tests.model.remote.conftest import destination

REMOTE = {"name": "Ward GPU", "base_url": "https://gpu.hospital.example/v1/", "model": "medgemma", "kind": "vllm"}


@pytest.fixture(autouse=True)
def it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Let IT write about models; at first there is nothing."""
    policies.at(tmp_path, monkeypatch)
    return lambda held: policies.write(tmp_path, models=held)


def test_without_its_file_or_its_word_nothing_leaves(it_says: Callable[[Any], None]) -> None:
    assert elsewhere() is None
    it_says({"allow_unlisted": False})
    assert elsewhere() is None


def test_the_server_that_it_names_is_asked_unless_a_file_was_chosen(it_says: Callable[[Any], None]) -> None:
    it_says({"remote": REMOTE | {"key_name": "gpu"}})
    to = elsewhere()
    assert to is not None
    assert to.words == "Ward GPU (gpu.hospital.example)"
    assert to.base_url == "https://gpu.hospital.example/v1"
    assert elsewhere(Path("own.gguf")) is None


@pytest.mark.parametrize("held", [{"remote": REMOTE | {"key": "abc"}}, {"remote": REMOTE | {"kind": "x"}}, {"x": 1}])
def test_settings_that_cannot_be_read_allow_nothing(
    it_says: Callable[[Any], None], held: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    it_says(held)
    assert elsewhere() is None
    assert "cannot be read" in caplog.text
    assert "abc" not in caplog.text


@pytest.mark.parametrize(
    "address",
    [
        "http://gpu.hospital.example/v1",
        "https://user:word@gpu.example/v1",
        "https://gpu.example/v1?key=abc",
        "https://gpu.example/v1#x",
        "ftp://gpu.example",
        "gpu.example",
        "",
    ],
)
def test_an_address_that_is_open_or_holds_a_secret_is_refused(address: str) -> None:
    with pytest.raises(ValidationError):
        destination("", base_url=address)
