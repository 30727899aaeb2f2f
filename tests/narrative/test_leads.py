"""Leads and segments: only those of what is cited."""

from __future__ import annotations

import pytest

from copilot.narrative.leads import lead_faults

ECG = ("ST depression of 2 mm in V4 to V6, T wave inversion in aVL.",)


@pytest.mark.parametrize("said", ["ST depression in V5", "inversion in aVL", "depression across V4-V6", "in V4–6"])
def test_what_is_cited_may_be_said(said: str) -> None:
    assert list(lead_faults(said, ECG)) == []


@pytest.mark.parametrize(("said", "wrong"), [("in V1 to V3", ["V1", "V2", "V3"]), ("inversion in aVF", ["aVF"])])
def test_another_lead_is_told(said: str, wrong: list[str]) -> None:
    assert [fault.reason.split()[2].rstrip(",") for fault in lead_faults(said, ECG)] == wrong


def test_where_no_lead_is_cited_none_is_judged() -> None:
    assert list(lead_faults("V4 is depressed", ("ST depression",))) == []
