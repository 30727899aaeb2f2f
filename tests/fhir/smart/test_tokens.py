"""Token responses as servers really send them, and how a token endpoint is asked."""

from __future__ import annotations

import math
from typing import Any

import pytest
from starlette.responses import HTMLResponse, JSONResponse, Response

from copilot.errors import ServerError, SignInError
from copilot.fhir.connections import Connection
from copilot.fhir.smart import fetch
from copilot.fhir.smart.fetch import Form
from copilot.fhir.smart.token_request import ask, refusal
from copilot.fhir.smart.tokens import Tokens, read_tokens
from copilot.fhir.stop import Stop
from copilot.fhir.transport import client
from tests.ehr import Stranger, serve
from tests.fhir.smart.hospital import TOKEN, Scripted, connection, free_ports, scripted

SECRET = "s3cret-code-which-nobody-may-see"


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "PAUSES", (0.0, 0.0))


def read(**said: Any) -> Tokens:
    return read_tokens({**TOKEN, **said}, where="Test", asked=("patient/*.rs",))


@pytest.mark.parametrize(
    ("said", "lifetime"),
    [(3600, 3600.0), ("3600", 3600.0), (59.5, 59.5), (None, math.inf), ("soon", math.inf), (0, math.inf),
     (-5, math.inf), ("nan", math.inf), (True, math.inf)],
)  # fmt: skip
def test_28_a_lifetime_comes_as_number_or_text_or_not_at_all(said: object, lifetime: float) -> None:
    tokens = read(expires_in=said)
    assert tokens.lifetime == lifetime
    assert 0 < tokens.seconds_left() <= lifetime


@pytest.mark.parametrize("kind", ["Bearer", "bearer", "BEARER", None, ""])
def test_a_bearer_token_by_any_case_or_none(kind: object) -> None:
    assert read(token_type=kind).access == TOKEN["access_token"]


@pytest.mark.parametrize(
    "said", [{"access_token": ""}, {"access_token": None}, {"access_token": 7}, {"token_type": "mac"}]
)
def test_what_is_no_bearer_token_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(SignInError, match="token"):
        read(**said)


def test_26_a_renewal_that_says_nothing_of_scopes_changes_nothing() -> None:
    said = {name: value for name, value in TOKEN.items() if name != "scope"}
    assert read_tokens(said, where="Test").granted is None
    assert read_tokens(said | {"scope": None}, where="Test").granted is None
    assumed = read_tokens(said, where="Test", asked=("patient/*.rs",)).granted
    assert assumed is not None
    assert assumed.assumed


def answer(where: Connection, endpoint: str, **form: str) -> dict[str, object]:
    async def run() -> dict[str, object]:
        async with client(where) as http:
            return await ask(http, endpoint, lambda: dict(form), where="Test")

    return Stop().run(run())


@pytest.mark.parametrize("status", [200, 201])
def test_both_ways_to_say_success_are_understood(status: int) -> None:
    with scripted(lambda _form: JSONResponse({**TOKEN, "extra": {"a": 1}}, status)) as (app, where):
        assert answer(where, f"{app.root}/token", code=SECRET)["access_token"] == TOKEN["access_token"]
        assert app.forms == [{"code": SECRET}]


@pytest.mark.parametrize(
    ("said", "match"),
    [
        (JSONResponse({"error": "invalid_grant"}, 400), r"\(invalid_grant\).*Sign in again"),
        (JSONResponse({"error": "invalid_client"}, 401), "client secrets are not used"),
        (JSONResponse({"error": "invalid_scope"}, 200), "connection's scopes"),
        (JSONResponse({"error": "access_denied"}, 500), "allow it"),
        (JSONResponse({"error": "made_up"}, 403), "refused the sign-in"),
        (JSONResponse({"error": {"code": 3}}, 400), "refused the sign-in"),
        (JSONResponse({"error": {"code": 503}}, 503), "refused the sign-in"),
    ],
)
def test_refusals_become_sentences_with_what_to_do(said: Response, match: str) -> None:
    with scripted(lambda _form: said) as (app, where):
        with pytest.raises(SignInError, match=match) as caught:
            answer(where, f"{app.root}/token", code=SECRET)
        assert caught.value.remedy
        assert len(app.forms) == 1


