"""Compile the sources to one fast file, and load it."""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from pydantic import TypeAdapter, ValidationError

from copilot import places
from copilot.errors import KnowledgeError
from copilot.knowledge.pack import Pack

if TYPE_CHECKING:  # only compiling needs it: typing the sources costs a tenth of a second at every start
    from copilot.knowledge.sources import Sources

COMPILED = "knowledge.json"


@lru_cache
def _adapter() -> TypeAdapter[Pack]:
    return TypeAdapter(Pack)


def load_pack() -> Pack:
    """Return the pack: the compiled file where it is up to date with the sources, else compiled now.

    Raises `KnowledgeError` where the sources break a rule of form, or where neither exists.
    """
    shipped = places.resources() / COMPILED
    if shipped.is_file():
        return _decode(shipped)
    root = places.resources() / "knowledge"
    compiled = places.cache() / f"knowledge-{_stamp(root)}.json"
    if compiled.is_file():
        return _decode(compiled)
    from copilot.knowledge.sources import read_sources

    pack = compile_pack(read_sources(root))
    _forget_older(compiled.parent)
    write_pack(pack, compiled)
    return pack


def compile_pack(sources: Sources) -> Pack:
    """Return the typed pack of these sources; raises `KnowledgeError` for the first fault of form."""
    if sources.faults:
        first = sources.faults[0]
        raise KnowledgeError(
            f"{first.rule}: {first.text}",
            where=f"{first.file}:{first.line}",
            remedy="Run `chartside knowledge check`.",
        )
    if not sources.conditions:
        raise KnowledgeError("holds no conditions.", where=str(sources.root), remedy="Reinstall Chartside.")
    return Pack(
        version=_version(sources.root),
        terms=sources.terms,
        conditions=sources.conditions,
        tests=sources.tests,
        references=sources.references,
    )


def write_pack(pack: Pack, path: Path) -> None:
    """Write the compiled pack so that a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "wb") as stream:
        stream.write(orjson.dumps(pack))
    Path(temporary).replace(path)


def _forget_older(folder: Path) -> None:
    """Remove what earlier sources were compiled to: only the newest can be asked for again."""
    for path in folder.glob("knowledge-*.json"):
        path.unlink(missing_ok=True)


def _decode(path: Path) -> Pack:
    try:
        return _adapter().validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise KnowledgeError(
            "is not a compiled pack of this version.",
            where=str(path),
            remedy="Delete it, or reinstall Chartside.",
        ) from error


def _files(root: Path) -> list[Path]:
    return sorted(root.rglob("*.yaml"))


def _stamp(root: Path) -> str:
    """Return a fingerprint that changes when any source file does, without reading them.

    The code that defines the pack's shape counts too, so that an old compiled file is never misread.
    """
    shape = (Path(__file__), Path(__file__).with_name("pack.py"), Path(__file__).with_name("bands.py"))
    digest = hashlib.sha256()
    for path in (*_files(root), *(path for path in shape if path.is_file())):
        status = path.stat()
        digest.update(f"{path}:{status.st_size}:{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def _version(root: Path) -> str:
    """Return a hash over the sources' names and contents, the same on every machine."""
    digest = hashlib.sha256()
    for path in _files(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
