"""No file that somebody may hand over brings the program down, and each is refused for a reason that can be read."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from copilot.errors import ModelError
from copilot.model.client import ModelClient
from copilot.model.gate import soundness
from copilot.model.gguf_file import read_header
from copilot.model.protocol import Part
from tests.model.malformed import MALFORMED, TINY, Malformed
from tests.model.tiny_gguf import Tiny


@pytest.mark.parametrize("made", MALFORMED, ids=[made.name for made in MALFORMED])
def test_it_is_refused_for_a_reason_that_can_be_read(made: Malformed, client: ModelClient, tmp_path: Path) -> None:
    path = tmp_path / "m.gguf"
    path.write_bytes(made.make())
    with pytest.raises(ModelError) as caught:
        _through(path, client)
    assert re.search(made.reason, str(caught.value))
    assert client.pid is None or client.model is None


def _through(path: Path, client: ModelClient) -> None:
    """Do what the gate does with a file, so far as it only looks."""
    faults = soundness.faults(read_header(path))
    if faults:
        raise ModelError(" ".join(faults), remedy="Choose another file.")
    client.load(path)


@pytest.mark.parametrize("made", MALFORMED, ids=[made.name for made in MALFORMED])
def test_loaded_without_the_gate_it_ends_the_worker_at_most(
    made: Malformed, client: ModelClient, tmp_path: Path
) -> None:
    path = tmp_path / "m.gguf"
    path.write_bytes(made.make())
    error = _error(lambda: client.load(path))
    if error is None:
        assert "".join(client.generate((Part("hello"),), 'root ::= "fine"')) == "fine"
    else:
        assert error.what
        assert error.remedy


def _error(what: Callable[[], object]) -> ModelError | None:
    """Return how something was refused; any other exception is a fault of ours."""
    try:
        what()
    except ModelError as error:
        return error
    return None


def test_there_are_enough_of_them() -> None:
    assert len({made.name for made in MALFORMED}) == len(MALFORMED) >= 60


def test_any_byte_of_the_header_may_be_wrong(tmp_path: Path) -> None:
    path = TINY.write(tmp_path / "m.gguf")
    content = path.read_bytes()
    rng = random.Random(7)
    refused = 0
    for _ in range(400):
        broken = bytearray(content)
        for _ in range(rng.choice((1, 1, 4, 32))):
            broken[rng.randrange(12_000)] = rng.randrange(256)
        path.write_bytes(broken)
        error = _error(lambda: soundness.faults(read_header(path)))
        refused += error is not None and bool(error.remedy)
    assert refused > 50


def test_what_is_sound_is_not_found_fault_with(tmp_path: Path) -> None:
    assert soundness.faults(read_header(Tiny().write(tmp_path / "m.gguf"))) == []
