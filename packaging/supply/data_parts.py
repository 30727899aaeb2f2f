"""What is shipped as data: the project's own packs, the knowledge of others in them, and the starter model."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np

from copilot import __version__
from copilot.model.gguf_file import read_header
from supply.errors import UnknownPartError
from supply.known import DataPart, data_parts
from supply.part import Kind, Part
from supply.signatures import sha256

PROJECT = "the Chartside project"
OWN_LICENCE = "Apache-2.0"


def parts(resources: Path) -> tuple[Part, ...]:
    """Return the data in a tree's folder of resources."""
    releases = {"pack": pack_version(resources / "knowledge.json"), "hpo": hpo_release(resources / "rare.npz")}
    others = (_other(name, known, releases) for name, known in data_parts().items())
    models = (model(path) for path in sorted((resources / "models").glob("*.gguf")))
    return (_own_pack(resources, releases), *others, *models)


def pack_version(path: Path) -> str:
    """Return the version of the compiled common pack."""
    try:
        return str(json.loads(path.read_bytes())["version"])
    except (OSError, ValueError, KeyError) as error:
        raise UnknownPartError(f"{path} tells no version of the pack ({error}).") from error


def hpo_release(path: Path) -> str:
    """Return the release of HPO that the rare pack was compiled from."""
    try:
        with np.load(path, allow_pickle=False) as held:
            return str(json.load(io.BytesIO(held["words"].tobytes()))["version"])
    except (OSError, ValueError, KeyError) as error:
        raise UnknownPartError(f"{path} tells no release of HPO ({error}).") from error


def _own_pack(resources: Path, releases: dict[str, str]) -> Part:
    """Return the project's own knowledge."""
    return Part(
        name="chartside-knowledge",
        version=releases["pack"],
        licence=OWN_LICENCE,
        maker=PROJECT,
        kind=Kind.DATA,
        about="Conditions, findings, tests and references, each with its opened page.",
        sha256=sha256(resources / "knowledge.json"),
    )


def _other(name: str, known: DataPart, releases: dict[str, str]) -> Part:
    """Return knowledge by others, with the notice that its licence asks for."""
    version = releases[known.version]
    return Part(
        name=name,
        version=version,
        licence=known.licence,
        licence_link=known.link,
        maker=known.maker,
        kind=Kind.DATA,
        about=known.title,
        texts=(known.notice.format(version=version),),
    )


def model(path: Path) -> Part:
    """Return a model that is shipped; raises `UnknownPartError` where its card is not of this very file."""
    digest = sha256(path)
    cards = [card.read_text("utf-8") for card in sorted(path.parent.glob("*.md"))]
    card = next((card for card in cards if path.name in card and digest in card), None)
    if card is None:
        raise UnknownPartError(f"No model card beside {path.name} names its SHA-256 {digest}.")
    info = read_header(path)
    return Part(
        name=path.stem,
        version=f"{__version__}+{digest[:12]}",
        licence=info.licence,
        maker=PROJECT,
        kind=Kind.MODEL,
        about="Puts the lines of the list into short sentences; trained from nothing on synthetic reviews.",
        sha256=digest,
        architecture=f"{info.architecture}, {info.quantization}, {info.weights:,} bytes, context {info.context:,}",
    )
