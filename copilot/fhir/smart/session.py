"""Who is signed in where (skeleton until the sign-in lands: open servers only)."""

from __future__ import annotations

import httpx2

from copilot.fhir.connections import Connection
from copilot.fhir.smart.scopes import Scopes


class Session:
    """A session with one server; this skeleton has no token."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.granted = Scopes()

    async def token(self, client: httpx2.AsyncClient) -> str:
        """Return the token, "" for an open server."""
        del client
        return ""

    async def renew(self, client: httpx2.AsyncClient) -> bool:
        """Return whether a new token was had."""
        del client
        return False

    def drop(self) -> None:
        """Forget every token."""


def open_session(connection: Connection) -> Session:
    """Return a session with a server that wants no sign-in."""
    return Session(connection)
