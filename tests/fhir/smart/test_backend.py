"""private_key_jwt: keys as IT hands them over, assertions as strict servers want them, unattended sign-in."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from copilot.errors import SignInError
from copilot.fhir.connections import Auth, Connection
from copilot.fhir.smart.backend import Key, read_signer
from copilot.fhir.smart.session import Session
from copilot.fhir.smart.sign_in import backend_sign_in
from copilot.fhir.stop import Stop
from copilot.fhir.transport import client
from tests.ehr import Quirks, Registration, Server
from tests.fhir.smart.hospital import connection, hospital, scripted, signed_in, write_jwk

EC = ECKey.generate_key("P-384", {"kid": "ec-1"})
RSA = RSAKey.generate_key(2048, {"kid": "rsa-1"})
BARE = ECKey.generate_key("P-384")
BRAINPOOL = (
    ec.generate_private_key(ec.BrainpoolP384R1())
    .private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    .decode()
)


def registered(key: Key, client_id: str = "backend", **more: Any) -> Registration:
    public = key.as_dict(private=False) | {"kid": key.kid or key.thumbprint()}
    return Registration(client_id, jwks={"keys": [public]}, **more)


def used(session: Session, *, times: int = 1) -> list[str]:
    async def run() -> list[str]:
        async with client(session.connection) as http:
            found = [await session.token(http)]
            for _ in range(times - 1):
                assert await session.renew(http)
                found.append(await session.token(http))
            return found

    return Stop().run(run())


def patients(server: Server, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/fhir+json"}
    return httpx2.get(f"{server.base}/Patient?_id=p1", headers=headers, trust_env=False).status_code


def backend(where: Connection, key_file: Path, **more: Any) -> Session:
    usual: dict[str, Any] = {"auth": Auth.BACKEND, "client_id": "backend", "key_file": key_file}
    return backend_sign_in(connection(where.base_url, **(usual | more)), stop=Stop())


@pytest.mark.parametrize("key", [EC, RSA, BARE], ids=["ES384", "RS384", "no kid"])
@pytest.mark.parametrize("form", ["jwk", "pem"])
def test_31_an_unattended_sign_in_opens_the_server(key: Key, form: str, tmp_path: Path) -> None:
    path = tmp_path / "key"
    plain = type(key).import_key(key.as_pem(private=True)) if form == "pem" else key
    if form == "pem":
        path.write_bytes(key.as_pem(private=True))
    else:
        write_jwk(path, key)
    with hospital(registered(plain, backend=True)) as (server, where):
        session = backend(where, path)
        assert patients(server, used(session)[0]) == 200
        assert session.granted.may_search("Observation")
        assert not session.granted.one_patient_only
        assert session.may_open("p1")


def test_31_every_renewal_has_a_new_assertion_and_a_new_token(tmp_path: Path) -> None:
    with hospital(registered(EC, backend=True)) as (server, where):
        tokens = used(backend(where, write_jwk(tmp_path / "k", EC)), times=3)
        assert len(set(tokens)) == 3
        assert len(server.ehr.tokens.assertions) == 3


def test_31_the_assertion_says_what_the_specification_wants(tmp_path: Path) -> None:
    signer = read_signer(write_jwk(tmp_path / "k", EC))
    endpoint = "https://Login.example.org/oauth2/token?tenant=1"
    first, second = (signer.form("me", endpoint) for _ in range(2))
    assert first["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    token = jwt.decode(first["client_assertion"], EC, algorithms=["ES384"])
    assert token.header == {"alg": "ES384", "kid": "ec-1", "typ": "JWT"}
    claims = token.claims
    assert claims["iss"] == claims["sub"] == "me"
    assert claims["aud"] == endpoint
    assert 0 < claims["exp"] - time.time() <= 300
    assert claims["jti"] != jwt.decode(second["client_assertion"], EC, algorithms=["ES384"]).claims["jti"]
    assert set(claims) == {"iss", "sub", "aud", "iat", "exp", "jti"}


def test_31_of_several_keys_the_one_that_the_server_supports_signs(tmp_path: Path) -> None:
    path = write_jwk(tmp_path / "keys", EC, RSA)
    assert read_signer(path).kid == "ec-1"
    assert read_signer(path, ("RS384",)).kid == "rsa-1"
    assert read_signer(path, ("PS512",)).kid == "ec-1"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no key",
        "{}",
        "[]",
        '{"keys": 7}',
        '{"keys": [7, {"kty": ["EC"]}]}',
        '{"kty": "EC", "crv": "P-384", "x": "AA"}',
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        OctKey.generate_key(256).as_dict(private=True),
        EC.as_dict(private=False),
        EC.as_pem(private=False).decode(),
        ECKey.generate_key("P-256").as_dict(private=True),
        EC.as_dict(private=True) | {"use": "enc"},
        EC.as_dict(private=True) | {"key_ops": ["verify"]},
        RSA.as_dict(private=True) | {"alg": "RS256"},
        BRAINPOOL,
    ],
)
def test_31_what_is_no_usable_key_is_said_without_the_key(text: object, tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    path.write_text(text if isinstance(text, str) else json.dumps(text))
    with pytest.raises(SignInError, match="no private key that can be used") as caught:
        read_signer(path)
    assert "ES384" in caught.value.remedy
    if isinstance(text, dict):
        assert not any(str(value) in str(caught.value) for name, value in text.items() if name in "dkxy")


def test_31_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(SignInError, match="cannot be read"):
        read_signer(tmp_path / "none")


def test_31_a_key_that_is_not_registered_is_refused(tmp_path: Path) -> None:
    other = write_jwk(tmp_path / "k", ECKey.generate_key("P-384", {"kid": "ec-1"}))
    with hospital(registered(EC, backend=True)) as (_, where), pytest.raises(SignInError, match="invalid_client"):
        backend(where, other)


def test_31_without_a_key_or_a_client_id_nothing_is_tried(tmp_path: Path) -> None:
    with scripted() as (app, where):
        with pytest.raises(SignInError, match="key_file"):
            backend_sign_in(where, stop=Stop())
        with pytest.raises(SignInError, match="client id"):
            backend(where, write_jwk(tmp_path / "k", EC), client_id="")
        assert app.forms == []


def test_31_v1_servers_are_asked_in_v1(tmp_path: Path) -> None:
    with hospital(registered(EC, backend=True), quirks=Quirks(scope_syntax=frozenset({"v1"}))) as (_, where):
        session = backend(where, write_jwk(tmp_path / "k", EC))
        assert "system/Observation.read" in session.granted.words


def test_31_a_confidential_app_proves_itself_for_code_and_refresh(tmp_path: Path) -> None:
    key_file = write_jwk(tmp_path / "k", RSA)
    with hospital() as (server, where):
        app = registered(RSA, "chartside", redirect_uris=server.ehr.clients["chartside"].redirect_uris)
        server.ehr.clients["chartside"] = app
        with pytest.raises(SignInError, match="key_file"):
            signed_in(where)
        proving = connection(server.base, key_file=key_file, redirect_ports=where.redirect_ports)
        assert len(set(used(signed_in(proving), times=2))) == 2
        posted = [one.body for one in server.ehr.requests if one.path.endswith("/token")][1:]
        assert all(b"client_assertion=" in body and b"client_id=" not in body for body in posted)
