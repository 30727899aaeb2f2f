"""What IT decides about what is kept: the section `store` of its policy."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field

from copilot.policy import section_as

SECTION = "store"


class WithoutKeyring(StrEnum):
    """What to do on a computer without a keyring."""

    MEMORY = "memory"  # nothing is kept beyond the session
    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a way, not a secret


class StoreSettings(BaseModel, frozen=True, extra="forbid"):
    """`keep`: whether reviews are kept at all; `days`: how long; the audit trail is always kept."""

    keep: bool = True
    days: Annotated[int, Field(ge=1, le=3650)] = 365
    without_keyring: WithoutKeyring = WithoutKeyring.MEMORY


def settings() -> StoreSettings:
    """Return what IT set; raises `PolicyError` where that cannot be read: then nothing is kept."""
    return section_as(StoreSettings, SECTION)
