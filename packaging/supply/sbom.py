"""The bill of materials of a built tree: CycloneDX 1.6, every part with version, licence and where its files lie.

    PYTHONPATH=packaging python -m supply.sbom dist/chartside dist/release

It is written on the system that the tree was built on and with the packages that it was built from: versions are asked
of the libraries themselves. A release holds one bill for each system.

It is written as plain JSON: the libraries for CycloneDX know no model card yet. A test holds it against the standard's
schema. The same tree gives the same bytes: the day is that of the stamp, the serial number is made of the content.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import uuid
from pathlib import Path
from typing import Any

from command import ended
from copilot import __version__
from supply import inventory, python_parts
from supply.built import LINUX, MACOS, WINDOWS, Tree
from supply.data_parts import OWN_LICENCE, PROJECT
from supply.errors import UnknownPartError
from supply.part import UNNAMED_LICENCE, Kind, Part

SPECIFICATION = "1.6"
SCHEMA = f"http://cyclonedx.org/schema/bom-{SPECIFICATION}.schema.json"
ROOT_REFERENCE = f"chartside@{__version__}"
SUFFIXES = {LINUX: "", WINDOWS: "-windows", MACOS: "-macos"}
Json = dict[str, Any]


def make(tree: Tree, parts: tuple[Part, ...], out: Path) -> Path:
    """Write the bill of materials of a tree into a folder and return it."""
    held = bill(parts, stamp(tree))
    path = out / f"chartside-{__version__}{SUFFIXES[tree.system]}.cdx.json"
    path.write_text(json.dumps(held, indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")
    return path


def bill(parts: tuple[Part, ...], stamped: Json) -> Json:
    """Return the whole bill."""
    references = {part: _reference(part) for part in parts}
    held: Json = {
        "$schema": SCHEMA,
        "bomFormat": "CycloneDX",
        "specVersion": SPECIFICATION,
        "version": 1,
        "metadata": {
            "timestamp": f"{stamped.get('day') or '1980-01-01'}T00:00:00Z",
            "lifecycles": [{"phase": "post-build"}],
            "authors": [{"name": PROJECT}],
            "component": _product(stamped),
        },
        "components": [_component(part, reference) for part, reference in references.items()],
        "dependencies": _dependencies(references),
    }
    content = hashlib.sha256(json.dumps(held, sort_keys=True).encode("utf-8")).hexdigest()
    return {"serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, content)}", **held}


def stamp(tree: Tree) -> Json:
    """Return the stamp of a tree: version, commit, day; empty where it has none."""
    try:
        found: Json = json.loads((tree.inside / "resources" / "stamp.json").read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return found


def _product(stamped: Json) -> Json:
    """Return what the bill is about."""
    held: Json = {
        "type": str(Kind.APPLICATION),
        "bom-ref": ROOT_REFERENCE,
        "name": "chartside",
        "version": __version__,
        "supplier": {"name": PROJECT},
        "licenses": [{"license": {"id": OWN_LICENCE}}],
        "cpe": f"cpe:2.3:a:chartside:chartside:{__version__}:*:*:*:*:*:*:*",
    }
    if stamped.get("commit"):
        held["properties"] = [{"name": "chartside:commit", "value": stamped["commit"]}]
    return held


def _component(part: Part, reference: str) -> Json:
    """Return one part; empty values are left out."""
    held: Json = {
        "type": str(part.kind),
        "bom-ref": reference,
        "name": part.name,
        "version": part.version,
        "supplier": {"name": part.maker},
        "description": part.about,
        "licenses": _licences(part),
        "purl": part.purl,
        "cpe": part.cpe,
        "hashes": [{"alg": "SHA-256", "content": part.sha256}] if part.sha256 else [],
        "components": [_component(each, f"{reference}/{_reference(each)}") for each in part.within],
    }
    if part.files:
        held["evidence"] = {"occurrences": [{"location": file} for file in part.files]}
    if part.kind is Kind.MODEL:
        held["modelCard"] = _card(part)
    return {name: value for name, value in held.items() if value}


def _licences(part: Part) -> list[Json]:
    """Return a licence as the standard has it: an expression, or the name of one that SPDX does not list."""
    if not part.licence.startswith(UNNAMED_LICENCE):
        return [{"expression": part.licence}]
    named: Json = {"name": part.licence.removeprefix(UNNAMED_LICENCE)}
    if part.licence_link:
        named["url"] = part.licence_link
    return [{"license": named}]


def _card(part: Part) -> Json:
    """Return the model card in the standard's words; the whole card is shipped beside the model."""
    return {
        "modelParameters": {
            "task": "text-generation",
            "modelArchitecture": part.architecture,
            "datasets": [
                {"type": "dataset", "name": "synthetic reviews", "contents": {"url": "copilot/training/data.py"}}
            ],
            "inputs": [{"format": "text"}],
            "outputs": [{"format": "text"}],
        },
        "considerations": {
            "users": ["clinicians who review the basis of each suggestion"],
            "useCases": ["puts the lines of evidence that code found and weighed into sentences; changes no rank"],
            "technicalLimitations": [
                "English only; knows no medicine; every sentence is checked and marked where unsupported"
            ],
        },
    }


def _dependencies(references: dict[Part, str]) -> list[Json]:
    """Return who needs whom: the product all parts, a package what its metadata ask for."""
    by_name = {part.name: reference for part, reference in references.items() if part.purl.startswith("pkg:pypi/")}
    held = [{"ref": ROOT_REFERENCE, "dependsOn": sorted(references.values())}]
    for name, reference in sorted(by_name.items()):
        needed = sorted(by_name[each] for each in python_parts.needs(name) if each in by_name)
        held.append({"ref": reference, "dependsOn": needed} if needed else {"ref": reference})
    return held


def _reference(part: Part) -> str:
    """Return what other parts of the bill call this one."""
    return part.purl or f"{part.kind}:{part.name}@{part.version}"


def main() -> int:
    """Write the bill of materials of a tree."""
    asked = argparse.ArgumentParser(prog="sbom", description="Write the bill of materials of a built tree.")
    asked.add_argument("tree", type=Path)
    asked.add_argument("out", type=Path)
    options = asked.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    tree = Tree(options.tree)
    return ended("sbom", lambda: make(tree, inventory.parts(tree), options.out), UnknownPartError)


if __name__ == "__main__":
    sys.exit(main())
