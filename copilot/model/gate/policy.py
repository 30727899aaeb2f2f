"""What IT allows of models: the section `models` of its policy; without it any model may be tried, with its label."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from copilot.errors import ModelError
from copilot.model.destination import Destination
from copilot.model.gate.manifest import FILE as MANIFEST
from copilot.model.gate.manifest import Listed, Sha256, read_manifest
from copilot.places import machine_settings, resources
from copilot.policy import PolicyError, place, section

SECTION = "models"


class Listing(StrEnum):
    """Who vouches for a model file."""

    SHIPPED = "shipped with Chartside"
    SIGNED = "named in the signed list"
    NAMED = "named in IT's settings"
    UNLISTED = "not on any list"


class Policy(BaseModel):
    """IT's settings about models. An absent section allows models that no list names, and no server outside."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    allow_unlisted: Annotated[
        bool,
        Field(
            title="Allow models that no list names",
            description="Whether a model file may run that did not come with Chartside and is neither in the signed "
            "list nor among the hashes; it is labelled as such.",
        ),
    ] = True
    trusted_key: Annotated[
        str,
        Field(
            title="Key of the signed list of models",
            description="The minisign public key that the list of models (models-manifest.json) must be signed with.",
        ),
    ] = ""
    hashes: Annotated[
        tuple[Sha256, ...],
        Field(title="Models that may run, by hash", description="SHA-256 of each file, 64 small hexadecimal digits."),
    ] = ()
    remote: Annotated[
        Destination | None,
        Field(
            title="Model server of the hospital",
            description="The one server that prompts, and with them the chart, may be sent to. Without it, none.",
        ),
    ] = None

    def listing(self, path: Path, sha256: str, manifest: Path | None = None) -> tuple[Listing, Listed | None]:
        """Return who vouches for a file. A list that cannot be trusted raises `ModelError`."""
        if is_shipped(path):
            return Listing.SHIPPED, None
        lying = manifest or machine_settings() / MANIFEST
        if manifest is not None or (self.trusted_key and lying.exists()):
            found = read_manifest(lying, self.trusted_key).find(sha256)
            if found is not None:
                return Listing.SIGNED, found
        return (Listing.NAMED if sha256 in self.hashes else Listing.UNLISTED), None

    def allows(self, listing: Listing) -> bool:
        """Return whether such a file may run here."""
        return self.allow_unlisted or listing is not Listing.UNLISTED


def policy() -> Policy:
    """Return what IT set; a section that cannot be read allows nothing, and raises `ModelError`."""
    try:
        held = section(SECTION)
        return Policy() if held is None else Policy.model_validate(held)
    except PolicyError as error:
        why = error.what
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        why = f"{'.'.join(str(part) for part in fault['loc'])} {fault['msg']}".strip()
    raise ModelError(
        f"IT's settings about models cannot be read ({why}), so no model but the shipped one runs.",
        where=str(place()),
        remedy="IT mends the file.",
    )


def is_shipped(path: Path) -> bool:
    """Return whether the file came with this installation."""
    return path.resolve().parent == (resources() / "models").resolve()


def permit(path: Path, sha256: str) -> Listing:
    """Return who vouches for a model that is about to be loaded; raises `ModelError` where IT does not allow it."""
    if is_shipped(path):
        return Listing.SHIPPED
    allowed = policy()
    listing, _ = allowed.listing(path, sha256)
    if not allowed.allows(listing):
        raise ModelError(
            "This model is on none of IT's lists, and IT allows no others here.",
            where=str(path),
            remedy="Use the model that comes with Chartside, or ask IT to list this one.",
        )
    return listing
