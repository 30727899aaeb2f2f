"""Items 13, 23 and 24: the contents of documents, each rendition in turn, the same address once."""

from __future__ import annotations

from base64 import b64decode

import pytest

from copilot.chart.build import build
from copilot.fhir.server import binaries
from copilot.fhir.server.collected import Collected
from copilot.fhir.server.plan import Search
from tests.ehr import Stranger, serve
from tests.ehr.chart import patient
from tests.ehr.messy.notes import binary, document, every_format, link, renditions, report_two_ways
from tests.fhir.server.asking import Json, asked, hospital, pull, said, signed_in


def notes(collected: Collected) -> list[str]:
    return [note.text for note in build(collected.to_pull()).notes]


def documents(collected: Collected) -> dict[str, Json]:
    return {str(e.raw["id"]): e.raw for e in collected.entries if e.raw["resourceType"] == "DocumentReference"}


def test_item_13_each_rendition_is_tried_in_turn_and_text_comes_first():
    with hospital([patient("p1"), *renditions()]) as server:
        collected = pull(server)
        assert asked(server, "Binary") == ["Binary/note-text"]
    assert notes(collected) == ["Sweats at night."]


def test_item_13_where_one_rendition_is_missing_the_next_is_taken():
    with hospital([patient("p1"), *renditions()], missing_binaries=frozenset({"note-text"})) as server:
        collected = pull(server)
        assert asked(server, "Binary") == ["Binary/note-text", "Binary/note-pdf"]
    (one,) = documents(collected).values()
    assert b64decode(one["content"][0]["attachment"]["data"]) == b"%PDF-1.4"
    assert said(collected) == ""


def test_item_13_where_none_is_there_that_is_said():
    missing = frozenset({"note-text", "note-pdf"})
    with hospital([patient("p1"), *renditions()], missing_binaries=missing) as server:
        collected = pull(server)
    assert "The content of 1 document(s) could not be had: the server does not have this (404" in said(collected)
    assert "note-text" not in said(collected)


def test_item_13_accept_is_fhirs_or_the_attachments_own():
    with hospital([patient("p1"), *renditions()]) as server:
        pull(server)
        accepts = [one.headers["accept"] for one in server.ehr.requests if "/Binary/" in one.path]
    assert all(accept.startswith(("application/fhir+json", "text/plain")) for accept in accepts)


def test_item_23_the_same_address_through_two_resources_is_asked_once_and_read_once():
    with hospital([patient("p1"), *report_two_ways()]) as server:
        collected = pull(server)
        assert len(asked(server, "Binary")) == 1
    assert len([text for text in notes(collected) if text]) == 1


def test_item_24_notes_in_every_format_come_as_from_a_file_and_nothing_remote_is_fetched():
    with serve(Stranger()) as stranger, hospital([patient("p1"), *every_format(stranger.root)]) as server:
        collected = pull(server)
        assert not stranger.ehr.requests
    texts = "\n".join(notes(collected))
    for word in ("dyspnoea", "denies", "ruled out", "Fièvre"):
        assert word in texts
    assert "alert(1)" not in texts


def test_an_attachment_on_another_server_is_not_fetched_and_said():
    with serve(Stranger()) as stranger:
        far = document("far", {"contentType": "text/plain", "url": f"{stranger.root}/hospital/fhir/r4/Binary/1"})
        with hospital([patient("p1"), far], protected=True) as server:
            collected = pull(server, session=signed_in(server.ehr))
        assert not stranger.ehr.requests
    assert "it points to another server" in said(collected)


def test_the_number_of_documents_is_capped_the_newest_first_and_the_rest_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(binaries, "MOST", 2)
    held: list[Json] = [patient("p1")]
    for number in range(5):
        held.append(binary(f"b{number}", f"note {number}", "text/plain"))
        held.append(document(f"d{number}", link(f"b{number}", "text/plain"), date=f"2026-03-0{number + 1}T11:00:00Z"))
    with hospital(held) as server:
        collected = pull(server)
        assert sorted(asked(server, "Binary")) == ["Binary/b3", "Binary/b4"]
        assert "The contents of 3 older documents were not fetched (the newest 2 were)." in said(collected)


def test_the_bytes_are_capped_and_the_rest_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(binaries, "MAX_BYTES", 20)
    held = [patient("p1"), binary("big", "x" * 1000, "text/plain"), document("d", link("big", "text/plain"))]
    with hospital(held) as server:
        collected = pull(server)
    assert "The content of 1 document(s) could not be had: the answer is larger than" in said(collected)


def test_pictures_are_left_where_they_are():
    held = [patient("p1"), binary("x", "x", "image/png"), document("d", link("x", "image/png"))]
    with hospital(held) as server:
        pull(server)
        assert not asked(server, "Binary")


def test_the_charset_of_the_answer_is_kept():
    content = binaries._as_attachment("Fièvre".encode("latin-1"), "text/plain; charset=iso-8859-1", "text/plain")
    assert content["contentType"] == "text/plain; charset=iso-8859-1"
    assert b64decode(content["data"]).decode("latin-1") == "Fièvre"


def test_a_document_that_was_filled_does_not_come_twice_when_its_list_is_asked_again():
    with hospital([patient("p1"), *renditions()]) as server:
        collected = pull(server)
        before = len(collected.entries)
        collected.ask([Search("DocumentReference", (("patient", "p1"),))])
        pull(server, collected=collected)
        assert len(asked(server, "DocumentReference")) == 2
    assert len(collected.entries) == before
    assert notes(collected) == ["Sweats at night."]


def test_documents_that_nobody_answers_for_are_left_open_and_come_later(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("copilot.fhir.transport.READ_SECONDS", 0.15)
    with hospital([patient("p1"), *renditions()], slow_types={"Binary": 5.0}) as server:
        collected = pull(server)
        assert "the contents of documents: not fetched; the server did not answer in time." in said(collected)
        server.ehr.quirks = type(server.ehr.quirks)()
        pull(server, collected=collected)
    assert notes(collected) == ["Sweats at night."]
    assert said(collected) == ""


@pytest.mark.parametrize("kind", ["text/plain; charset=“utf-8”", "text/plain\r\nX-Other: 1", ""])
def test_a_type_that_no_header_can_carry_is_not_sent(kind: str):
    note = document("d", {"contentType": kind, "url": "%BASE%/files/note"})
    with hospital([patient("p1"), note]) as server:
        collected = pull(server)
        accepts = [one.headers["accept"] for one in server.ehr.requests if one.path.endswith("/files/note")]
    assert accepts[0] == "*/*"
    assert "The content of 1 document(s) could not be had" in said(collected)
