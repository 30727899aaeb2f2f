"""Where a token may go: one scheme, host and port, and never in the open."""

from __future__ import annotations

import pytest

from copilot.fhir.origin import is_loopback, is_safe, origin, resolve, same_origin

BASE = "https://ehr.example.org/fhir/r4"


@pytest.mark.parametrize(
    ("url", "is_at"),
    [
        ("https://EHR.example.org/x", "https://ehr.example.org:443"),
        ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080"),
        ("https://user:pw@ehr.example.org:444", "https://ehr.example.org:444"),
        ("ftp://ehr.example.org", ""),
        ("https://", ""),
        ("https://ehr.example.org:port/", ""),
        ("https://[::1", ""),
        ("Patient/1", ""),
    ],
)
def test_the_origin_of_an_address(url: str, is_at: str) -> None:
    assert origin(url) == is_at


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("https://ehr.example.org:443/other/path", True),
        ("https://ehr.example.org.evil.example/", False),
        ("https://ehr.example.org:8443/", False),
        ("http://ehr.example.org/", False),
        ("https://ehr.example.org@evil.example/", False),
        ("//evil.example/x", False),
        ("", False),
    ],
)
def test_only_scheme_host_and_port_together_are_the_same_origin(other: str, same: bool) -> None:
    assert same_origin(BASE, other) is same
    assert same_origin(other, BASE) is same


def test_two_things_that_are_no_addresses_are_not_the_same() -> None:
    assert not same_origin("nothing", "nothing")


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        (BASE, True),
        ("http://127.0.0.1:9/fhir", True),
        ("http://localhost/fhir", True),
        ("http://[::1]:9/fhir", True),
        ("http://ehr.example.org/fhir", False),
        ("http://127.0.0.1.evil.example/", False),
        ("http://[::1", False),
    ],
)
def test_patient_data_travels_by_https_or_stays_on_the_machine(url: str, safe: bool) -> None:
    assert is_safe(url) is safe


def test_an_address_that_cannot_be_read_is_on_no_machine() -> None:
    assert not is_loopback("http://[::1")


@pytest.mark.parametrize(
    ("link", "whole"),
    [
        ("https://other.example/x", "https://other.example/x"),
        ("/fhir?_getpages=1", "https://ehr.example.org/fhir?_getpages=1"),
        ("Observation?page=2", "https://ehr.example.org/fhir/r4/Observation?page=2"),
    ],
)
def test_a_link_is_taken_as_it_stands_or_from_the_base(link: str, whole: str) -> None:
    assert resolve(BASE, link) == whole
    assert resolve(BASE + "/", link) == whole
