from __future__ import annotations

import hashlib
import struct
from pathlib import Path

import pytest

from copilot.errors import ModelError
from copilot.model.catalogue import models, starter
from copilot.model.client import ModelClient
from copilot.model.gguf_file import read_header, sha256
from tests.model.tiny_gguf import write_tiny


def test_the_header_is_read(tiny: Path) -> None:
    info = read_header(tiny)
    assert (info.architecture, info.name, info.quantization, info.context) == ("llama", "tiny", "F32", 2048)
    assert info.size == tiny.stat().st_size
    assert info.prompt == ""


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "not a GGUF"),
        (b"{}", "not a GGUF"),
        (b"PK\x03\x04 a zip archive", "not a GGUF"),
        (b"GGUF" + struct.pack("<I", 99), "version 99"),
        (b"GGUF" + struct.pack("<IQQ", 3, 1 << 60, 1), "makes no sense"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q", 1 << 50), "cut short"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q1sI", 1, b"a", 77), "makes no sense"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q1sIIQ", 1, b"a", 9, 9, 1), "makes no sense"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q1sIIQ", 1, b"a", 9, 8, 1 << 40), "makes no sense"),
        (b"GGUF" + struct.pack("<IQQ", 3, 1, 0) + struct.pack("<Q1sI", 1, b"t", 1 << 20), "makes no sense"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 0), "does not say"),
    ],
)
def test_a_broken_file_says_what_and_where_and_what_to_do(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "broken.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelError) as caught:
        read_header(path)
    assert what in caught.value.what
    assert caught.value.where == str(path)
    assert caught.value.remedy


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.99])
def test_a_file_cut_short_is_refused_before_it_is_loaded(tiny: Path, tmp_path: Path, share: float) -> None:
    short = tmp_path / "short.gguf"
    short.write_bytes(tiny.read_bytes()[: int(tiny.stat().st_size * share)])
    client = ModelClient()
    with pytest.raises(ModelError, match="cut short"):
        client.load(short)
    assert client.pid is None


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for read in (read_header, sha256):
        with pytest.raises(ModelError, match="cannot be read"):
            read(tmp_path / "none.gguf")


def test_the_hash_is_that_of_the_file(tiny: Path) -> None:
    heard: list[float] = []
    assert sha256(tiny, heard.append) == hashlib.sha256(tiny.read_bytes()).hexdigest()
    assert heard[-1] == 1.0


def test_the_catalogue_lists_bundled_and_given_files_once(tiny: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"no")
    listed = models([tiny, tiny.parent, broken])
    given = [entry for entry in listed if not entry.bundled]
    assert [entry.path for entry in given] == [tiny.resolve(), broken.resolve()]
    assert given[0].info is not None
    assert given[1].info is None
    assert "not a GGUF" in given[1].problem


def test_the_starter_is_the_bundled_one_with_our_prompt() -> None:
    path = starter()
    assert path is not None
    assert read_header(path).prompt == "brief-2"
    assert path.stat().st_size < 25_000_000


def test_names_that_are_not_ascii(tmp_path: Path) -> None:
    path = write_tiny(tmp_path / "modèle 字.gguf")
    client = ModelClient(context=256)
    try:
        assert client.load(path).info.name == "tiny"
    finally:
        client.close()
