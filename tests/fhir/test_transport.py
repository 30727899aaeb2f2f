"""The one way to the network: verification stays on, own authorities are added, nothing follows redirects."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

import pytest

from copilot.errors import ServerError
from copilot.fhir.connections import Connection
from copilot.fhir.transport import client
from copilot.network import untrusted

HOSPITAL = Connection("ward", "Ward", "https://ehr.example.org/fhir")


def test_redirects_are_never_followed_and_the_program_says_its_name() -> None:
    made = client(HOSPITAL)
    assert not made.follow_redirects
    assert made.headers["User-Agent"].startswith("Chartside/")
    asyncio.run(made.aclose())


@pytest.mark.parametrize("text", [None, "no certificate"])
def test_an_authority_file_that_is_none_is_said(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "ca.pem"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(ServerError, match="PEM") as caught:
        client(Connection("ward", "Ward", "https://ehr.example.org/fhir", ca_file=path))
    assert caught.value.where == str(path)


def test_a_refused_certificate_is_found_behind_what_the_library_raised() -> None:
    wrapped = OSError("wrapped")
    wrapped.__cause__ = ssl.SSLCertVerificationError("self-signed")
    assert untrusted(wrapped)
    assert not untrusted(OSError("refused"))
    assert not untrusted(None)


def test_errors_that_point_at_each_other_come_to_an_end() -> None:
    one, other = OSError("one"), OSError("other")
    one.__context__, other.__context__ = other, one
    assert not untrusted(one)
