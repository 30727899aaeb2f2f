"""What IT decides about what is kept: the section `store` of its policy."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field

from copilot.policy import section_as

SECTION = "store"


class WithoutKeyring(StrEnum):
    """What to do on a computer without a keyring."""

    ASK = "ask"  # the person may keep things behind a passphrase; else nothing is kept beyond the session
    MEMORY = "memory"  # nothing is kept beyond the session
    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a way, not a secret


class StoreSettings(BaseModel, frozen=True, extra="forbid"):
    """What is kept on this computer; the audit trail always is."""

    keep: Annotated[
        bool,
        Field(title="Keep reviews", description="Whether reviews are kept at all. The audit trail is always kept."),
    ] = True
    days: Annotated[
        int, Field(ge=1, le=3650, title="Days that reviews are kept", description="After that they are deleted.")
    ] = 365
    without_keyring: Annotated[
        WithoutKeyring,
        Field(
            title="On a computer without a keyring",
            description="ask: the person may keep reviews behind a passphrase; memory: nothing lasts beyond the "
            "session; passphrase: the store opens with a passphrase.",
        ),
    ] = WithoutKeyring.ASK


def settings() -> StoreSettings:
    """Return what IT set; raises `PolicyError` where that cannot be read: then nothing is kept."""
    return section_as(StoreSettings, SECTION)
