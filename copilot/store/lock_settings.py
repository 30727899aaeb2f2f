"""What IT decides about locking: the section `lock` of its policy."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from copilot.policy import PolicyError, section_as

SECTION = "lock"


class LockSettings(BaseModel, frozen=True, extra="forbid"):
    """What holds for every window."""

    idle_minutes: Annotated[
        int,
        Field(
            ge=1,
            le=60,
            title="Lock when nobody is there",
            description="Minutes without a key or a click after which every window locks.",
        ),
    ] = 10
    needs_pin: Annotated[
        bool, Field(title="Ask for a PIN", description="Whether nobody comes back to a locked window without a PIN.")
    ] = False
    clipboard_seconds: Annotated[
        int,
        Field(
            ge=10,
            le=600,
            title="Clear the clipboard",
            description="Seconds after which what was copied is taken off the clipboard.",
        ),
    ] = 90


def settings() -> LockSettings:
    """Return what IT set; raises `PolicyError` where that cannot be read."""
    return section_as(LockSettings, SECTION)


def in_force() -> LockSettings:
    """Return what holds; where the policy cannot be read, the strictest."""
    try:
        return settings()
    except PolicyError:
        return LockSettings(idle_minutes=1, needs_pin=True, clipboard_seconds=10)
