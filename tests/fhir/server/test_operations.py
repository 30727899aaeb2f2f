"""Item 6: `$everything` and `$summary` only where they are advertised, and by type where they fail."""

from __future__ import annotations

import pytest

from tests.ehr.chart import patient
from tests.fhir.server.asking import all_keys, hospital, keys, pull, record, said


def operations(server: object) -> list[str]:
    return [one.path.rpartition("/")[2] for one in server.ehr.requests if "$" in one.path]  # type: ignore[attr-defined]


def test_item_6_no_operation_is_asked_for_that_is_not_advertised():
    with hospital(record(30)) as server:
        pull(server)
        assert operations(server) == []


def test_item_6_everything_in_one_answer_is_all_that_is_asked():
    chart = record(30)
    with hospital(chart, everything_advertised=True, everything_pages=False) as server:
        collected = pull(server)
        assert operations(server) == ["$everything"]
        assert not [one for one in server.ehr.requests if one.path.endswith("/Observation")]
    assert set(keys(collected)) == all_keys(chart)
    assert collected.complete
    assert said(collected) == ""


def test_item_6_everything_in_pages_is_asked_for_by_type_and_nothing_doubled():
    chart = record(60)
    with hospital(chart, everything_advertised=True, page_size=10) as server:
        collected = pull(server)
        assert operations(server) == ["$everything"]
    assert sorted(keys(collected)) == sorted(all_keys(chart))
    assert said(collected) == ""


@pytest.mark.parametrize("status", [404, 500, 403])
def test_item_6_where_everything_fails_the_types_are_asked(status: int):
    with hospital(record(30), everything_advertised=True, everything_status=status) as server:
        collected = pull(server)
    assert set(keys(collected)) == all_keys(record(30))
    assert said(collected) == ""


def test_item_6_the_summary_is_asked_where_no_type_can_be_searched():
    chart = [one for one in record(30) if one["resourceType"] != "Practitioner"]
    kinds = frozenset(one["resourceType"] for one in chart) | {"Immunization", "DocumentReference"}
    with hospital(chart, summary_advertised=True, unsearchable=kinds) as server:
        collected = pull(server)
        assert operations(server) == ["$summary"]
    assert any(key.startswith("Observation/") for key in keys(collected))
    assert any(key.startswith("Composition/") for key in keys(collected))


def test_item_6_a_summary_that_is_refused_costs_nothing_of_what_is_known():
    unsearchable = frozenset({"Observation", "Condition", "Immunization", "DocumentReference"})
    with hospital([patient("p1")], summary_advertised=True, summary_status=500, unsearchable=unsearchable) as server:
        collected = pull(server)
        assert operations(server) == ["$summary"]
    assert keys(collected) == ["Patient/p1"]
    assert "Patient/$summary: the server failed (500" in said(collected)
