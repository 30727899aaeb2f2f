"""Two servers: whatever the first one says, its token and its patient never reach the second."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from copilot.errors import ServerError, SignInError
from copilot.fhir.server.collected import Collected
from copilot.fhir.smart.session import Session
from tests.ehr import Server, Stranger, generate, serve
from tests.ehr.messy import notes, references
from tests.fhir.conformance.asking import keys, lines, pull, with_patient
from tests.fhir.conformance.signing import guarded
from tests.fhir.smart.hospital import signed_in

Json = dict[str, Any]


@contextmanager
def two_servers(make: Any = None, **quirks: Any) -> Iterator[tuple[Server, Session, Server]]:
    """Serve a stranger, and an EHR whose record (`make(stranger)`) may point there; sign in at the EHR."""
    with serve(Stranger()) as stranger:
        resources = make(stranger) if make else generate()
        with guarded(resources, page_size=10) as (server, known):
            session = signed_in(known)
            server.ehr.quirks = replace(server.ehr.quirks, **{
                name: value(stranger) if callable(value) else value for name, value in quirks.items()
            })  # fmt: skip
            yield server, session, stranger


def pull_all(server: Server, session: Session) -> Collected:
    collected = pull(server, session=session)
    assert any(one.token for one in server.ehr.requests)
    return collected


def test_a_redirect_of_a_search_is_not_followed():
    with two_servers(redirects=lambda other: {"Condition": f"{other.base}/Condition"}) as (server, session, stranger):
        collected = pull_all(server, session)
        assert stranger.ehr.requests == []
    assert any(line.startswith("Condition") and "another server" in line for line in lines(collected))


def test_a_redirect_of_the_patient_is_not_followed():
    with two_servers(redirects=lambda other: {"Patient": f"{other.base}/Patient/p1"}) as (server, session, stranger):
        with contextlib.suppress(ServerError):
            pull_all(server, session)
        assert stranger.ehr.requests == []


def test_a_next_link_is_not_followed():
    with two_servers(next_host=lambda other: other.root) as (server, session, stranger):
        collected = pull_all(server, session)
        assert stranger.ehr.requests == []
    assert any("another server" in line for line in lines(collected))


@pytest.mark.parametrize("trick", ["{root}@127.0.0.1:1", "//127.0.0.1:{port}", "http://127.0.0.1:{port}#"])
def test_a_next_link_in_disguise_is_not_followed(trick):
    def host(other: Server) -> str:
        return trick.format(root=other.root.replace("127.0.0.1", "x"), port=other.root.rpartition(":")[2])

    with two_servers(next_host=host) as (server, session, stranger):
        pull_all(server, session)
        assert stranger.ehr.requests == []


def test_a_reference_is_not_followed():
    with two_servers(lambda other: with_patient(*references.every_kind(other.base))) as (server, session, stranger):
        collected = pull_all(server, session)
        assert "Medication/m-absolute" in keys(collected)
        assert stranger.ehr.requests == []


def test_an_attachment_is_not_followed():
    def record(other: Server) -> list[Json]:
        return with_patient(notes.elsewhere(other.base), *notes.every_format(other.root), *notes.renditions())

    with two_servers(record) as (server, session, stranger):
        pull_all(server, session)
        assert any("/Binary/" in one.path for one in server.ehr.requests)
        assert stranger.ehr.requests == []


def test_a_redirect_of_an_attachment_is_not_followed():
    def record(other: Server) -> list[Json]:
        return with_patient(*notes.renditions())

    with two_servers(record, redirects=lambda other: {"Binary": f"{other.base}/Binary/1"}) as (
        server,
        session,
        stranger,
    ):
        pull_all(server, session)
        assert any("/Binary/" in one.path for one in server.ehr.requests)
        assert stranger.ehr.requests == []


def test_a_redirect_of_the_capability_statement_is_not_followed():
    with two_servers(redirects=lambda other: {"metadata": f"{other.base}/metadata"}) as (server, session, stranger):
        pull_all(server, session)
        assert stranger.ehr.requests == []


def test_a_sign_in_that_discovery_sends_elsewhere_gets_no_fhir_token():
    with serve(Stranger()) as stranger, guarded() as (server, known):
        where = {".well-known": f"{stranger.base}/.well-known/smart-configuration"}
        server.ehr.quirks = replace(server.ehr.quirks, redirects=where)
        signed_in(known, seconds=5.0)
        assert stranger.ehr.requests == []


def test_a_redirect_of_the_token_endpoint_is_not_followed():
    with serve(Stranger()) as stranger, guarded() as (server, known):
        server.ehr.quirks = replace(server.ehr.quirks, redirects={"/token": f"{stranger.root}/token"})
        with pytest.raises((SignInError, ServerError)):
            signed_in(known)
        assert stranger.ehr.requests == []


def test_every_request_to_the_ehr_but_discovery_bears_the_token():
    with two_servers() as (server, session, _):
        pull_all(server, session)
        bare = {one.path.removeprefix(server.ehr.fhir_path) for one in server.ehr.requests
                if one.path.startswith(server.ehr.fhir_path) and not one.token}  # fmt: skip
    assert bare <= {"/metadata", "/.well-known/smart-configuration"}


def test_no_token_stands_in_an_address_or_a_representation():
    with two_servers() as (server, session, _):
        collected = pull_all(server, session)
        tokens = set(server.ehr.tokens.access) | set(server.ehr.tokens.refresh)
        shown = " ".join([repr(session), str(vars(collected) if hasattr(collected, "__dict__") else collected),
                          *(one.target for one in server.ehr.requests)])  # fmt: skip
    assert tokens
    assert not any(token in shown for token in tokens)
