from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from copilot.model.client import ModelClient
from copilot.model.crashes import Crashes
from tests.model.tiny_gguf import write_tiny


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny(tmp_path_factory.mktemp("models") / "tiny.gguf")


@pytest.fixture
def client(tmp_path: Path) -> Iterator[ModelClient]:
    before = set(threading.enumerate())
    made = ModelClient(context=1024, threads=2, crashes=Crashes(tmp_path / "crashes.json"))
    yield made
    made.close()
    assert made.pid is None
    left = [t for t in threading.enumerate() if t not in before and t.name.startswith("model-")]
    assert not left, "a thread stayed behind"
