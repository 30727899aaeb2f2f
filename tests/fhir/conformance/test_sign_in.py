"""Items 28 and 29 of the field report: refreshing, and the redirect to this machine."""

from __future__ import annotations

import socket
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest

from copilot.errors import SignInError
from tests.ehr import Ehr, Registration, serve
from tests.fhir.conformance.asking import held, keys, of_type, pull, said
from tests.fhir.conformance.signing import connection, guarded, redirect
from tests.fhir.smart.hospital import free_ports, signed_in


def test_item_28_tokens_are_renewed_early_and_rotated():
    with guarded(token_seconds=2.0) as (server, known):
        session = signed_in(known)
        server.ehr.quirks = replace(server.ehr.quirks, latency=0.2)
        collected = pull(server, session=session)
        refreshes = [one for one in server.ehr.requests if b"grant_type=refresh_token" in one.body]
        assert len(refreshes) >= 1
        assert len({one.body for one in refreshes}) == len(refreshes)
        assert server.ehr.tokens.refused == 0
        assert sorted(of_type(collected, "Observation")) == sorted(held(server, "Observation"))
    assert collected.complete


def test_item_28_a_server_that_does_not_rotate_keeps_its_refresh_token():
    with guarded(rotates_refresh=False) as (server, known):
        session = signed_in(known)
        for _ in range(2):
            server.ehr.tokens.expire()
            assert "Patient/p1" in keys(pull(server, session=session))


@pytest.mark.parametrize("refresh_refused", [True, False])
def test_item_28_an_expired_token_amid_a_pull_is_renewed_or_the_pull_waits_for_a_new_sign_in(refresh_refused):
    with guarded() as (server, known):
        session = signed_in(known)

        def expire(progress, collected):
            if progress.pages == 3:
                server.ehr.tokens.expire()
                server.ehr.quirks = replace(server.ehr.quirks, refresh_refused=refresh_refused)

        collected = pull(server, session=session, progress=expire)
        assert "Patient/p1" in keys(collected)
        if refresh_refused:
            assert collected.open
            assert "Sign in again" in said(collected)
            collected = pull(server, session=signed_in(known), collected=collected)
        assert sorted(of_type(collected, "Observation")) == sorted(held(server, "Observation"))
        assert len(keys(collected)) == len(set(keys(collected)))
    assert collected.complete


def test_item_28_without_a_refresh_token_a_new_sign_in_completes_what_is_there():
    with guarded(may_refresh=False) as (server, known):
        session = signed_in(known)

        def expire(progress, collected):
            if progress.pages == 3:
                server.ehr.tokens.expire()

        collected = pull(server, session=session, progress=expire)
        assert collected.open
        collected = pull(server, session=signed_in(known), collected=collected)
    assert collected.complete
    assert len(keys(collected)) == len(set(keys(collected)))


def test_item_29_the_redirect_is_the_registered_one_on_127_0_0_1_port_and_all():
    with guarded() as (server, known):
        signed_in(known)
        (authorization,) = [one for one in server.ehr.requests if one.path.endswith("/authorize")]
        sent = dict(parse_qsl(urlsplit(authorization.target).query))
    assert sent["redirect_uri"] == redirect(known.redirect_ports[0])
    assert sent["aud"] == known.base_url
    assert sent["code_challenge_method"] == "S256"
    assert len(sent["state"]) >= 22


def test_item_29_the_next_registered_port_is_taken_where_the_first_is_busy():
    first, second = free_ports(2)
    client = Registration(redirect_uris=(redirect(first), redirect(second)))
    with serve(Ehr(protected=True, clients=[client])) as server, socket.socket() as busy:
        busy.bind(("127.0.0.1", first))
        busy.listen()
        known = replace(connection(server, first), redirect_ports=(first, second))
        assert signed_in(known).context.patient == "p1"


def test_item_29_the_listener_is_gone_after_one_answer():
    with guarded() as (_, known):
        signed_in(known)
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", known.redirect_ports[0])) != 0


def test_item_29_an_answer_with_another_state_is_nobodys():
    with guarded(wrong_state=True) as (server, known):
        with pytest.raises(SignInError, match="state"):
            signed_in(known, seconds=1.0)
        assert not any(one.path.endswith("/token") for one in server.ehr.requests)


@pytest.mark.parametrize("error", ["access_denied", "invalid_scope", "server_error"])
def test_item_29_an_error_at_the_page_is_said_with_what_to_do(error):
    with guarded(authorize_error=error) as (_, known), pytest.raises(SignInError) as caught:
        signed_in(known)
    assert caught.value.remedy
