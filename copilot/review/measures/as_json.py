"""The measures as JSON (`chartside.measures/1`), for a hospital's own statistics."""

from __future__ import annotations

from typing import Any

from copilot.review.measures.measure import TOP, Group, Measures
from copilot.review.measures.outcome import Outcome
from copilot.review.measures.share import Share

SCHEMA = "chartside.measures/1"

Json = dict[str, Any]


def as_json(measures: Measures, pack_version: str) -> Json:
    """Return the measures as plain JSON values; shares are 0..1 with their 95 % Wilson interval."""
    return {
        "schema": SCHEMA,
        "pack": pack_version,
        "cases": measures.cases,
        "with_answer": measures.measured,
        "top": _tops(measures.top),
        "top_curve": [_rounded(share.value) for share in measures.curve],
        "cant_miss": _share(measures.cant_miss),
        "coverage": {**_share(measures.coverage), "unnamed": list(measures.unnamed)},
        "calibration": {
            "bands": {band.value: _share(share) for band, share in measures.bands},
            "shares": [
                {"low": b.low, "high": b.high, "stated": round(b.stated, 4), **_share(b.right)} for b in measures.bins
            ],
            "mean_gap": _rounded(measures.gap),
            "abstained": _share(measures.abstained),
        },
        "age_years": [_group(group) for group in measures.ages],
        "sex": [_group(group) for group in measures.sexes],
        "seconds": _seconds(measures),
        "misses": [_miss(one) for one in measures.misses],
        "failed": [{"id": one.case, "answer": one.answer or None, "error": one.failure} for one in measures.failed],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _share(share: Share) -> Json:
    low, high = share.interval
    return {
        "hits": share.hits,
        "n": share.n,
        "share": _rounded(share.value),
        "low": _rounded(low),
        "high": _rounded(high),
    }


def _tops(shares: tuple[Share, ...]) -> Json:
    return {str(top): _share(share) for top, share in zip(TOP, shares, strict=True)}


def _group(group: Group) -> Json:
    return {"group": group.name, "n": group.top[0].n, "top": _tops(group.top)}


def _seconds(measures: Measures) -> Json | None:
    if measures.seconds is None:
        return None
    s = measures.seconds
    return {"median": round(s.median, 4), "p95": round(s.p95, 4), "longest": round(s.longest, 4)}


def _miss(outcome: Outcome) -> Json:
    return {
        "id": outcome.case,
        "answer": outcome.answer,
        "rank": outcome.rank,
        "in_packs": outcome.named,
        "cant_miss": outcome.cant_miss,
        "first": list(outcome.first),
        "failed": bool(outcome.failure),
    }
