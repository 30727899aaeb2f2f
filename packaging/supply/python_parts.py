"""The Python packages that are shipped: those of the lock whose modules are in the built tree."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from pathlib import Path, PurePath
from typing import Any

from packaging.requirements import Requirement

from supply.errors import UnknownPartError
from supply.known import PythonPart, licence_text, python_parts
from supply.part import Part

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements" / "runtime.lock"
OWN = "chartside"
_SPDX = re.compile(r"\(?[A-Za-z0-9.+-]+\)?( (AND|OR|WITH) \(?[A-Za-z0-9.+-]+\)?)*")
_TEXTS = re.compile(r"(^|/)(licen[cs]es?|copying|notice|authors)[^/]*$", re.IGNORECASE)
_VERSION_SUFFIX = re.compile(r"\s*\\$")


@cache
def locked(lock: Path = LOCK, *, everywhere: bool = False) -> dict[str, str]:
    """Return name and version of each package of the lock, on this platform or on all."""
    found = {}
    for line in lock.read_text("utf-8").splitlines():
        if line[:1].isalnum():
            requirement = Requirement(_VERSION_SUFFIX.sub("", line))
            if everywhere or requirement.marker is None or requirement.marker.evaluate():
                found[normal(requirement.name)] = str(requirement.specifier).removeprefix("==")
    return found


def shipped(modules: frozenset[str]) -> list[Distribution]:
    """Return the installed packages of which a module is shipped, by name."""
    named = {normal(found.name): found for found in distributions()}
    mine = (found for name, found in named.items() if name != OWN and _modules(found) & modules)
    return sorted(mine, key=lambda found: normal(found.name))


def installed() -> list[Distribution]:
    """Return the packages of the lock that are installed here: what may be shipped where there is no tree."""
    found = []
    for name in locked():
        try:
            found.append(distribution(name))
        except PackageNotFoundError:
            continue
    return found


def part(found: Distribution) -> Part:
    """Return a package with its licence; raises `UnknownPartError` where the lock or people do not know it."""
    name = normal(found.name)
    known = python_parts().get(name)
    if known is None or locked().get(name) != found.version:
        raise UnknownPartError(f"{name} {found.version} would be shipped, and the lock or known/python.yaml lack it.")
    words = texts(found) or ((licence_text(known.text),) if known.text else ())
    if not words:
        raise UnknownPartError(f"{name} brings no licence text, and known/python.yaml names none.")
    return Part(
        name=name,
        version=found.version,
        licence=_licence(found, known),
        maker=known.maker,
        about=found.metadata["Summary"] or "",
        purl=f"pkg:pypi/{name}@{found.version}",
        texts=words,
        within=_within(found),
    )


def normal(name: str) -> str:
    """Return a package's name as indexes write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _licence(found: Distribution, known: PythonPart) -> str:
    """Return the licence: of the metadata where it is a licence's short name, else what people wrote down, and why."""
    if known.licence:
        return known.licence
    for said in (found.metadata["License-Expression"], found.metadata["License"]):
        if said and _SPDX.fullmatch(said.strip()):
            return str(said).strip()
    raise UnknownPartError(f"{found.name} does not say its licence in SPDX's words; known/python.yaml must.")


def _modules(found: Distribution) -> set[str]:
    """Return the modules that a package installs."""
    names = set()
    for path in found.files or ():
        if path.suffix in (".py", ".so", ".pyd"):
            parts = (*path.parts[:-1], path.name.partition(".")[0])
            names.add(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return names


def texts(found: Distribution) -> tuple[str, ...]:
    """Return the licences and notices that a package brings with it."""
    paths = sorted(path for path in found.files or () if _is_text(path))
    words = (Path(str(found.locate_file(path))).read_text("utf-8", "replace").strip() for path in paths)
    return tuple(dict.fromkeys(words))


def _is_text(path: PurePath) -> bool:
    """Return whether a file is a licence; what a package vendors for itself counts as well."""
    inside = path.parts[0].endswith(".dist-info")
    return inside and path.suffix not in (".py", ".json") and bool(_TEXTS.search(path.as_posix()))


def _within(found: Distribution) -> tuple[Part, ...]:
    """Return what is compiled into a package, by the SBOM that it brings (PEP 770)."""
    parts: dict[str, Part] = {}
    for path in found.files or ():
        if "sboms" in path.parts and path.suffix == ".json":
            held = json.loads(Path(str(found.locate_file(path))).read_text("utf-8"))
            parts.update({part.purl: part for part in map(_compiled, held.get("components", ()))})
    return tuple(sorted(parts.values(), key=lambda part: (part.name, part.version)))


# Named by a package's own SBOM without a licence.
_COMPILED_LICENCES = {"openssl": "Apache-2.0"}


def _compiled(held: dict[str, Any]) -> Part:
    """Return a part of a package's own SBOM."""
    name, version = str(held["name"]), str(held["version"])
    said = [
        each.get("expression") or each["license"].get("id") or each["license"]["name"]
        for each in held.get("licenses", ())
    ]
    licence = " AND ".join(said) or _COMPILED_LICENCES.get(name)
    if not licence:
        raise UnknownPartError(f"{name} {version}, compiled into a package, has no licence.")
    texts = (licence_text("Apache-2.0"),) if not said else ()
    purl = str(held.get("purl", "")).partition("?")[0]
    maker = str(held.get("author") or "its contributors").partition(" <")[0]
    return Part(name, version, _spelled(licence), maker, about=str(held.get("description", "")), purl=purl, texts=texts)


def _spelled(licence: str) -> str:
    """Return an expression in today's spelling: older crates join alternatives with a stroke."""
    return re.sub(r"\s*/\s*", " OR ", licence)


def needs(name: str) -> tuple[str, ...]:
    """Return the packages that a package asks for on this platform, without its extras."""
    asked = (Requirement(text) for text in distribution(name).requires or ())
    wanted = (each for each in asked if each.marker is None or each.marker.evaluate({"extra": ""}))
    return tuple(sorted({normal(each.name) for each in wanted}))
