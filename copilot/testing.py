"""What IT allows those who test the program: the section `testing` of its policy."""

from __future__ import annotations

from pydantic import BaseModel

from copilot.policy import PolicyError, section_as

SECTION = "testing"


class Allowed(BaseModel, frozen=True, extra="forbid"):
    """`event_log`: whether the window may write down for a robot what it does; `deterministic`: whether the demo may
    run with a fixed clock and a scripted model. Neither does anything unless it is asked for.
    """

    event_log: bool = True
    deterministic: bool = True


def settings() -> Allowed:
    """Return what IT set; raises `PolicyError` where that cannot be read."""
    return section_as(Allowed, SECTION)


def in_force() -> Allowed:
    """Return what holds; where the policy cannot be read, the strictest."""
    try:
        return settings()
    except PolicyError:
        return Allowed(event_log=False, deterministic=False)
