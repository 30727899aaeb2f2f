"""The listener on this machine: bound to 127.0.0.1, one answer, everything else changes nothing."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import httpx2
import pytest

from copilot.errors import SignInError
from copilot.fhir.smart.loopback import DONE, FAILED, STRANGER, Found, Loopback
from copilot.fhir.stop import Stop
from tests.fhir.smart.hospital import free_ports

Work = Callable[[Loopback, httpx2.AsyncClient], Awaitable[object]]


def _mine(found: Found) -> bool:
    return found.get("state") == "mine" and ("code" in found or "error" in found)


def _with_listener(work: Work, ports: tuple[int, ...] | None = None) -> object:
    async def run() -> object:
        async with (
            Loopback(ports or free_ports(), "/callback", _mine) as loopback,
            httpx2.AsyncClient(trust_env=False) as client,
        ):
            return await work(loopback, client)

    return Stop().run(run())


def test_29_the_right_answer_gets_a_page_and_is_taken() -> None:
    async def work(loopback: Loopback, client: httpx2.AsyncClient) -> None:
        page = await client.get(f"{loopback.address}?code=abc&state=mine")
        assert page.status_code == 200
        assert DONE in page.text
        assert "no-store" in page.headers["cache-control"]
        assert "script" not in page.text
        assert await loopback.answer() == {"code": "abc", "state": "mine"}

    _with_listener(work)


def test_29_icons_wrong_paths_methods_and_states_change_nothing() -> None:
    async def work(loopback: Loopback, client: httpx2.AsyncClient) -> None:
        root = f"http://127.0.0.1:{loopback.port}"
        statuses = [
            (await client.get(f"{root}/favicon.ico")).status_code,
            (await client.get(f"{root}/callback/more?code=x&state=mine")).status_code,
            (await client.post(f"{root}/callback?code=x&state=mine")).status_code,
            (await client.get(f"{root}/callback?code=x&state=other")).status_code,
            (await client.get(f"{root}/callback?code=x&state=mine&state=mine")).status_code,
            (await client.get(f"{root}/callback?state=mine")).status_code,
        ]
        assert statuses == [404, 404, 405, 400, 400, 400]
        assert loopback.strangers == 3
        assert STRANGER in (await client.get(f"{root}/callback")).text
        assert (await client.get(f"{root}/callback?code=right&state=mine")).status_code == 200
        await client.get(f"{root}/callback?code=second&state=mine")
        assert (await loopback.answer())["code"] == "right"

    _with_listener(work)


def test_an_error_gets_a_page_of_its_own() -> None:
    async def work(loopback: Loopback, client: httpx2.AsyncClient) -> None:
        assert FAILED in (await client.get(f"{loopback.address}?error=access_denied&state=mine")).text

    _with_listener(work)


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET", b"\x16\x03\x01\r\n\r\n", b"GET //[ HTTP/1.1\r\n\r\n", b"x" * 100_000, b"GET / HTTP/1.1\r\n" * 9000],
)
def test_garbage_on_the_port_changes_nothing(sent: bytes) -> None:
    async def work(loopback: Loopback, client: httpx2.AsyncClient) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", loopback.port)
        writer.write(sent)
        writer.write_eof()
        with contextlib.suppress(ConnectionError):
            await reader.read()
        writer.close()
        await client.get(f"{loopback.address}?code=right&state=mine")
        assert (await loopback.answer())["code"] == "right"

    _with_listener(work)


def test_a_browser_that_connects_and_says_nothing_is_in_nobodys_way(caplog: pytest.LogCaptureFixture) -> None:
    async def work(loopback: Loopback, client: httpx2.AsyncClient) -> socket.socket:
        idle = await asyncio.to_thread(socket.create_connection, ("127.0.0.1", loopback.port))
        await client.get(f"{loopback.address}?code=right&state=mine")
        assert (await loopback.answer())["code"] == "right"
        return idle

    idle = _with_listener(work)
    assert isinstance(idle, socket.socket)
    idle.close()
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_29_only_this_machine_is_listened_to() -> None:
    async def work(loopback: Loopback, client: httpx2.AsyncClient) -> None:
        assert urlsplit(loopback.address).hostname == "127.0.0.1"
        assert loopback._server is not None
        assert [one.getsockname() for one in loopback._server.sockets] == [("127.0.0.1", loopback.port)]

    _with_listener(work)


def test_29_ports_are_tried_in_order() -> None:
    first, second = free_ports(2)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", first))
        taken.listen()

        async def work(loopback: Loopback, client: httpx2.AsyncClient) -> None:
            assert loopback.port == second

        _with_listener(work, (first, second))
        with pytest.raises(SignInError, match=f"taken on this machine .{first}.") as caught:
            _with_listener(work, (first,))
        assert "redirect_ports" in caught.value.remedy


def test_one_sign_in_after_another_may_use_the_same_port() -> None:
    ports = free_ports()

    async def work(loopback: Loopback, client: httpx2.AsyncClient) -> tuple[int, str]:
        await client.get(f"{loopback.address}?code=a&state=mine")
        return loopback.port, (await loopback.answer())["code"]

    assert [_with_listener(work, ports) for _ in range(3)] == [(ports[0], "a")] * 3
