"""Why the hub is not heard: for now, or for good."""

from __future__ import annotations

from copilot.errors import ServerError


class LostError(ServerError):
    """Following the EHR broke off; `final` where asking the hub again would not help."""

    def __init__(self, what: str, *, where: str = "", remedy: str = "", status: int = 0, final: bool = False) -> None:
        super().__init__(what, where=where, remedy=remedy, status=status)
        self.final = final
