"""Send the person to the server's page, and wait on this machine for what the browser brings back."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable

from copilot.errors import SignInError
from copilot.fhir.connections import Connection
from copilot.fhir.smart.authorize import Attempt, Code, authorization_url, code_from
from copilot.fhir.smart.discovery import SmartConfiguration
from copilot.fhir.smart.launch import Launch
from copilot.fhir.smart.loopback import Found, Loopback

Show = Callable[[str], object]


async def through_browser(
    connection: Connection,
    smart: SmartConfiguration,
    scopes: tuple[str, ...],
    *,
    show: Show,
    launch: Launch,
    seconds: float,
) -> Code:
    """Show the server's page and return the authorization code that comes back.

    Raises `SignInError` for an error instead of a code, where none comes in time, and where the browser
    cannot be opened.
    """
    attempt = Attempt()
    async with Loopback(connection.redirect_ports, connection.redirect_path, attempt.is_answer) as loopback:
        url = authorization_url(
            smart,
            attempt,
            client_id=connection.client_id,
            redirect_uri=loopback.address,
            scopes=scopes,
            launch=launch,
        )
        try:
            async with asyncio.timeout(seconds):
                found = await _first(loopback, show, url)
        except TimeoutError:
            raise _too_late(connection, loopback) from None
    return Code(code_from(found, smart, where=connection.name), attempt.verifier, loopback.address)


async def _first(loopback: Loopback, show: Show, url: str) -> Found:
    """Return the answer; raises `SignInError` where the browser cannot even be opened."""
    loop = asyncio.get_running_loop()
    failed: asyncio.Future[None] = loop.create_future()

    def fail() -> None:
        if not failed.done():
            failed.set_result(None)

    def run() -> None:
        try:
            shown = show(url) is not False  # what `webbrowser.open` returns where there is no browser
        except Exception:  # noqa: BLE001  the caller's code, in a thread where nobody would hear of it
            shown = False
        if not shown:
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(fail)

    # A daemon, as a browser on a terminal blocks until it is closed, and Cancel must not wait for that.
    threading.Thread(target=run, name="show", daemon=True).start()
    answer = asyncio.ensure_future(loopback.answer())
    try:
        await asyncio.wait((answer, failed), return_when=asyncio.FIRST_COMPLETED)
        if answer.done():
            return answer.result()
        raise SignInError(
            "The browser could not be opened.", remedy="Use the link, or --no-browser on the command line."
        )
    finally:
        answer.cancel()


def _too_late(connection: Connection, loopback: Loopback) -> SignInError:
    what = "nobody signed in in time."
    if loopback.strangers:
        what = "no valid answer to the sign-in came in time; one came that did not belong to it (wrong state)."
    return SignInError(what, where=connection.name, remedy="Sign in again.")
