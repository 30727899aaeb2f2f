"""No token, code, state, verifier or key in any log line, representation or error."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

import pytest
from joserfc.jwk import ECKey
from starlette.responses import JSONResponse

from copilot.errors import SignInError
from copilot.fhir.smart.authorize import Attempt, Code
from copilot.fhir.smart.backend import read_signer
from copilot.fhir.smart.grants import Grants
from copilot.fhir.smart.launch import Launch
from copilot.fhir.smart.session import Session
from copilot.fhir.smart.tokens import read_tokens
from copilot.fhir.stop import Stop
from copilot.fhir.transport import client
from tests.ehr import Browser
from tests.fhir.smart.hospital import TOKEN, hospital, params, scripted, signed_in, write_jwk


def _secrets(session: Session, browser: Browser, body: str) -> list[str]:
    asked, posted = params(browser.shown[0]), params(f"?{body}")
    assert session._tokens is not None
    return [
        session._tokens.access, session._tokens.refresh, posted["code"], posted["code_verifier"],
        asked["state"], asked["code_challenge"],
    ]  # fmt: skip


def test_a_whole_session_logs_and_shows_nothing_secret(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with hospital() as (server, where):
        browser = Browser()
        session = signed_in(where, browser=browser)

        async def renew() -> None:
            async with client(where) as http:
                await session.renew(http)

        secrets = _secrets(session, browser, server.ehr.requests[-1].body.decode())
        Stop().run(renew())
        assert session._tokens is not None
        secrets += [session._tokens.access, session._tokens.refresh]
        assert all(len(secret) > 20 for secret in secrets)
        # The browser and the EHR of the tests log as well; what counts is what this program writes.
        logged = "\n".join(
            record.getMessage() for record in caplog.records if record.threadName not in ("browser", "hostile-ehr")
        )
        shown = "\n".join([logged, repr(session), str(session), repr(session._tokens), repr(vars(session))])
        assert not [secret for secret in secrets if secret in shown]


def test_no_representation_shows_a_secret(tmp_path: Path) -> None:
    key = ECKey.generate_key("P-384", {"kid": "k"})
    signer = read_signer(write_jwk(tmp_path / "k", key))
    attempt = Attempt()
    assert attempt.state not in repr(attempt)
    assert attempt.verifier not in repr(attempt)
    assert "code-secret" not in repr(Code("code-secret", "verifier-secret", "http://127.0.0.1/callback"))
    assert "ticket" not in repr(Launch("https://ehr.example.org", "ticket"))
    assert TOKEN["access_token"] not in repr(read_tokens(TOKEN, where="Test"))
    with scripted() as (_, where):
        shown = repr(signer) + repr(Grants(where, None, (), signer))  # type: ignore[arg-type]
    assert str(key.as_dict(private=True)["d"]) not in shown


def test_no_error_shows_a_secret_even_where_the_server_echoes_it() -> None:
    def echo(form: dict[str, str]) -> JSONResponse:
        return JSONResponse({"error": "invalid_grant", "error_description": f"{form}"}, 400)

    with scripted(echo) as (app, where):
        browser = Browser()
        with pytest.raises(SignInError) as caught:
            signed_in(where, browser=browser)
        told = "".join(traceback.format_exception(caught.value))
        secrets = ["code-secret", app.forms[0]["code_verifier"], params(browser.shown[0])["state"]]
        assert "It says" in told
        assert not [secret for secret in secrets if secret in told]
