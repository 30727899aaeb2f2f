"""A real llama.cpp server process on loopback, and a scripted one for what no honest server does."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from copilot.model.destination import Destination
from copilot.model.remote import RemoteClient
from tests.ehr.serving import serve
from tests.model.remote.scripted import Scripted
from tests.model.tiny_families import copying

KEY = "key-of-the-test-server"
STARTING_SECONDS = 120


@dataclass(frozen=True)
class Llama:
    """A server that runs: its model's file and its address."""

    file: Path
    root: str


@pytest.fixture(scope="session")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Llama]:
    """Start `python -m llama_cpp.server` with a tiny model that says the code word it was told most often."""
    folder = tmp_path_factory.mktemp("server")
    file = copying("qwen-2.5").write(folder / "copying.gguf")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--host", "127.0.0.1", "--port", str(port), "--n_ctx", "2048", "--api_key", KEY, "--verbose", "false"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "llama_cpp.server", "--model", str(file), *options], stdout=log, stderr=log
        )
    try:
        _wait(f"http://127.0.0.1:{port}/v1/models", process)
        yield Llama(file, f"http://127.0.0.1:{port}")
    finally:
        process.kill()
        process.wait()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers, if only that it wants a key."""
    until = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, "the llama.cpp server did not start"
        try:
            httpx2.get(address, trust_env=False)
        except httpx2.TransportError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the llama.cpp server does not answer")


def destination(root: str, kind: str = "llama-server", **more: Any) -> Destination:
    """Return a destination on this machine."""
    held = {"name": "Ward GPU", "base_url": f"{root}/v1", "model": "tiny", "kind": kind, "proxy": "", "key_name": "gpu"}
    return Destination.model_validate(held | more)


@pytest.fixture
def client(llama: Llama) -> Iterator[RemoteClient]:
    """Return a client of the real server, loaded."""
    made = RemoteClient(destination(llama.root), lambda _name: KEY)
    made.load()
    yield made
    made.close()


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    """Return a server that records what it is asked and answers what the test says."""
    app = Scripted()
    with serve(app):
        yield app
        app.go.set()


@pytest.fixture
def asks(scripted: Scripted) -> Callable[..., RemoteClient]:
    """Return a loaded client of the scripted server."""

    def make(kind: str = "vllm", **more: Any) -> RemoteClient:
        made = RemoteClient(destination(scripted.root, kind, **more), lambda _name: KEY)
        made.load()
        return made

    return make
