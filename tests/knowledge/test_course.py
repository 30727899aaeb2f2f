"""Rows that a condition has by its course."""

from __future__ import annotations

from copilot.knowledge.course import ILL_FOR_DAYS, ILL_FOR_MONTHS, ILL_FOR_WEEKS, with_course
from copilot.knowledge.pack import Condition, Link


def rows(course: str, *links: Link) -> dict[str, str]:
    plain = Condition("a", "A", "common", course, ("book",), links)
    return {link.finding: link.band for link in with_course(plain).links}


def test_an_acute_condition_is_seen_within_days() -> None:
    assert rows("acute")[ILL_FOR_DAYS] == "very common"
    assert rows("chronic")[ILL_FOR_DAYS] == "occasional"
    assert set(rows("episodic")) == {ILL_FOR_DAYS, ILL_FOR_WEEKS, ILL_FOR_MONTHS}


def test_a_row_of_its_own_goes_before_that_of_the_course() -> None:
    assert rows("acute", Link(ILL_FOR_MONTHS, band="common"))[ILL_FOR_MONTHS] == "common"
