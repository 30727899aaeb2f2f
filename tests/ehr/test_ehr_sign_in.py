"""The hostile EHR's sign-in is as strict as it says: each wrong request is refused, the right one is not."""

from __future__ import annotations

import hashlib
import time
from base64 import urlsafe_b64encode
from urllib.parse import parse_qsl, urlsplit

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from tests.ehr import AuthServer, Ehr, Quirks, Registration, serve

VERIFIER = "v" * 43
CHALLENGE = urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
KEY = ECKey.generate_key("P-384", {"kid": "k1"})
BACKEND = Registration("backend", (), {"keys": [KEY.as_dict(private=False)]}, backend=True)
REDIRECT = "http://127.0.0.1:47810/callback"


@pytest.fixture
def client():
    with httpx2.Client(trust_env=False, headers={"Accept": "application/fhir+json"}) as client:
        yield client


def asked(base: str, **more: str) -> dict[str, str]:
    return {
        "response_type": "code",
        "client_id": "chartside",
        "redirect_uri": REDIRECT,
        "scope": "launch/patient openid fhirUser offline_access patient/*.rs",
        "state": "s" * 43,
        "aud": base,
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    } | more


def authorize(client, server, **more: str) -> dict[str, str]:
    answer = client.get(server.ehr.authorize_endpoint, params=asked(server.base, **more))
    assert answer.status_code == 302
    return dict(parse_qsl(urlsplit(answer.headers["location"]).query))


def exchange(client, server, code: str, **more: str) -> httpx2.Response:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": REDIRECT,
        "client_id": "chartside",
        "code_verifier": VERIFIER,
    }
    return client.post(server.ehr.token_endpoint, data=form | more)


def test_a_right_sign_in_gives_a_token_that_opens_one_patient(client):
    with serve(Ehr(protected=True)) as server:
        said = exchange(client, server, authorize(client, server)["code"]).json()
        assert said["patient"] == "p1"
        url = f"{server.base}/Observation?patient=p1"
        assert client.get(url).status_code == 401
        bearer = {"Authorization": f"Bearer {said['access_token']}"}
        assert client.get(url, headers=bearer).json()["total"] == 48
        server.ehr.tokens.expire()
        assert client.get(url, headers=bearer).status_code == 401


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"aud": "http://127.0.0.1/other"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"state": "short"}, "invalid_request"),
        ({"scope": ""}, "invalid_scope"),
        ({"launch": "unknown"}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
    ],
)
def test_a_wrong_authorization_request_comes_back_with_an_error(client, more, error):
    with serve(Ehr(protected=True)) as server:
        assert authorize(client, server, **more)["error"] == error


def test_a_redirect_address_that_is_not_registered_gets_a_page(client):
    with serve(Ehr(protected=True)) as server:
        other = asked(server.base, redirect_uri="http://127.0.0.1:5/callback")
        assert client.get(server.ehr.authorize_endpoint, params=other).status_code == 400


@pytest.mark.parametrize("more", [{"code_verifier": "w" * 43}, {"redirect_uri": "http://127.0.0.1:47811/callback"}])
def test_a_code_is_worth_nothing_to_somebody_else(client, more):
    with serve(Ehr(protected=True)) as server:
        answer = exchange(client, server, authorize(client, server)["code"], **more)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


def test_a_code_used_twice_ends_what_it_gave(client):
    with serve(Ehr(protected=True)) as server:
        code = authorize(client, server)["code"]
        said = exchange(client, server, code).json()
        assert exchange(client, server, code).json()["error"] == "invalid_grant"
        bearer = {"Authorization": f"Bearer {said['access_token']}"}
        assert client.get(f"{server.base}/Patient/p1", headers=bearer).status_code == 401


def test_refresh_tokens_rotate_and_a_spent_one_is_noticed(client):
    with serve(Ehr(protected=True)) as server:
        first = exchange(client, server, authorize(client, server)["code"]).json()
        form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"], "client_id": "chartside"}
        second = client.post(server.ehr.token_endpoint, data=form).json()
        assert second["refresh_token"] != first["refresh_token"]
        assert client.post(server.ehr.token_endpoint, data=form).json()["error"] == "invalid_grant"


def test_an_ehr_launch_opens_the_patient_of_the_launch(client):
    with serve(Ehr(protected=True)) as server:
        launch = server.ehr.launch("p7")
        answer = authorize(client, server, launch=launch, scope="launch patient/*.rs")
        assert exchange(client, server, answer["code"]).json()["patient"] == "p7"


def assertion(server, **more: object) -> dict[str, str]:
    claims = {
        "iss": "backend",
        "sub": "backend",
        "aud": server.ehr.token_endpoint,
        "exp": int(time.time()) + 240,
        "jti": "j1",
    }
    return {
        "grant_type": "client_credentials",
        "scope": "system/*.rs",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": jwt.encode(
            {"alg": "ES384", "kid": "k1", "typ": "JWT"}, claims | more, KEY, algorithms=["ES384"]
        ),
    }


def test_a_signed_backend_app_gets_a_token_once_for_each_assertion(client):
    with serve(Ehr(protected=True, clients=[BACKEND])) as server:
        form = assertion(server)
        assert "access_token" in client.post(server.ehr.token_endpoint, data=form).json()
        assert client.post(server.ehr.token_endpoint, data=form).json()["error"] == "invalid_client"


@pytest.mark.parametrize("more", [{"aud": "x"}, {"exp": int(time.time()) + 4000}, {"sub": "x"}, {"jti": None}])
def test_a_wrong_assertion_is_refused(client, more):
    with serve(Ehr(protected=True, clients=[BACKEND])) as server:
        answer = client.post(server.ehr.token_endpoint, data=assertion(server, **more))
        assert answer.json()["error"] == "invalid_client"


def test_discovery_may_name_another_origin_or_only_the_capability_statement_knows(client):
    ehr = Ehr(protected=True)
    with serve(AuthServer(ehr)) as elsewhere, serve(ehr) as server:
        ehr.quirks = Quirks(auth_root=elsewhere.root)
        said = client.get(f"{server.base}/.well-known/smart-configuration").json()
        assert said["token_endpoint"] == f"{elsewhere.root}/hospital/auth/token"
        assert exchange(client, server, authorize(client, server)["code"]).status_code == 200
        ehr.quirks = Quirks(discovery="metadata")
        assert client.get(f"{server.base}/.well-known/smart-configuration").status_code == 404
        uris = client.get(f"{server.base}/metadata").json()["rest"][0]["security"]["extension"][0]["extension"]
        assert uris[1]["valueUri"] == ehr.token_endpoint
