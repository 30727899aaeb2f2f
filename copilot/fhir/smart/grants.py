"""The three ways to a token: a code from the browser, a refresh token, a key (RFC 6749; SMART 2.2)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import httpx2

from copilot.errors import SignInError
from copilot.fhir.connections import Connection
from copilot.fhir.smart.authorize import Code
from copilot.fhir.smart.backend import Signer
from copilot.fhir.smart.discovery import SmartConfiguration
from copilot.fhir.smart.fetch import Form
from copilot.fhir.smart.token_request import ask
from copilot.fhir.smart.tokens import Tokens, read_tokens


@dataclass(frozen=True, slots=True)
class Grants:
    """The token endpoint of one server, asked by one application for `scopes`.

    Without a `signer` the application is public and only says its client id. Every method raises
    `SignInError` for a refusal, `ServerError` where nothing answers.
    """

    connection: Connection
    smart: SmartConfiguration
    scopes: tuple[str, ...]
    signer: Signer | None = None

    async def exchange(self, client: httpx2.AsyncClient, code: Code) -> Tokens:
        """Return the tokens for an authorization code."""
        form = {
            "grant_type": "authorization_code",
            "code": code.code,
            "redirect_uri": code.redirect_uri,
            "code_verifier": code.verifier,
        }
        return await self._ask(client, form, self.scopes)

    async def refresh(self, client: httpx2.AsyncClient, tokens: Tokens) -> Tokens:
        """Return new tokens for a refresh token; the old one stays where no new one comes (rotation is optional)."""
        fresh = await self._ask(client, {"grant_type": "refresh_token", "refresh_token": tokens.refresh}, ())
        before, now = tokens.context.patient, fresh.context.patient
        if before and now and now != before:
            raise SignInError("the server changed the patient.", where=self.connection.name, remedy="Sign in again.")
        return replace(fresh, refresh=fresh.refresh or tokens.refresh, renewable=True, context=tokens.context)

    async def credentials(self, client: httpx2.AsyncClient, _before: Tokens | None = None) -> Tokens:
        """Return a backend service's next token, which it gets by asking anew."""
        form = {"grant_type": "client_credentials", "scope": " ".join(self.scopes)}
        return replace(await self._ask(client, form, self.scopes), renewable=True)

    async def _ask(self, client: httpx2.AsyncClient, form: Form, asked: tuple[str, ...]) -> Tokens:
        endpoint, where = self.smart.token_endpoint, self.connection.name
        said = await ask(client, endpoint, lambda: {**form, **self._who()}, where=where)
        return read_tokens(said, where=where, asked=asked)

    def _who(self) -> Form:
        if self.signer is None:
            return {"client_id": self.connection.client_id}
        return self.signer.form(self.connection.client_id, self.smart.token_endpoint)
