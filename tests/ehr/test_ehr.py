"""The hostile EHR itself: that it serves, refuses and ends as it says."""

from __future__ import annotations

import threading
from dataclasses import replace

import httpx2
import pytest

from tests.ehr import Ehr, Quirks, generate, serve

HEADERS = {"Accept": "application/fhir+json"}


def get(url: str, **headers: str) -> httpx2.Response:
    with httpx2.Client(trust_env=False, headers=HEADERS | headers) as client:
        return client.get(url)


def test_a_search_is_paged_by_opaque_links_to_its_end():
    with serve(Ehr(generate(100), quirks=Quirks(page_size=25))) as server:
        seen: list[str] = []
        url = f"{server.base}/Observation?patient=p1"
        while url:
            bundle = get(url).json()
            seen += [entry["resource"]["id"] for entry in bundle["entry"]]
            url = next((link["url"] for link in bundle["link"] if link["relation"] == "next"), "")
    assert len(seen) == len(set(seen)) == 80


def test_the_server_leaves_no_thread_and_no_request_unlogged():
    before = threading.active_count()
    with serve(Ehr()) as server:
        assert get(f"{server.base}/metadata").json()["fhirVersion"] == "4.0.1"
        assert [logged.path for logged in server.ehr.requests] == [f"{server.ehr.fhir_path}/metadata"]
    assert threading.active_count() == before


@pytest.mark.parametrize("where", ["before", "middle"])
def test_a_cut_wire_is_an_error_of_the_transport(where):
    with serve(Ehr(quirks=Quirks(drops=frozenset({1}), drop_where=where))) as server:
        with pytest.raises(httpx2.TransportError):
            get(f"{server.base}/Observation?patient=p1")
        assert get(f"{server.base}/Observation?patient=p1").status_code == 200


def test_quirks_can_change_while_it_runs():
    with serve(Ehr()) as server:
        server.ehr.quirks = replace(server.ehr.quirks, refused_types=frozenset({"Observation"}), error_body="html")
        refused = get(f"{server.base}/Observation?patient=p1")
    assert (refused.status_code, refused.headers["content-type"]) == (403, "text/html; charset=utf-8")
