"""`Destination`: the one server that IT lets prompts go to; off unless IT's policy names it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from copilot.network import is_safe


class Kind(StrEnum):
    """Which server it is: all speak OpenAI's chat completions, each with its own extras."""

    VLLM = "vllm"
    LLAMA_SERVER = "llama-server"
    AZURE = "azure"


def _address(value: str) -> str:
    """Return an address without its last slash; raises where a prompt would travel in the open."""
    address = value.strip().rstrip("/")
    parts = urlsplit(address)
    if not is_safe(address) or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("must be a plain https:// address (plain http only on this machine)")
    return address


class Destination(BaseModel):
    """A model server of the hospital's, as IT's settings name it.

    `base_url` is what `/chat/completions` is put behind: `https://gpu.hospital/v1`, or at Azure
    `https://NAME.services.ai.azure.com/models` or `https://NAME.openai.azure.com/openai/deployments/NAME`. `key_name`
    names a key in the keyring; the key itself never stands in a file. `system` says whether its model knows the
    system role, `context` how many tokens it reads where the server does not tell. `ca_file` and `proxy` are those of
    a FHIR connection.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=())

    name: Annotated[str, Field(min_length=1, max_length=80)]
    base_url: Annotated[str, AfterValidator(_address)]
    model: Annotated[str, Field(min_length=1, max_length=200)]
    kind: Kind
    key_name: str = ""
    api_version: Annotated[str, Field(pattern=r"^[0-9a-z-]{1,32}$")] = "2024-05-01-preview"
    system: bool = True
    context: Annotated[int, Field(ge=512)] = 4096
    ca_file: Path | None = None
    proxy: str | None = None

    @property
    def host(self) -> str:
        """Return the host that is asked."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def words(self) -> str:
        """Return the name and the host, for the screen."""
        return f"{self.name} ({self.host})"
