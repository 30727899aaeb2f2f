"""A long search is asked for in several stretches of time at once: faster, and nothing lost or doubled."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from copilot.fhir.server.plan import Search
from copilot.fhir.server.windows import between, cuts
from tests.fhir.server.asking import Json, all_keys, asked, hospital, keys, pull, record, said

LABS = Search("Observation", (("patient", "p1"), ("category", "laboratory")), label="Observation (laboratory)")


def dated(days: list[int]) -> list[Json]:
    first = date(2020, 1, 1)
    return [{"effectiveDateTime": f"{first + timedelta(days=day)}T08:00:00Z"} for day in days]


@pytest.mark.parametrize("newest_first", [True, False])
def test_a_long_list_comes_in_stretches_and_everything_once(newest_first: bool):
    chart = record(200)
    with hospital(chart, page_size=5, newest_first=newest_first) as server:
        collected = pull(server)
        assert sum("date=ge" in target for target in asked(server, "Observation")) >= 3
    assert sorted(keys(collected)) == sorted(all_keys(chart))
    assert said(collected) == ""
    assert collected.complete


def test_what_has_no_date_is_found_too_although_the_server_does_not_know_how_to_say_so():
    chart = record(200)
    for one in [one for one in chart if one["resourceType"] == "Observation"][::7]:
        del one["effectiveDateTime"]
    with hospital(chart, page_size=8) as server:
        collected = pull(server)
        assert any("date%3Amissing" in target or "date:missing" in target for target in asked(server, "Observation"))
    assert sorted(keys(collected)) == sorted(all_keys(chart))
    assert said(collected) == ""


def test_without_a_count_to_check_against_nothing_is_cut():
    with hospital(record(200), page_size=10, no_total=True) as server:
        collected = pull(server)
        assert not any("date=" in target for target in asked(server, "Observation"))
    assert set(keys(collected)) == all_keys(record(200))


def test_the_line_breaks_between_two_stretches_and_going_on_loses_nothing():
    chart = record(200)
    with hospital(chart, page_size=10, dies_after=34) as server:
        collected = pull(server)
        assert any(item.search.since or item.search.before for item in collected.open)
        server.ehr.quirks = type(server.ehr.quirks)(page_size=10)
        pull(server, collected=collected)
    assert sorted(keys(collected)) == sorted(all_keys(chart))
    assert said(collected) == ""


def test_a_page_in_order_of_time_tells_where_the_others_lie():
    falling = cuts(dated(list(range(100, 0, -1))), LABS, pages=4, parts=4)
    assert len(falling) == 3
    assert falling == sorted(falling)
    assert falling[-1] <= "2020-01-02"
    rising = cuts(dated(list(range(100))), LABS, pages=4, parts=4)
    assert rising[0] >= "2020-04-08"


def test_a_page_in_no_order_is_a_sample():
    found = cuts(dated([5, 90, 40, 70, 20, 95, 10, 60, 30, 80]), LABS, pages=9, parts=2)
    assert found == ["2020-03-01"]


def test_a_page_without_dates_cuts_nothing_and_one_of_a_single_day_cuts_there():
    assert cuts([{}] * 10, LABS, pages=9, parts=4) == []
    assert cuts(dated([3] * 10), LABS, pages=9, parts=4) == ["2020-01-04"]
    assert cuts([{"effectiveDateTime": "2020"}] * 10, LABS, pages=9, parts=4) == []


def test_cuts_stay_inside_a_stretch():
    stretch = between(LABS, "date", ["2020-02-01", "2020-03-01"])[1]
    assert (stretch.since, stretch.before) == ("2020-02-01", "2020-03-01")
    found = cuts(dated(list(range(59, 31, -1))), stretch, pages=50, parts=8)
    assert all("2020-02-01" < day < "2020-03-01" for day in found)


def test_a_year_before_the_first_is_no_error():
    assert cuts(dated(list(range(5000, 0, -50))), LABS, pages=10_000, parts=8) == []
