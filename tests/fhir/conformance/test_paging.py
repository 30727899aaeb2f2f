"""Items 7 and 8 of the field report: `next` links in every form, and servers that cap, sort and repeat."""

from __future__ import annotations

import pytest

from copilot.fhir import transport
from copilot.fhir.server import pages
from tests.ehr import Stranger, generate, serve
from tests.fhir.conformance.asking import asked, held, hospital, keys, lines, of_type, pull, said


def everything_came(collected, server) -> bool:
    return sorted(of_type(collected, "Observation")) == sorted(held(server, "Observation"))


@pytest.mark.parametrize("form", ["absolute", "host", "base", "query"])
def test_item_07_next_is_followed_in_every_form(form):
    with hospital(generate(100), page_size=7, next_form=form, no_total=True) as server:
        collected = pull(server)
        assert everything_came(collected, server)
        assert any("-pageContext=" in one and "-pageDirection=NEXT" in one for one in asked(server, "Observation"))
    assert lines(collected) == []


def test_item_07_next_is_followed_verbatim_beyond_2048_characters():
    with hospital(page_size=10, next_padding=3000) as server:
        assert everything_came(pull(server), server)
        assert max(len(one) for one in asked(server)) > 3000


@pytest.mark.parametrize("suffix", ["\x07", " \n", "%zz", "\\@x", "#part", "é", "\ud800", "A" * 70_000])
def test_item_07_a_next_that_is_no_address_is_followed_or_said_and_never_a_crash(suffix):
    with hospital(page_size=10, next_suffix=suffix) as server:
        collected = pull(server)
        assert everything_came(collected, server) or any(line.startswith("Observation") for line in lines(collected))


@pytest.mark.parametrize("loop", ["same", "fresh"])
def test_item_07_a_loop_ends_and_is_said(loop):
    with hospital(page_size=10, next_loops=loop) as server:
        collected = pull(server)
        assert len(asked(server, "Observation")) < 100
    assert "repeat" in said(collected)
    assert len(keys(collected)) == len(set(keys(collected)))


def test_item_07_next_on_another_host_is_refused_and_said():
    with serve(Stranger()) as stranger, hospital(page_size=10, next_host=stranger.root) as server:
        collected = pull(server)
        assert stranger.ehr.requests == []
    assert any("Observation" in line and "another server" in line for line in lines(collected))
    assert len(of_type(collected, "Observation")) >= 10


def test_item_07_pages_that_come_twice_double_nothing():
    with hospital(page_size=10, duplicate_pages=True) as server:
        collected = pull(server)
        assert everything_came(collected, server)


@pytest.mark.parametrize("page", [1, 2])
def test_item_07_an_empty_page_is_not_the_end(page):
    with hospital(page_size=10, empty_page=page) as server:
        assert everything_came(pull(server), server)


def test_item_07_an_expired_session_keeps_and_labels_what_came():
    undated = [{key: value for key, value in one.items() if "DateTime" not in key} for one in generate()]
    with hospital(undated, page_size=10, session_expires_after=2) as server:
        collected = pull(server)
    assert len(of_type(collected, "Observation")) >= 20
    assert any("Observation" in line for line in lines(collected))
    assert len(keys(collected)) == len(set(keys(collected)))


def test_item_07_sessions_that_always_expire_are_asked_in_stretches_of_time_that_fit_into_one():
    with hospital(page_size=10, session_expires_after=2) as server:
        collected = pull(server)
        assert everything_came(collected, server)
    assert lines(collected) == []


def test_item_07_a_session_that_expires_once_is_asked_anew():
    with hospital(page_size=10) as server:

        def forget(progress, collected):
            if progress.pages == 8:
                server.ehr.pager.forget()

        collected = pull(server, progress=forget)
        assert everything_came(collected, server)
    assert lines(collected) == []


def test_item_07_more_pages_than_anyone_needs_end_and_are_said(monkeypatch):
    monkeypatch.setattr(pages, "MAX_PAGES", 3)
    with hospital(generate(100), page_size=5) as server:
        collected = pull(server)
    assert len(of_type(collected, "Observation")) < 80
    assert any("only a part has arrived" in line for line in lines(collected))


def test_item_07_a_next_that_has_expired_after_all_that_was_counted_costs_nothing():
    with hospital(duplicate_pages=True, session_expires_after=1) as server:
        collected = pull(server)
        assert everything_came(collected, server)
        assert len(asked(server)) < 100
    assert lines(collected) == []


def test_item_07_a_last_page_that_times_out_costs_nothing_that_was_counted(monkeypatch):
    monkeypatch.setattr(transport, "READ_SECONDS", 0.3)
    with hospital(page_size=20, last_page_hangs=True) as server:
        collected = pull(server)
        assert everything_came(collected, server)


def test_item_08_a_cap_on_count_is_followed_page_by_page():
    with hospital(generate(100), page_size=1000, count_cap=10) as server:
        collected = pull(server)
        assert everything_came(collected, server)
    assert lines(collected) == []


def test_item_08_what_a_cap_cuts_off_is_said():
    with hospital(generate(100), newest_first=True, result_cap=20) as server:
        collected = pull(server)
    assert any(line.startswith("Observation (laboratory)") and "counts 60" in line for line in lines(collected))


def test_item_08_newest_first_loses_nothing():
    with hospital(page_size=9, newest_first=True) as server:
        assert everything_came(pull(server), server)
