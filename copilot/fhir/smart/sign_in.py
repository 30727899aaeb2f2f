"""Sign in to one server: through the browser, or unattended with a key."""

from __future__ import annotations

from copilot.errors import SignInError
from copilot.fhir.connections import Connection
from copilot.fhir.smart.asking import backend_scopes, scopes_to_ask
from copilot.fhir.smart.backend import Signer, read_signer
from copilot.fhir.smart.browser import Show, through_browser
from copilot.fhir.smart.discovery import SmartConfiguration, discover
from copilot.fhir.smart.grants import Grants
from copilot.fhir.smart.launch import Launch, connection_for
from copilot.fhir.smart.pkce import METHOD
from copilot.fhir.smart.scopes import Scopes
from copilot.fhir.smart.session import Renewer, Session
from copilot.fhir.smart.tokens import Tokens
from copilot.fhir.stop import Stop
from copilot.fhir.transport import client as new_client

SECONDS = 300.0


def sign_in(
    connection: Connection, *, show: Show, stop: Stop, launch: Launch | None = None, seconds: float = SECONDS
) -> Session:
    """Sign a person in (SMART App Launch 2.2, standalone, or EHR launch with `launch`) and return the session.

    `show` opens the system's browser at an address (`webbrowser.open` will do), or prints it: whatever follows
    it and comes back to the loopback address completes the sign-in. It is called in a thread of its own.
    Waits for the person for `seconds` at most. Raises `SignInError` with what to do, `ServerError` where
    nothing answers, `StoppedError` on Cancel.
    """
    return stop.run(_sign_in(connection, show, launch, seconds))


def backend_sign_in(connection: Connection, *, stop: Stop) -> Session:
    """Sign in without a person (SMART Backend Services 2.2): the connection's `key_file` proves who asks.

    Raises `SignInError`, `ServerError` and `StoppedError` as `sign_in` does.
    """
    return stop.run(_backend_sign_in(connection))


async def _sign_in(connection: Connection, show: Show, launch: Launch | None, seconds: float) -> Session:
    _check_before(connection, launch)
    async with new_client(connection) as client:
        smart = await discover(client, connection.base_url)
        _check_offer(smart, connection)
        scopes = scopes_to_ask(connection, smart, launched=launch is not None)
        grants = Grants(connection, smart, scopes, _signer(connection, smart))
        code = await through_browser(
            connection, smart, scopes, show=show, launch=launch or Launch(connection.base_url, ""), seconds=seconds
        )
        tokens = await grants.exchange(client, code)
    return _session(connection, tokens, scopes, grants.refresh)


async def _backend_sign_in(connection: Connection) -> Session:
    _check_before(connection, None)
    async with new_client(connection) as client:
        smart = await discover(client, connection.base_url)
        signer = _signer(connection, smart)
        if signer is None:
            what = "has no key_file, which an unattended sign-in needs."
            raise SignInError(what, where=connection.name, remedy="Ask IT for the private key.")
        scopes = backend_scopes(connection, smart)
        grants = Grants(connection, smart, scopes, signer)
        tokens = await grants.credentials(client)
    return _session(connection, tokens, scopes, grants.credentials)


def _session(connection: Connection, tokens: Tokens, asked: tuple[str, ...], renewer: Renewer) -> Session:
    """Return the session, unless it would show one patient's record without saying whose."""
    granted = tokens.granted or Scopes(asked, assumed=True)
    if granted.one_patient_only and not tokens.context.patient:
        raise SignInError(
            "the server gave access to one patient's record but did not say whose.",
            where=connection.name,
            remedy="Choose a patient while you sign in, or ask IT to set user/ scopes for this connection.",
        )
    return Session(connection, granted=granted, context=tokens.context, tokens=tokens, renewer=renewer)


def _check_before(connection: Connection, launch: Launch | None) -> None:
    """Refuse what cannot work, or must not, before anything is sent."""
    if not connection.client_id:
        raise SignInError("has no client id.", where=connection.name, remedy="Ask IT for the registered client id.")
    if launch is not None and connection_for(launch.iss, [connection]) is None:
        what = "the launch came from another server than this one."
        raise SignInError(what, where=connection.name, remedy="Tell IT.")


def _check_offer(smart: SmartConfiguration, connection: Connection) -> None:
    """Refuse a server that people cannot sign in to, or not safely."""
    if not smart.authorization_endpoint:
        what = "the server offers no sign-in for people."
        raise SignInError(what, where=connection.name, remedy="Ask IT whether it is for backend services only.")
    if smart.challenge_methods and METHOD not in smart.challenge_methods:
        what = "the server does not protect the sign-in as SMART requires (PKCE with S256)."
        raise SignInError(what, where=connection.name, remedy="Tell IT.")


def _signer(connection: Connection, smart: SmartConfiguration) -> Signer | None:
    if connection.key_file is None:
        return None
    return read_signer(connection.key_file, smart.signing_algorithms)
