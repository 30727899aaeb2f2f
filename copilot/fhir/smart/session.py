"""One sign-in: its token, kept in memory only, and how a new one is had before it ends."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx2

from copilot.errors import ServerError, SignInError
from copilot.fhir.connections import Connection
from copilot.fhir.smart.context import Context, FhirContext
from copilot.fhir.smart.scopes import EVERYTHING, Scopes
from copilot.fhir.smart.token_request import AGAIN
from copilot.fhir.smart.tokens import Tokens

__all__ = ["AGAIN", "EARLY_SECONDS", "Context", "FhirContext", "Session", "open_session"]

EARLY_SECONDS = 120.0
_WAIT_SECONDS = 0.02

Renewer = Callable[[httpx2.AsyncClient, Tokens], Awaitable[Tokens]]


class Session:
    """Who is signed in to one server, and what that allows.

    May be used from several threads and event loops at once: however many ask, one renews and the others get
    what it got. Nothing here is ever written anywhere, and no representation shows a token.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        granted: Scopes = EVERYTHING,
        context: Context | None = None,
        tokens: Tokens | None = None,
        renewer: Renewer | None = None,
    ) -> None:
        self.connection = connection
        self.granted = granted
        self.context = context or Context()
        self._tokens = tokens
        self._renewer = renewer
        self._open = tokens is None
        self._why = ""
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        state = "open" if self._open else "signed in" if self._tokens else "signed out"
        return f"<Session {self.connection.id}: {state}>"

    async def token(self, client: httpx2.AsyncClient) -> str:
        """Return the bearer token, "" for an open server; gets a new one about two minutes before it ends.

        Raises `SignInError` where it has ended and no new one is to be had.
        """
        if self._open:
            return ""
        if self._is_due():
            await self._renew_once(client, self._tokens, forced=False)
        tokens = self._tokens
        if tokens is None or tokens.seconds_left() <= 0:
            raise self._over()
        return tokens.access

    async def renew(self, client: httpx2.AsyncClient, *, used: str = "") -> bool:
        """Return whether there is a new token after the server refused one with 401.

        `used` is the token that was refused: where another caller has replaced it already, nothing is asked.
        """
        seen = self._tokens
        if seen is None:
            return False
        if used and used != seen.access:
            return True
        await self._renew_once(client, seen, forced=True)
        tokens = self._tokens
        return tokens is not None and tokens.access != seen.access

    def may_open(self, patient: str) -> bool:
        """Return whether a patient's record may be asked for under this sign-in.

        A token for one patient finds nothing of another, and nothing must never be taken for "none".
        """
        return not self.granted.one_patient_only or patient.removeprefix("Patient/") == self.context.patient

    def drop(self) -> None:
        """Forget every token; a new sign-in makes a new session."""
        self._tokens = None
        self._renewer = None

    def _is_due(self) -> bool:
        tokens = self._tokens
        return tokens is not None and tokens.seconds_left() <= min(EARLY_SECONDS, tokens.lifetime / 2)

    def _over(self) -> SignInError:
        what = f"the sign-in has ended: {self._why}" if self._why else "the sign-in has ended."
        return SignInError(what, where=self.connection.name, remedy=AGAIN)

    async def _renew_once(self, client: httpx2.AsyncClient, seen: Tokens | None, *, forced: bool) -> None:
        """Replace the tokens, unless someone else did while we waited for our turn."""
        async with self._turn():
            tokens, renewer = self._tokens, self._renewer
            if tokens is None or tokens is not seen or renewer is None or not tokens.renewable:
                return
            try:
                fresh = await renewer(client, tokens)
            except SignInError as error:
                self._why = error.what
                self._keep(tokens, tokens.spent(ended=forced))
            except ServerError:
                if forced or tokens.seconds_left() <= 0:
                    raise self._unreachable() from None
            else:
                self._keep(tokens, fresh)

    def _keep(self, old: Tokens, new: Tokens) -> None:
        """Put new tokens in the place of the old ones, unless they were dropped meanwhile."""
        if self._tokens is old:
            self._tokens = new
            if new.granted is not None:
                self.granted = new.granted

    def _unreachable(self) -> SignInError:
        return SignInError(
            "the sign-in could not be renewed because its server does not answer.",
            where=self.connection.name,
            remedy=AGAIN,
        )

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        # An asyncio.Lock belongs to one event loop, and a pull, a search and a worklist each run in their own.
        while not self._lock.acquire(blocking=False):
            await asyncio.sleep(_WAIT_SECONDS)
        try:
            yield
        finally:
            self._lock.release()


def open_session(connection: Connection) -> Session:
    """Return a session with a server that wants no sign-in: nothing is sent, everything may be asked."""
    return Session(connection)