@pytest.mark.parametrize(
    "said",
    [HTMLResponse("<h1>Proxy</h1>", 403), HTMLResponse("<h1>Fine</h1>", 200), JSONResponse(["no"]), Response("", 204)],
)
def test_what_is_no_answer_of_a_token_endpoint_is_no_refusal(said: Response) -> None:
    with scripted(lambda _form: said) as (app, where):
        with pytest.raises(ServerError, match=f"HTTP {said.status_code}"):
            answer(where, f"{app.root}/token", code=SECRET)
        assert len(app.forms) == 1


def test_a_busy_server_is_asked_three_times() -> None:
    answers = iter([Response("", 503), JSONResponse({"error": "temporarily_unavailable"}, 429), JSONResponse(TOKEN)])
    with scripted(lambda _form: next(answers)) as (app, where):
        assert answer(where, f"{app.root}/token", code="c")["patient"] == "p1"
        assert len(app.forms) == 3


def test_a_server_that_stays_busy_is_a_server_error() -> None:
    with scripted(lambda _form: Response("", 502)) as (app, where):
        with pytest.raises(ServerError, match="busy"):
            answer(where, f"{app.root}/token", code="c")
        assert len(app.forms) == 3


def test_nobody_there_is_a_server_error_without_what_was_sent() -> None:
    where = connection("https://ehr.example.org/fhir")
    with pytest.raises(ServerError, match="does not answer") as caught:
        answer(where, f"http://127.0.0.1:{free_ports()[0]}/token", code=SECRET)
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_code_never_follows_a_redirect_and_never_goes_in_the_open() -> None:
    with serve(Stranger()) as other:
        moved = Response("", 307, {"location": f"{other.root}/token"})
        with scripted(lambda _form: moved) as (app, where):
            with pytest.raises(ServerError, match="HTTP 307"):
                answer(where, f"{app.root}/token", code=SECRET)
            with pytest.raises(SignInError, match="not encrypted"):
                answer(where, "http://login.example.org/token", code=SECRET)
        assert other.ehr.requests == []


def test_an_answer_without_end_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copilot.fhir.smart.fetch.MAX_BYTES", 1000)
    long = JSONResponse({**TOKEN, "padding": "x" * 5000})
    with scripted(lambda _form: long) as (app, where), pytest.raises(ServerError, match="HTTP 200"):
        answer(where, f"{app.root}/token", code=SECRET)


def test_the_servers_own_words_are_shown_without_anything_secret() -> None:
    opaque = "dBjftJeZ4CVP-mBSwHyK9aZ6Rhx0Cq1"
    description = f"Code {SECRET} does not\nfit {opaque}; aud must be https://ehr.example.org/fhir."
    error = refusal("invalid_grant", description, where="Test", secrets=[SECRET, ""])
    assert SECRET not in str(error)
    assert opaque not in str(error)
    assert "Code … does not fit …; aud must be" in str(error)
    assert "\n" not in str(error)
    assert len(str(refusal("invalid_grant", "word " * 500, where="Test"))) < 500


def test_every_form_is_made_anew() -> None:
    count = iter(range(9))

    def form() -> Form:
        return {"client_assertion": f"jwt-{next(count)}"}

    async def run(app: Scripted, where: Connection) -> None:
        async with client(where) as http:
            await ask(http, f"{app.root}/token", form, where="Test")

    answers = iter([Response("", 503), JSONResponse(TOKEN)])
    with scripted(lambda _form: next(answers)) as (app, where):
        Stop().run(run(app, where))
        assert app.forms == [{"client_assertion": "jwt-0"}, {"client_assertion": "jwt-1"}]
