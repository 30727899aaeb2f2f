"""The signed list of models: file hash, size, licence, family and template, trusted only with IT's key."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from copilot.errors import ModelError
from copilot.model.families import Family, family
from copilot.model.gate import minisign
from copilot.model.gguf_file import GgufInfo

FILE = "models-manifest.json"
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
MOST_BYTES = 4 << 20


class Listed(BaseModel):
    """One model of the list. `template_sha256` is that of the template inside the file, "" where it may be any."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1, max_length=200)]
    sha256: Sha256
    size: Annotated[int, Field(gt=0)]
    licence: Annotated[str, Field(min_length=1)]
    licence_link: str = ""
    family: Family
    quantization: str = ""
    template_sha256: Sha256 | None = None


class Manifest(BaseModel):
    """A whole list."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    models: tuple[Listed, ...]

    def find(self, sha256: str) -> Listed | None:
        """Return the entry of a file by its hash."""
        return next((model for model in self.models if model.sha256 == sha256), None)


def read_manifest(path: Path, trusted_key: str) -> Manifest:
    """Return the list once its signature (`path` with `.minisig`) is that of the trusted key.

    Raises `ModelError` else; nothing of an unsigned list is believed, not even to name what it holds.
    """
    if not trusted_key:
        raise ModelError("There is no trusted key for the list of models.", remedy="IT sets it in its policy.")
    content = _read(path)
    signature = _read(path.with_name(path.name + ".minisig")).decode("utf-8", "replace")
    minisign.verify(content, signature, minisign.key(trusted_key))
    try:
        return Manifest.model_validate_json(content)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise ModelError(
            f"The signed list is not complete ({place}: {fault['msg']}).", where=str(path), remedy="Sign it anew."
        ) from None


def differences(listed: Listed, info: GgufInfo) -> list[str]:
    """Return where a file differs from what the list says of it; its hash is compared by whoever found the entry."""
    found = []
    if info.size != listed.size:
        found.append(f"The list says {listed.size:,} bytes, the file has {info.size:,}.")
    if family(info) is not listed.family:
        found.append(f"The list says family {listed.family}, the file looks like {family(info)}.")
    if listed.quantization and info.quantization != listed.quantization:
        found.append(f"The list says {listed.quantization}, the file {info.quantization}.")
    if listed.template_sha256 and template_hash(info) != listed.template_sha256:
        found.append("The chat template inside the file is not the one of the list.")
    return found


def template_hash(info: GgufInfo) -> str:
    """Return the SHA-256 of the file's own template."""
    return hashlib.sha256(info.chat_template.encode("utf-8")).hexdigest()


def licence(info: GgufInfo, listed: Listed | None = None) -> str:
    """Return the licence in a line, from the signed list or else from the file."""
    if listed is not None:
        return " · ".join(part for part in (listed.licence, listed.licence_link) if part)
    more = (info.metadata.get(key) for key in ("general.license.name", "general.license.link"))
    found = dict.fromkeys(str(part or "").strip() for part in (info.licence, *more))
    return " · ".join(part for part in found if part) or "not stated in the file"


def _read(path: Path) -> bytes:
    """Return a small file."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        remedy = "A list needs its signature beside it, with .minisig behind the name."
        raise ModelError(f"cannot be read ({error.strerror}).", where=str(path), remedy=remedy) from None
    if len(content) > MOST_BYTES:
        raise ModelError("is too large for a list of models.", where=str(path), remedy="Check the path.")
    return content
