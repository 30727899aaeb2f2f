"""What IT allows those who test the program: the section `testing` of its policy."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from copilot.policy import PolicyError, section_as

SECTION = "testing"


class Allowed(BaseModel, frozen=True, extra="forbid"):
    """What those who test may ask for. Neither does anything unless it is asked for."""

    event_log: Annotated[
        bool,
        Field(
            title="Allow the event log of tests",
            description="Whether the window may write down for a robot what it does, if it is started so.",
        ),
    ] = True
    deterministic: Annotated[
        bool,
        Field(
            title="Allow the deterministic demo",
            description="Whether the demo may run with a fixed clock and a scripted model, if it is started so.",
        ),
    ] = True


def settings() -> Allowed:
    """Return what IT set; raises `PolicyError` where that cannot be read."""
    return section_as(Allowed, SECTION)


def in_force() -> Allowed:
    """Return what holds; where the policy cannot be read, the strictest."""
    try:
        return settings()
    except PolicyError:
        return Allowed(event_log=False, deterministic=False)
