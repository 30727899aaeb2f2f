"""EHR launch: known servers may open Chartside, others get a page; the launch leads to their own patient."""

from __future__ import annotations

import threading
from dataclasses import replace
from urllib.parse import quote

import httpx2
import pytest

from copilot.errors import SignInError, StoppedError
from copilot.fhir.connections import Auth, Connection
from copilot.fhir.smart.launch import Launch, connection_for, listen_for_launch
from copilot.fhir.stop import Stop
from tests.ehr import Browser
from tests.fhir.smart.hospital import free_ports, hospital, params, signed_in

WARD = Connection("ward", "Ward", "https://ehr.example.org/tenant-1/fhir", client_id="chartside")


@pytest.mark.parametrize(
    ("iss", "known"),
    [
        ("https://ehr.example.org/tenant-1/fhir", True),
        ("https://EHR.example.org:443/tenant-1/fhir/", True),
        ("https://ehr.example.org/tenant-2/fhir", False),
        ("https://ehr.example.org/tenant-1/fhir?x=1", False),
        ("https://ehr.example.org.evil.example/tenant-1/fhir", False),
        ("https://ehr.example.org@evil.example/tenant-1/fhir", False),
        ("http://ehr.example.org/tenant-1/fhir", False),
        ("https://ehr.example.org:8443/tenant-1/fhir", False),
        ("", False),
        ("file:///tenant-1/fhir", False),
    ],
)
def test_30_only_known_servers_may_launch(iss: str, known: bool) -> None:
    assert (connection_for(iss, [WARD]) is WARD) is known


def test_30_a_server_without_sign_in_is_no_launcher() -> None:
    assert connection_for(WARD.base_url, [replace(WARD, auth=Auth.OPEN)]) is None


def _open(*addresses: str) -> tuple[threading.Thread, list[httpx2.Response]]:
    pages: list[httpx2.Response] = []

    def visit() -> None:
        with httpx2.Client(trust_env=False) as client:
            pages.extend(client.get(address) for address in addresses)

    thread = threading.Thread(target=visit)
    return thread, pages


def test_30_a_launch_by_the_ehr_leads_to_the_patient_that_is_open_there() -> None:
    with hospital() as (server, where):
        ticket, port = server.ehr.launch("p1"), free_ports()[0]
        root = f"http://127.0.0.1:{port}/launch"
        unknown = f"{root}?iss={quote('https://evil.example/fhir')}&launch=x"
        thread, pages = _open(
            unknown, f"{root}?iss={quote(server.base)}", f"{root}?iss={quote(server.base)}&launch={ticket}"
        )
        heard: list[str] = []

        def listening(address: str) -> None:
            heard.append(address)
            thread.start()

        chosen, launch = listen_for_launch([WARD, where], stop=Stop(), listening=listening, port=port, seconds=10)
        thread.join()
        assert heard == [root]
        assert [page.status_code for page in pages] == [400, 400, 200]
        assert "not among" in pages[0].text
        assert chosen is where
        assert ticket not in repr(launch)
        browser = Browser()
        session = signed_in(where, launch=launch, browser=browser)
        asked = params(browser.shown[0])
        assert asked["launch"] == ticket
        assert asked["aud"] == server.base
        assert asked["scope"].split()[0] == "launch"
        assert session.context.patient == "p1"


def test_30_a_launch_from_elsewhere_sends_nothing() -> None:
    with hospital() as (server, where):
        with pytest.raises(SignInError, match="another server"):
            signed_in(where, launch=Launch("https://evil.example/fhir", "x"))
        assert server.ehr.requests == []


def test_a_launch_that_never_comes_ends_by_time_or_by_cancel() -> None:
    with pytest.raises(SignInError, match="did not open"):
        listen_for_launch([WARD], stop=Stop(), port=free_ports()[0], seconds=0.05)
    stop = Stop()
    with pytest.raises(StoppedError):
        listen_for_launch([WARD], stop=stop, listening=lambda _address: stop.press(), port=free_ports()[0])


def test_a_launch_by_a_stranger_only_is_told() -> None:
    port = free_ports()[0]
    thread, _ = _open(f"http://127.0.0.1:{port}/launch?iss=https%3A%2F%2Fevil.example&launch=x")
    with pytest.raises(SignInError, match="not among the connections"):
        listen_for_launch([WARD], stop=Stop(), listening=lambda _address: thread.start(), port=port, seconds=0.5)
    thread.join()
