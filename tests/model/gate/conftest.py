from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from copilot.model.client import ModelClient
from copilot.model.gate import page
from tests import policies
from tests.model.tiny_families import copying


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test IT's folder and a user's folder of its own."""
    folder = tmp_path / "machine"
    folder.mkdir()
    policies.at(folder, monkeypatch)
    monkeypatch.setattr(page, "data", lambda: tmp_path / "data")
    return folder


@pytest.fixture
def it_says(machine: Path) -> Callable[..., None]:
    """Let IT write about models."""

    def write(**settings: Any) -> None:
        policies.write(machine, models=settings)

    return write


@pytest.fixture
def client() -> Iterator[ModelClient]:
    """Return a client with as much context as the model has."""
    made = ModelClient(threads=1)
    yield made
    made.close()


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a model that does as it is told."""
    return copying("llama-3").write(tmp_path_factory.mktemp("gate") / "good.gguf")
