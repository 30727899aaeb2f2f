"""Tokens over time: early renewal, rotation, refusal, many callers at once."""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections.abc import Awaitable, Callable

import httpx2
import pytest
from starlette.responses import HTMLResponse

from copilot.errors import ServerError, SignInError
from copilot.fhir.connections import Connection
from copilot.fhir.smart.context import Context
from copilot.fhir.smart.scopes import Scopes
from copilot.fhir.smart.session import Session, open_session
from copilot.fhir.smart.tokens import Tokens
from copilot.fhir.stop import Stop
from copilot.fhir.transport import client
from tests.ehr import Quirks, Server
from tests.fhir.smart.hospital import TOKEN, hospital, scripted, signed_in

WARD = Connection("ward", "Ward", "https://ehr.example.org/fhir", client_id="chartside")


def asked(session: Session, work: Callable[[Session, httpx2.AsyncClient], Awaitable[object]]) -> object:
    async def run() -> object:
        async with client(session.connection) as http:
            return await work(session, http)

    return Stop().run(run())


def token(session: Session) -> object:
    return asked(session, Session.token)


def renew(session: Session) -> object:
    return asked(session, Session.renew)


def tokens(seconds: float, lifetime: float = 3600.0, access: str = "old", refresh: str = "r") -> Tokens:
    return Tokens(access, refresh, lifetime, time.monotonic() + seconds, renewable=bool(refresh))


class Renewals:
    """Counts renewals; each takes a moment and gives the next token, or raises what it is told."""

    def __init__(self, error: Exception | None = None) -> None:
        self.count = 0
        self.error = error

    async def __call__(self, _client: httpx2.AsyncClient, _before: Tokens) -> Tokens:
        self.count += 1
        await asyncio.sleep(0.05)
        if self.error is not None:
            raise self.error
        return tokens(3600.0, access=f"new-{self.count}")


def test_an_open_server_has_no_token_and_none_to_renew() -> None:
    session = open_session(WARD)
    assert token(session) == ""
    assert renew(session) is False
    assert session.may_open("anyone")
    assert "open" in repr(session)


@pytest.mark.parametrize(
    ("left", "lifetime", "renewed"),
    [(119, 3600, 1), (121, 3600, 0), (-5, 3600, 1), (31, 60, 0), (29, 60, 1), (math.inf, math.inf, 0)],
)
def test_28_a_token_is_renewed_two_minutes_early_or_at_half_its_life(
    left: float, lifetime: float, renewed: int
) -> None:
    renewals = Renewals()
    session = Session(WARD, tokens=tokens(left, lifetime), renewer=renewals)
    assert token(session) == ("new-1" if renewed else "old")
    assert renewals.count == renewed


def test_28_many_callers_share_one_renewal_and_its_refusal() -> None:
    async def all_at_once(session: Session, http: httpx2.AsyncClient) -> list[object]:
        return await asyncio.gather(*(session.renew(http) for _ in range(8)), session.token(http))

    renewals = Renewals()
    found = asked(Session(WARD, tokens=tokens(3000.0), renewer=renewals), all_at_once)
    assert isinstance(found, list)
    assert found[:8] == [True] * 8
    assert renewals.count == 1
    refused = Renewals(SignInError("no."))
    found = asked(Session(WARD, tokens=tokens(3000.0), renewer=refused), all_at_once)
    assert isinstance(found, list)
    assert found[:8] == [False] * 8
    assert refused.count == 1


def test_28_callers_in_several_threads_share_one_renewal() -> None:
    renewals = Renewals()
    session = Session(WARD, tokens=tokens(5.0), renewer=renewals)
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(token(session))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["new-1"] * 4
    assert renewals.count == 1


def test_28_a_refused_token_that_was_replaced_already_is_not_renewed_again() -> None:
    renewals = Renewals()
    session = Session(WARD, tokens=tokens(3000.0, access="newer"), renewer=renewals)

    async def late(held: Session, http: httpx2.AsyncClient) -> bool:
        return await held.renew(http, used="older")

    assert asked(session, late) is True
    assert renewals.count == 0


def test_28_cancel_while_renewing_leaves_the_next_caller_a_turn() -> None:
    renewals = Renewals()
    session = Session(WARD, tokens=tokens(5.0), renewer=renewals)

    async def cancelled_first(held: Session, http: httpx2.AsyncClient) -> str:
        first = asyncio.ensure_future(held.token(http))
        await asyncio.sleep(0.01)
        first.cancel()
        return await held.token(http)

    assert asked(session, cancelled_first) == "new-2"


def test_28_an_early_renewal_that_fails_leaves_a_token_that_still_works() -> None:
    for error in (SignInError("no."), ServerError("nobody.")):
        assert token(Session(WARD, tokens=tokens(60.0), renewer=Renewals(error))) == "old"


def test_28_after_the_end_a_refused_renewal_asks_for_a_new_sign_in() -> None:
    session = Session(WARD, tokens=tokens(-1.0), renewer=Renewals(SignInError("the server said no.")))
    for _ in range(2):
        with pytest.raises(SignInError, match=r"the server said no.*the screen stays"):
            token(session)


