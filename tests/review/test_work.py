"""What a clinician has done outlives a lock, word for word."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from copilot.findings.corrections import Correction, Says
from copilot.review.assessment import Assessment, Signature
from copilot.review.decision import Decisions, own
from copilot.review.work import Work, work_as_json, work_from_json

AT = datetime(2026, 11, 27, 17, 30, tzinfo=UTC)


def test_work_comes_back_as_it_was() -> None:
    signed = Assessment("written", "edited", Signature("Dr. Test", AT), behind=True)
    work = Work((Correction("HP:0001945", Says.PAUSED, AT),), Decisions((own("Something else"),)), signed)
    assert work_from_json(json.loads(json.dumps(work_as_json(work)))) == work


@pytest.mark.parametrize(
    "stored", [{}, {"schema": "chartside.work/2"}, {"schema": "chartside.work/1", "work": {"decisions": 3}}]
)
def test_what_is_no_work_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        work_from_json(stored)
