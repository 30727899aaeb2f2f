"""The whole sign-in through a browser: against the hostile EHR, and against servers that answer oddly."""

from __future__ import annotations

import threading
import time
from typing import Any

import httpx2
import pytest

from copilot.errors import ServerError, SignInError, StoppedError
from copilot.fhir.connections import Auth, Connection
from copilot.fhir.smart.sign_in import sign_in
from copilot.fhir.stop import Stop
from tests.ehr import AuthServer, Browser, Ehr, Quirks, Registration, serve
from tests.fhir.smart.hospital import TOKEN, connection, free_ports, hospital, params, scripted, signed_in


def test_29_a_standalone_sign_in_brings_a_patient() -> None:
    with hospital() as (server, where):
        browser = Browser()
        session = signed_in(where, browser=browser)
        asked = params(browser.shown[0])
        assert asked["aud"] == server.base
        assert asked["code_challenge_method"] == "S256"
        assert asked["response_type"] == "code"
        assert "launch" not in asked
        assert asked["redirect_uri"] == f"http://127.0.0.1:{where.redirect_ports[0]}/callback"
        assert len(asked["state"]) == 43
        assert browser.pages[-1].status_code == 200
        assert "close this window" in browser.pages[-1].text
        assert session.context.patient == "p1"
        assert session.context.user == server.ehr.user
        assert not session.granted.assumed
        posted = params("?" + server.ehr.requests[-1].body.decode())
        assert posted["client_id"] == "chartside"
        assert posted["redirect_uri"] == asked["redirect_uri"]
        assert 43 <= len(posted["code_verifier"]) <= 128


def test_29_state_and_verifier_are_new_each_time() -> None:
    with hospital() as (_, where):
        first, second = Browser(), Browser()
        signed_in(where, browser=first)
        signed_in(where, browser=second)
        one, two = params(first.shown[0]), params(second.shown[0])
        assert one["state"] != two["state"]
        assert one["code_challenge"] != two["code_challenge"]


def test_29_printing_the_address_is_enough_for_a_sign_in_without_a_browser(capsys: pytest.CaptureFixture[str]) -> None:
    with hospital() as (_, where):
        found: list[Any] = []
        waiting = threading.Thread(target=lambda: found.append(sign_in(where, show=print, stop=Stop(), seconds=60)))
        waiting.start()
        printed = ""
        until = time.monotonic() + 60
        while not printed.endswith("\n") and time.monotonic() < until:
            printed += capsys.readouterr().out
            time.sleep(0.01)
        page = httpx2.get(printed.strip(), follow_redirects=True, trust_env=False)
        waiting.join()
        assert page.status_code == 200
        assert found[0].context.patient == "p1"


def test_29_an_answer_with_the_wrong_state_is_not_believed() -> None:
    with hospital(quirks=Quirks(wrong_state=True)) as (server, where):
        browser = Browser()
        with pytest.raises(SignInError, match="wrong state"):
            signed_in(where, browser=browser, seconds=0.5)
        assert browser.pages[-1].status_code == 400
        assert not any(one.path.endswith("/token") for one in server.ehr.requests)


@pytest.mark.parametrize(
    ("error", "match"),
    [
        ("access_denied", "allow it"),
        ("invalid_scope", "connection's scopes"),
        ("server_error", "Try again"),
        ("made_up", "refused"),
    ],
)
def test_29_an_error_instead_of_a_code_says_what_to_do(error: str, match: str) -> None:
    with hospital(quirks=Quirks(authorize_error=error)) as (_, where):
        browser = Browser()
        with pytest.raises(SignInError, match=match):
            signed_in(where, browser=browser)
        assert "did not succeed" in browser.pages[-1].text


def test_29_an_error_without_a_state_ends_the_wait_and_a_code_without_one_does_not() -> None:
    with scripted(redirect={"error": "access_denied"}) as (_, where), pytest.raises(SignInError, match="access_denied"):
        signed_in(where)
    with scripted(redirect={"code": "c"}) as (app, where):
        with pytest.raises(SignInError, match="wrong state"):
            signed_in(where, seconds=0.5)
        assert app.forms == []


def test_29_another_servers_answer_is_refused_where_the_server_names_itself() -> None:
    def answers(issuer: str) -> Any:
        promised = {"issuer": "https://ehr.example.org", "authorization_response_iss_parameter_supported": True}
        return scripted(redirect={"code": "c", "state": "", "iss": issuer}, **promised)

    with answers("https://evil.example") as (app, where):
        app.redirect = None
        with pytest.raises(SignInError, match="another server answered"):
            signed_in(where)
        assert app.forms == []


def test_nobody_signs_in_in_time() -> None:
    with hospital() as (_, where), pytest.raises(SignInError, match="in time"):
        sign_in(where, show=lambda _url: None, stop=Stop(), seconds=0.05)


def test_cancel_ends_the_wait_at_once_and_frees_the_port() -> None:
    with hospital() as (_, where):
        stop = Stop()
        threads: list[threading.Thread] = []

        def show(_url: str) -> None:
            threads.append(threading.Timer(0.05, stop.press))
            threads[0].start()

        with pytest.raises(StoppedError):
            sign_in(where, show=show, stop=stop)
        threads[0].join()
        assert signed_in(where).context.patient == "p1"


def test_cancel_does_not_wait_for_a_browser_that_blocks() -> None:
    with hospital() as (_, where):
        stop, closed = Stop(), threading.Event()

        def show(_url: str) -> None:
            stop.press()
            closed.wait(10)

        with pytest.raises(StoppedError):
            sign_in(where, show=show, stop=stop)
        assert not closed.is_set()
        closed.set()