def test_28_a_token_server_that_is_down_is_asked_again_later() -> None:
    renewals = Renewals(ServerError("nobody."))
    session = Session(WARD, tokens=tokens(-1.0), renewer=renewals)
    with pytest.raises(SignInError, match="does not answer"):
        token(session)
    renewals.error = None
    assert token(session) == "new-2"


def test_28_without_a_refresh_token_the_end_is_the_end() -> None:
    session = Session(WARD, tokens=tokens(60.0, refresh=""))
    assert token(session) == "old"
    assert renew(session) is False
    with pytest.raises(SignInError, match="has ended"):
        token(Session(WARD, tokens=tokens(-1.0, refresh="")))


def test_a_dropped_session_knows_no_token() -> None:
    session = Session(WARD, tokens=tokens(3000.0), renewer=Renewals())
    session.drop()
    assert "signed out" in repr(session)
    assert renew(session) is False
    with pytest.raises(SignInError, match="Sign in again"):
        token(session)


def test_27_a_token_for_one_patient_opens_no_other() -> None:
    one = Session(WARD, granted=Scopes(("patient/*.rs",)), context=Context("p1"), tokens=tokens(9.0))
    assert one.may_open("p1")
    assert one.may_open("Patient/p1")
    assert not one.may_open("p2")
    assert Session(WARD, granted=Scopes(("user/*.rs",)), tokens=tokens(9.0)).may_open("p2")


def _forms(server: Server) -> int:
    return sum(one.path.endswith("/token") for one in server.ehr.requests)


def test_28_refresh_tokens_rotate() -> None:
    with hospital() as (server, where):
        session = signed_in(where)
        found = {token(session)}
        for _ in range(3):
            assert renew(session) is True
            found.add(token(session))
        assert len(found) == 4
        assert server.ehr.tokens.grant_of(str(token(session))) is not None


def test_28_the_old_refresh_token_stays_where_no_new_one_comes() -> None:
    with hospital(quirks=Quirks(rotates_refresh=False)) as (_, where):
        session = signed_in(where)
        assert renew(session) is True
        assert renew(session) is True


def test_28_a_refused_refresh_keeps_the_session_until_a_new_sign_in() -> None:
    with hospital(quirks=Quirks(refresh_refused=True)) as (server, where):
        session = signed_in(where)
        assert renew(session) is False
        assert session.context.patient == "p1"
        with pytest.raises(SignInError, match=r"invalid_grant.*the screen stays"):
            token(session)
        asked_before = _forms(server)
        assert renew(session) is False
        assert _forms(server) == asked_before
        assert token(signed_in(where))


def test_28_a_short_token_is_renewed_without_being_refused_first() -> None:
    with hospital(quirks=Quirks(token_seconds=1.0)) as (server, where):
        session = signed_in(where)
        first = token(session)
        time.sleep(0.6)
        second = token(session)
        assert second != first
        assert server.ehr.tokens.grant_of(str(second)) is not None


def test_28_a_proxys_page_instead_of_a_token_costs_no_sign_in() -> None:
    answers = iter([TOKEN | {"refresh_token": "r"}, HTMLResponse("<h1>Proxy</h1>"), TOKEN | {"access_token": "later"}])
    with scripted(lambda _form: next(answers)) as (_, where):
        session = signed_in(where)
        with pytest.raises(SignInError, match="does not answer"):
            renew(session)
        assert renew(session) is True
        assert token(session) == "later"


def test_27_a_renewal_that_changes_the_patient_ends_the_session() -> None:
    answers = iter(["p1", "p1", "p2"])

    def said(_form: dict[str, str]) -> dict[str, object]:
        return {"access_token": "a", "refresh_token": "r", "scope": "patient/*.rs", "patient": next(answers)}

    with scripted(said) as (_, where):
        session = signed_in(where)
        assert renew(session) is False  # the same token again is no new one
        assert token(session) == "a"
        assert renew(session) is False
        with pytest.raises(SignInError, match="changed the patient"):
            token(session)


def test_26_a_renewal_may_grant_less() -> None:
    answers = iter(["patient/*.rs", "patient/Patient.rs", None])

    def said(form: dict[str, str]) -> dict[str, object]:
        scope = next(answers)
        more = {} if scope is None else {"scope": scope}
        return {"access_token": f"a{scope}", "refresh_token": "r", "patient": "p1", **more}

    with scripted(said) as (app, where):
        session = signed_in(where)
        assert session.granted.may_search("Observation")
        renew(session)
        assert not session.granted.may_search("Observation")
        renew(session)
        assert session.granted.words == ("patient/Patient.rs",)
        assert not session.granted.assumed
        assert [form["grant_type"] for form in app.forms] == ["authorization_code", "refresh_token", "refresh_token"]
        assert app.forms[1]["client_id"] == "chartside"
        assert "scope" not in app.forms[1]
