"""Items 9 and 12, and the token: asked again where that helps, never hurried, and nothing goes to another server."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx2
import pytest

from copilot.errors import ServerError, SignInError
from copilot.fhir import transport
from copilot.fhir.server import http as http_module
from copilot.fhir.server import pace
from copilot.fhir.server.answers import Answer, NoAnswerError, RefusedError, refusal, tidy, words
from copilot.fhir.server.http import Http
from copilot.fhir.server.pace import Pace, seconds_of
from copilot.fhir.smart.session import Session
from copilot.network import untrusted
from tests.ehr import Server, Stranger, serve
from tests.fhir.server.asking import all_keys, connection, hospital, keys, pull, record, said, session_at, signed_in

NOT_OURS = re.compile("another server|no web address")


def get(server: Server, url: str = "Patient/p1", session: Session | None = None) -> Any:
    async def ask() -> Any:
        async with Http(session or session_at(server.base)) as http:
            return await http.json(url)

    return run(ask())


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


def test_the_token_goes_to_its_own_server_only():
    with serve(Stranger()) as stranger, hospital(protected=True) as server:
        session = signed_in(server.ehr)
        assert get(server, session=session)["id"] == "p1"
        token = server.ehr.requests[-1].token
        assert token
        place = stranger.root.removeprefix("http://")
        strange = (f"{stranger.root}/hospital/fhir/r4/Patient/p1", f"//{place}/x", f"http://127.0.0.1@{place}/x")
        for url in (*strange, f"http://{place}\\@127.0.0.1/x", "ftp://127.0.0.1/x", "javascript:alert(1)"):
            with pytest.raises(ServerError, match=NOT_OURS):
                get(server, url, session)
        for url in ("https://[bad/x", "http://127.0.0.1:port/x", "http://a b/"):
            with pytest.raises(ServerError, match=NOT_OURS):
                get(server, url, session)
        assert not stranger.ehr.requests


def test_a_redirect_to_another_server_is_not_followed():
    with serve(Stranger()) as stranger, hospital(protected=True) as server:
        server.ehr.quirks = type(server.ehr.quirks)(
            redirects={"Patient": f"{stranger.root}/hospital/fhir/r4/Patient/p1"}
        )
        with pytest.raises(ServerError, match="another server"):
            get(server, session=signed_in(server.ehr))
        assert not stranger.ehr.requests


def test_a_redirect_on_the_same_server_is_followed_and_a_circle_ends():
    with hospital() as server:
        server.ehr.quirks = type(server.ehr.quirks)(redirects={"Condition": f"{server.base}/Patient/p1"})
        assert get(server, "Condition/x")["id"] == "p1"
        server.ehr.quirks = type(server.ehr.quirks)(redirects={"Condition": f"{server.base}/Condition/x"})
        with pytest.raises(ServerError, match="redirects without end"):
            get(server, "Condition/x")


def test_a_server_that_is_not_encrypted_is_not_asked():
    async def ask() -> None:
        async with Http(session_at("http://fhir.example.org/r4")) as http:
            await http.json("Patient/p1")

    with pytest.raises(ServerError, match="not encrypted"):
        run(ask())


def test_a_certificate_that_is_not_trusted_is_said_and_not_tried_again():
    error = httpx2.ConnectError("x")
    error.__cause__ = ssl.SSLCertVerificationError("x")
    assert untrusted(error)
    assert not untrusted(httpx2.ConnectError("x"))


@pytest.mark.parametrize("retry_after", ["", "0", "date"])
def test_item_9_too_many_requests_are_waited_out_visibly(retry_after: str):
    waits: list[float] = []
    with hospital(record(30), throttle_first=3, retry_after=retry_after) as server:
        collected = pull(server, progress=lambda progress, _: waits.append(progress.waiting))
    assert set(keys(collected)) == all_keys(record(30))
    assert said(collected) == ""
    assert max(waits) > 0
    assert waits[-1] == 0


def test_item_9_a_server_that_stays_busy_is_left_open_and_can_be_resumed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pace, "BUSY_TRIES", 1)
    with hospital(record(30), throttle_first=10_000, throttle_body="text") as server:
        collected = pull(server)
        assert "too busy" in collected.why
        assert not collected.entries
        server.ehr.quirks = type(server.ehr.quirks)()
        pull(server, collected=collected)
    assert set(keys(collected)) == all_keys(record(30))
    assert said(collected) == ""


def test_item_9_retry_after_is_seconds_or_a_date_or_nothing():
    later = datetime.now(UTC) + timedelta(seconds=30)
    assert seconds_of("7") == 7
    assert 28 < (seconds_of(format_datetime(later, usegmt=True)) or 0) <= 30
    assert seconds_of(format_datetime(later - timedelta(hours=1), usegmt=True)) == 0
    assert seconds_of("") is seconds_of("soon") is None


def test_item_9_waits_grow_to_a_minute_and_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pace, "FIRST_WAIT", 2.0)
    tries = Pace()
    waits = [tries.after_busy(429, "") for _ in range(pace.BUSY_TRIES + 1)]
    assert waits[-1] is None
    known = [wait for wait in waits if wait is not None]
    assert known == sorted(known)
    assert sum(known) >= 60
    assert max(known) <= pace.LONGEST_WAIT
    assert Pace().after_busy(429, "5") == pytest.approx(5, abs=0.3)
    assert Pace().after_busy(429, "3600") is None


@pytest.mark.parametrize("where", ["before", "middle"])
def test_a_dropped_connection_is_tried_again(where: str):
    with hospital(drops=frozenset({1, 2}), drop_where=where) as server:
        assert get(server)["id"] == "p1"
        assert len(server.ehr.requests) == 3


def test_a_connection_that_keeps_breaking_is_no_answer():
    with (
        hospital(dies_after=0, drops=frozenset(range(1, 20))) as server,
        pytest.raises(NoAnswerError, match="broke off"),
    ):
        get(server)


def test_a_server_that_is_not_there_cannot_be_reached():
    with hospital() as server:
        base = server.base
    with pytest.raises(NoAnswerError, match="cannot be reached"):
        get(Server(None, base.removesuffix("/hospital/fhir/r4")))


def test_a_slow_answer_is_waited_for_and_asked_once_more(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(transport, "READ_SECONDS", 0.15)
    with hospital(slow_types={"Patient": 5.0}) as server:
        with pytest.raises(NoAnswerError, match="did not answer in time"):
            get(server)
        assert len(server.ehr.requests) == 2


def test_an_answer_that_is_too_large_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(http_module, "MAX_PAGE_BYTES", 100)
    with hospital(gzip=True) as server, pytest.raises(ServerError, match="larger than"):
        get(server)


def test_everything_together_is_capped_and_what_came_is_kept_and_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(http_module, "MAX_ALL_BYTES", 20_000)
    with hospital(record(60)) as server:
        collected = pull(server)
    assert collected.entries
    assert "are not fetched." in said(collected)
    assert collected.complete


def test_compressed_answers_are_read():
    with hospital(gzip=True) as server:
        assert get(server)["id"] == "p1"


@pytest.mark.parametrize(
    "kind", ["application/json+fhir", "application/json", "text/plain", "application/octet-stream"]
)
def test_item_12_the_content_type_does_not_matter_where_the_content_is_fhir(kind: str):
    with hospital(content_type=kind) as server:
        assert get(server)["id"] == "p1"


@pytest.mark.parametrize("form", ["outcome", "text", "html"])
def test_item_12_every_kind_of_error_body_becomes_one_clean_sentence(form: str):
    refusing = hospital(refused_types=frozenset({"Procedure"}), error_body=form)
    with refusing as server, pytest.raises(RefusedError) as error:
        get(server, "Procedure?patient=p1")
    text = str(error.value)
    assert text.startswith("127.0.0.1: the server refused (403")
    assert "\n" not in text
    assert "<" not in text
    assert "p1" not in text


def test_item_12_what_is_no_fhir_is_refused_with_its_own_words():
    page = Answer(200, "text/html", b"<html><title>Log in</title><body>x</body></html>", "u")
    assert words(page) == "a web page, “Log in”"
    assert (
        words(Answer(403, "text/plain", b"Tenant not valid or accessible\n", "u")) == "“Tenant not valid or accessible”"
    )
    assert "502" in refusal(Answer(502, "text/html", b"<html><h1>502 Bad Gateway</h1>", "u"), "here").what


def test_no_id_and_no_query_stands_in_an_error():
    text = tidy(
        "Resource Patient/123-abc at https://x.org/fhir/Patient/123?name=Smith and Observation?patient=123 \x00 gone."
    )
    assert "123" not in text
    assert "Smith" not in text
    assert text.startswith("Resource Patient at")


def test_a_401_that_no_new_token_mends_ends_it():
    with hospital(protected=True) as server:
        session = signed_in(server.ehr)
        server.ehr.tokens.expire()
        with pytest.raises(SignInError):
            get(server, session=session)


def test_a_401_is_asked_again_with_a_new_token():
    class Renewing(Session):
        renewed = 0

        async def renew(self, client: httpx2.AsyncClient, *, used: str = "") -> bool:
            Renewing.renewed += 1
            fresh = signed_in(server.ehr)
            self._tokens = fresh._tokens
            return True

    with hospital(protected=True) as server:
        old = signed_in(server.ehr)
        server.ehr.tokens.expire()
        session = Renewing(connection(server.base), granted=old.granted, context=old.context, tokens=old._tokens)
        assert get(server, session=session)["id"] == "p1"
        assert Renewing.renewed == 1
