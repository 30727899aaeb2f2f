"""Every part of a built tree: Python packages, native parts, libraries of the system, data, and the starter model."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatch
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import PurePosixPath

from supply import data_parts, licences, python_parts, system_parts, versions
from supply.built import Tree
from supply.errors import UnknownPartError
from supply.known import NativePart, licence_text, native_parts
from supply.part import Part


def parts(tree: Tree) -> tuple[Part, ...]:
    """Return every part, by kind and name; raises `UnknownPartError` for what nobody can vouch for."""
    native = _native(tree)
    taken = {file for part in native for file in part.files}
    python = [_with_files(found, tree, taken) for found in python_parts.shipped(tree.modules)]
    taken |= {file for part in python for file in part.files}
    left = tuple(file for file in tree.libraries if file not in taken)
    system = system_parts.parts(left)
    found = (*python, *native, *system, *data_parts.parts(tree.inside / "resources"))
    all_taken(left, system)
    licences.check(found)
    return tuple(sorted(found, key=lambda part: (part.kind, part.name)))


def all_taken(left: tuple[str, ...], system: tuple[Part, ...]) -> None:
    """Raise `UnknownPartError` where a library of the tree belongs to no part."""
    known = {file for part in system for file in part.files}
    strange = [file for file in left if file not in known]
    if strange:
        raise UnknownPartError(f"Libraries of the tree belong to no part: {', '.join(strange)}")


def _with_files(found: Distribution, tree: Tree, taken: set[str]) -> Part:
    """Return a package with the libraries of the tree that it installed."""
    installed = {path.as_posix() for path in found.files or ()}
    files = (file for file in tree.libraries if file not in taken and _inside(file) in installed)
    return replace(python_parts.part(found), files=tuple(files))


def _native(tree: Tree) -> list[Part]:
    """Return the native parts that are in the tree."""
    found = []
    for name, known in native_parts().items():
        files = tuple(file for file in tree.libraries if _matches(file, known.files))
        hosts = files or tuple(file for file in tree.libraries if _matches(file, known.compiled_into))
        if hosts:
            found.append(_one(name, known, tree, files, hosts[0]))
    return found


def _one(name: str, known: NativePart, tree: Tree, files: tuple[str, ...], host: str) -> Part:
    """Return one native part, with the version that it tells itself."""
    version = versions.read(known, name, tree.inside, tree.folder / host)
    return Part(
        name=name,
        version=version,
        licence=known.licence,
        maker=known.maker,
        kind=known.kind,
        about=known.purpose,
        purl=known.purl.format(version=version),
        cpe=known.cpe.replace("{version}", version),
        files=files,
        texts=_texts(name, known),
    )


def _texts(name: str, known: NativePart) -> tuple[str, ...]:
    """Return the words of a native part's licence: kept here, or those of the package that brings it."""
    if known.text:
        return (licence_text(known.text),)
    try:
        return python_parts.texts(distribution(known.text_of))
    except PackageNotFoundError as error:
        raise UnknownPartError(f"{name} has its licence text from {known.text_of}, which is not installed.") from error


def _matches(file: str, patterns: tuple[str, ...]) -> bool:
    """Return whether one of the patterns is of this file; a pattern without a folder is of none below it."""
    inside = _inside(file)
    return any(fnmatch(inside, pattern) and ("/" in pattern or "/" not in inside) for pattern in patterns)


def _inside(file: str) -> str:
    """Return a file's name as seen from the folder beside the executable."""
    path = PurePosixPath(file)
    return "/".join(path.parts[1:]) if len(path.parts) > 1 else f"../{file}"
