"""Compile the packs to fast files, and load them."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from copilot import places
from copilot.errors import KnowledgeError
from copilot.garbage import paused
from copilot.knowledge.compiled import decode
from copilot.knowledge.compiled import encode as encode_common
from copilot.knowledge.course import ILL_FOR_DAYS, with_course
from copilot.knowledge.pack import CommonPack, Condition, Pack
from copilot.knowledge.rare import RarePack, encode
from copilot.knowledge.rare import decode as decode_rare
from copilot.writing import write_whole

if TYPE_CHECKING:  # only compiling needs it: typing the sources costs a tenth of a second at every start
    from copilot.knowledge.sources import Sources

COMPILED = "knowledge.json"
COMPILED_RARE = "rare.npz"


def load_pack() -> Pack:
    """Return the packs: the compiled files where they are up to date with their sources, else compiled now.

    Raises `KnowledgeError` where the sources break a rule of form, or where neither exists. The rare pack is
    missing (None) where it was not shipped and HPO's files are not installed.
    """
    with paused():
        pack = Pack(**vars(_common()), rare=_rare())
    gc.freeze()  # the pack stays for good: no later collection need look at it
    return pack


def _common() -> CommonPack:
    root = places.resources() / "knowledge"
    shipped = places.resources() / COMPILED
    if shipped.is_file():
        return decode(shipped)

    def compiled() -> bytes:
        from copilot.knowledge.sources import read_sources

        return encode_common(compile_pack(read_sources(root)))

    code = _code("pack.py", "bands.py", "compiled.py", "words.py", "stems.py", "course.py")
    return decode(_up_to_date("common", ".json", [*_files(root), *code], compiled))


def _rare() -> RarePack | None:
    shipped = places.resources() / COMPILED_RARE
    if shipped.is_file():
        return decode_rare(shipped)
    from copilot.knowledge.hpo import hpo_data

    obo, hpoa, genes = (hpo_data(name) for name in ("hp.obo", "phenotype.hpoa", "genes_to_phenotype.txt"))
    if obo is None or hpoa is None or genes is None:
        return None

    def compiled() -> bytes:
        from copilot.knowledge.rare_build import build

        return encode(build(obo, hpoa, genes))

    code = _code("rare.py", "rare_build.py", "series.py", "annotations.py", "genes.py")
    return decode_rare(_up_to_date("rare", ".npz", [obo, hpoa, genes, *code], compiled))


def compile_pack(sources: Sources) -> CommonPack:
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
    return CommonPack(
        version=_version(sources.root),
        terms=sources.terms,
        conditions=_with_course(sources),
        tests=sources.tests,
        references=sources.references,
    )


def _with_course(sources: Sources) -> Mapping[str, Condition]:
    """Return the conditions with what their course says, where the vocabulary has words for it."""
    if ILL_FOR_DAYS not in sources.terms:
        return sources.conditions
    return {identifier: with_course(condition) for identifier, condition in sources.conditions.items()}


def write_packs(sources: Sources, folder: Path) -> list[Path]:
    """Compile both packs into the folder, as they are shipped; returns what was written."""
    written = [folder / COMPILED]
    write_whole(written[0], [encode_common(compile_pack(sources))])
    rare = _rare()
    if rare is not None:
        written.append(folder / COMPILED_RARE)
        write_whole(written[1], [encode(rare)])
    return written


def _up_to_date(name: str, ending: str, made_from: Iterable[Path], compiled: Callable[[], bytes]) -> Path:
    """Return the cached file for these sources, compiled first where it is not there; older ones go."""
    path = places.cache() / f"{name}-{_stamp(made_from)}{ending}"
    if not path.is_file():
        content = compiled()
        for older in path.parent.glob(f"{name}-*{ending}"):
            older.unlink(missing_ok=True)
        write_whole(path, [content])
    return path


def _files(root: Path) -> list[Path]:
    return sorted(root.rglob("*.yaml"))


def _code(*names: str) -> list[Path]:
    """Return the modules that shape a compiled file; in a frozen build they do not exist as files."""
    return [path for path in (Path(__file__).with_name(name) for name in names) if path.is_file()]


def _stamp(made_from: Iterable[Path]) -> str:
    """Return a fingerprint that changes when any of these files does, without reading them."""
    digest = hashlib.sha256()
    for path in made_from:
        status = path.stat()
        digest.update(f"{path}:{status.st_size}:{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def _version(root: Path) -> str:
    """Return a hash over the sources' names and contents, the same on every machine."""
    digest = hashlib.sha256()
    for path in _files(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
