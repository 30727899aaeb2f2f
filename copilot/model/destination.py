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

    `base_url` at Azure is `https://NAME.services.ai.azure.com/models` or
    `https://NAME.openai.azure.com/openai/deployments/NAME`. The key itself never stands in a file.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=())

    name: Annotated[str, Field(min_length=1, max_length=80, description="what clinicians read")]
    base_url: Annotated[
        str, AfterValidator(_address), Field(description="what /chat/completions is put behind, https://")
    ]
    model: Annotated[str, Field(min_length=1, max_length=200, description="the model's name there")]
    kind: Annotated[Kind, Field(description="which server it is")]
    key_name: Annotated[str, Field(description="the name of its key in the keyring")] = ""
    api_version: Annotated[str, Field(pattern=r"^[0-9a-z-]{1,32}$", description="Azure's")] = "2024-05-01-preview"
    system: Annotated[bool, Field(description="whether the model knows the system role")] = True
    context: Annotated[int, Field(ge=512, description="tokens it reads, where the server does not tell")] = 4096
    ca_file: Annotated[Path | None, Field(description="authority (PEM) trusted besides the system's")] = None
    proxy: Annotated[str | None, Field(description="absent: the system's; empty: none")] = None

    @property
    def host(self) -> str:
        """Return the host that is asked."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def words(self) -> str:
        """Return the name and the host, for the screen."""
        return f"{self.name} ({self.host})"
