"""Where to sign in: the tenant's own file, old servers' statements, and everything that is not followed."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from copilot.errors import ServerError, SignInError
from copilot.fhir.connections import Connection
from copilot.fhir.smart.discovery import SmartConfiguration, discover
from copilot.fhir.stop import Stop
from copilot.fhir.transport import client
from tests.ehr import Quirks, Stranger, serve
from tests.fhir.smart.hospital import free_ports, hospital, scripted


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copilot.fhir.smart.fetch.PAUSES", (0.0, 0.0))


WELL_KNOWN = "/fhir/.well-known/smart-configuration"
REGISTRY = "http://fhir-registry.smarthealthit.org/StructureDefinition"


def found(where: Connection) -> SmartConfiguration:
    async def ask() -> SmartConfiguration:
        async with client(where) as http:
            return await discover(http, where.base_url)

    return Stop().run(ask())


def statement(*uris: tuple[str, str]) -> dict[str, Any]:
    extension = {
        "url": f"{REGISTRY}/oauth-uris",
        "extension": [{"url": name, "valueUri": address} for name, address in uris],
    }
    capability = {"url": f"{REGISTRY}/capabilities", "valueCode": "launch-ehr"}
    return {
        "resourceType": "CapabilityStatement",
        "rest": [{"security": {"extension": [extension, capability, 7]}}, None],
    }


def test_30_the_configuration_is_read_per_tenant() -> None:
    with hospital() as (server, where):
        smart = found(where)
        assert smart.token_endpoint == server.ehr.token_endpoint
        assert smart.authorization_endpoint == server.ehr.authorize_endpoint
        assert smart.issuer == server.base
        assert smart.offers("permission-v2")
        assert smart.challenge_methods == ("S256",)
        assert set(smart.signing_algorithms) == {"ES384", "RS384"}
        assert [one.path for one in server.ehr.requests] == [f"{server.ehr.fhir_path}/.well-known/smart-configuration"]


def test_30_old_servers_say_it_in_the_capability_statement() -> None:
    with hospital(quirks=Quirks(discovery="metadata")) as (server, where):
        smart = found(where)
        assert smart.token_endpoint == server.ehr.token_endpoint
        assert smart.authorization_endpoint == server.ehr.authorize_endpoint


def test_30_a_server_that_does_not_say_is_named() -> None:
    with hospital(quirks=Quirks(discovery="none")) as (_, where), pytest.raises(SignInError, match="does not say how"):
        found(where)


@pytest.mark.parametrize(
    "instead",
    [
        HTMLResponse("<html>Proxy</html>"),
        JSONResponse({"error": "no"}, 500),
        JSONResponse({"error": {"code": 503}}, 503),
        Response("", 404),
        JSONResponse(["a", "list"]),
        JSONResponse({"capabilities": "none"}),
        Response("[" * 100_000),
    ],
)
def test_30_what_is_no_configuration_leads_to_the_statement(instead: Response) -> None:
    with scripted() as (app, where):
        app.files[WELL_KNOWN] = instead
        app.files["/fhir/metadata"] = JSONResponse(
            statement(("token", "/oauth/token"), ("authorize", "https://a.example.org"))
        )
        smart = found(where)
        assert smart.token_endpoint == f"{app.root}/oauth/token"
        assert smart.authorization_endpoint == "https://a.example.org"
        assert smart.offers("launch-ehr")


def test_30_endpoints_may_lie_on_another_server_and_still_no_token_goes_along() -> None:
    with scripted(
        token_endpoint="https://login.example.org/t", authorization_endpoint="https://login.example.org/a"
    ) as (_, where):
        assert found(where).token_endpoint == "https://login.example.org/t"


@pytest.mark.parametrize("name", ["token_endpoint", "authorization_endpoint"])
def test_30_an_endpoint_that_is_not_encrypted_is_refused(name: str) -> None:
    with (
        scripted(**{name: "http://login.example.org/oauth"}) as (_, where),
        pytest.raises(SignInError, match="not encrypted"),
    ):
        found(where)


@pytest.mark.parametrize("name", ["token_endpoint", "authorization_endpoint"])
def test_30_an_endpoint_that_is_no_address_is_said(name: str) -> None:
    with scripted(**{name: "https://[login/oauth"}) as (_, where), pytest.raises(SignInError, match="no address"):
        found(where)


def test_30_a_redirect_to_no_address_is_said() -> None:
    with scripted() as (app, where):
        app.files[WELL_KNOWN] = Response("", 302, {"location": "https://[login/smart"})
        with pytest.raises(SignInError, match="no address"):
            found(where)


def test_30_redirects_are_followed_within_the_server_only() -> None:
    with scripted() as (app, where), serve(Stranger()) as other:
        app.files["/fhir/moved"] = JSONResponse({"token_endpoint": "https://login.example.org/t"})
        app.files[WELL_KNOWN] = RedirectResponse("/fhir/moved", 302)
        assert found(where).token_endpoint == "https://login.example.org/t"
        app.files[WELL_KNOWN] = RedirectResponse(f"{other.root}/smart", 302)
        app.files["/fhir/metadata"] = RedirectResponse(f"{other.root}/metadata", 307)
        with pytest.raises(SignInError, match="does not say how"):
            found(where)
        assert other.ehr.requests == []


def test_30_a_redirect_in_a_circle_ends() -> None:
    with scripted() as (app, where):
        app.files[WELL_KNOWN] = RedirectResponse(WELL_KNOWN, 302)
        with pytest.raises(SignInError, match="does not say how"):
            found(where)
        assert app.paths.count(WELL_KNOWN) == 4


def test_30_a_busy_server_is_asked_again_and_is_not_taken_for_one_without_sign_in() -> None:
    with hospital(quirks=Quirks(throttle_first=2)) as (server, where):
        assert found(where).token_endpoint == server.ehr.token_endpoint
    with scripted() as (app, where):
        app.files[WELL_KNOWN] = Response("", 503)
        with pytest.raises(ServerError, match="busy") as caught:
            found(where)
        assert caught.value.status == 503
        assert app.paths == [WELL_KNOWN] * 3


def test_nobody_there_is_a_server_error() -> None:
    where = Connection("t", "T", f"http://127.0.0.1:{free_ports()[0]}/fhir", client_id="c")
    with pytest.raises(ServerError, match="does not answer"):
        found(where)


def test_patients_data_never_begins_in_the_open() -> None:
    with pytest.raises(SignInError, match="not encrypted"):
        found(Connection("t", "T", "http://ehr.example.org/fhir", client_id="c"))


def test_a_configuration_of_the_wrong_shapes_is_read_as_far_as_it_goes() -> None:
    wrong = {
        "capabilities": "launch-ehr",
        "scopes_supported": [1, "x"],
        "code_challenge_methods_supported": {"a": 1},
        "issuer": 3,
    }
    with scripted(**wrong) as (_, where):
        smart = found(where)
        assert (smart.capabilities, smart.scopes, smart.challenge_methods, smart.issuer) == (
            frozenset(),
            ("x",),
            (),
            "",
        )