@pytest.mark.parametrize("how", ["raises", "says no"])
def test_a_browser_that_does_not_open_is_said(how: str) -> None:
    def show(_url: str) -> bool:
        if how == "raises":
            raise OSError("no display")
        return False

    with hospital() as (_, where), pytest.raises(SignInError, match=r"could not be opened.*--no-browser"):
        sign_in(where, show=show, stop=Stop())


def test_29_the_port_is_bound_before_the_browser_opens_and_the_next_is_taken_if_needed() -> None:
    with hospital() as (_, where):
        reached: list[int] = []
        with Browser() as browser:

            def show(url: str) -> None:
                address = params(url)["redirect_uri"]
                reached.append(httpx2.get(address, trust_env=False).status_code)
                browser(url)

            sign_in(where, show=show, stop=Stop(), seconds=60)
        assert reached == [400]


def test_30_an_authorization_server_elsewhere_sees_no_token_of_the_fhir_server() -> None:
    ports = free_ports()
    known = Registration(redirect_uris=(f"http://127.0.0.1:{ports[0]}/callback",))
    ehr = Ehr(protected=True, clients=(known,))
    with serve(ehr) as server, serve(AuthServer(ehr)) as auth:
        ehr.quirks = Quirks(auth_root=auth.root)
        session = signed_in(connection(server.base, redirect_ports=ports))
        assert session.context.patient == "p1"
        assert {one.path.rpartition("/")[2] for one in auth.ehr.requests} == {"authorize", "token"}
        assert not any("authorization" in one.headers for one in [*auth.ehr.requests, *ehr.requests])


def test_30_old_servers_without_a_configuration_are_signed_in_to_in_v1() -> None:
    with hospital(quirks=Quirks(discovery="metadata", scope_syntax=frozenset({"v1"}))) as (_, where):
        assert "patient/Observation.read" in signed_in(where).granted.words


@pytest.mark.parametrize(
    ("grants", "observation", "flag"),
    [
        ("launch/patient patient/Observation.rs", True, False),
        ("patient/*.read", True, True),
        ("patient/*.cruds user/*.cruds", True, True),
        ("", False, False),
    ],
)
def test_26_what_was_granted_counts_and_not_what_was_asked(grants: str, observation: bool, flag: bool) -> None:
    with hospital(quirks=Quirks(grants=grants)) as (_, where):
        granted = signed_in(where).granted
        assert granted.may_search("Observation") is observation
        assert granted.may_search("Flag") is flag
        assert not granted.assumed


def test_26_a_missing_scope_is_assumed_as_asked_and_labelled() -> None:
    with hospital(quirks=Quirks(scope_omitted=True)) as (_, where):
        granted = signed_in(where).granted
        assert granted.assumed
        assert granted.may_search("Observation")


def test_27_one_patients_record_without_saying_whose_is_refused() -> None:
    with (
        hospital(quirks=Quirks(patient_omitted=True, grants="patient/*.rs launch/patient")) as (_, where),
        pytest.raises(SignInError, match="did not say whose"),
    ):
        signed_in(where)


def test_27_without_a_patient_a_user_may_search_for_one() -> None:
    quirks = Quirks(patient_omitted=True, grants="user/*.rs")
    with hospital(quirks=quirks) as (_, where):
        session = signed_in(where)
        assert session.context.patient == ""
        assert session.may_open("p2")


def test_27_the_context_comes_along() -> None:
    context = {
        "encounter": "e1",
        "need_patient_banner": False,
        "tenant": "north",
        "fhirContext": [{"reference": "Task/1"}],
    }
    with hospital(quirks=Quirks(context=context)) as (_, where):
        found = signed_in(where).context
        assert (found.encounter, found.need_patient_banner, found.tenant) == ("e1", False, "north")
        assert found.fhir_context[0].reference == "Task/1"


@pytest.mark.parametrize(
    "said",
    [
        {"expires_in": "3600"},
        {"expires_in": None},
        {"token_type": "bearer"},
        {"token_type": None},
        {"refresh_token": None, "id_token": "opaque", "extra": [1]},
        {"patient": "Patient/p1"},
    ],
)
def test_sloppy_token_responses_are_understood(said: dict[str, Any]) -> None:
    with scripted(lambda _form: {**TOKEN, **said}) as (_, where):
        assert signed_in(where).context.patient == "p1"


def test_an_authorization_endpoint_with_a_query_of_its_own_keeps_it() -> None:
    with scripted() as (app, where):
        app.smart["authorization_endpoint"] = f"{app.root}/authorize?tenant=north"
        signed_in(where)
        assert app.asked["tenant"] == "north"
        assert app.asked["aud"] == where.base_url


def test_29_a_server_without_s256_is_refused_and_one_that_does_not_say_is_not() -> None:
    with scripted(code_challenge_methods_supported=["plain"]) as (_, where), pytest.raises(SignInError, match="S256"):
        signed_in(where)
    with scripted(code_challenge_methods_supported=["S256"]) as (app, where):
        signed_in(where)
        assert app.asked["code_challenge_method"] == "S256"


def test_a_server_for_backend_services_only_is_said() -> None:
    with scripted(authorization_endpoint=None) as (_, where), pytest.raises(SignInError, match="no sign-in for people"):
        signed_in(where)


def test_what_cannot_work_is_said_before_anything_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copilot.fhir.smart.fetch.PAUSES", ())
    with scripted() as (app, where), pytest.raises(SignInError, match="client id"):
        signed_in(connection(where.base_url, client_id=""))
    assert app.paths == []
    nobody = Connection("t", "T", f"http://127.0.0.1:{free_ports()[0]}/fhir", Auth.SMART, "chartside")
    with pytest.raises(ServerError):
        signed_in(nobody)
