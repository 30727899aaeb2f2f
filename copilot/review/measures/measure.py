"""All measures over the outcomes of a file of cases."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from copilot.differential.differential import Likelihood
from copilot.review.measures.outcome import Outcome
from copilot.review.measures.share import Share, share_of

TOP = (1, 3, 5, 10)
CURVE = 20
BINS = 10
MISSED_BEYOND = 3
CANT_MISS_WITHIN = 10
AGES = ((1, "under 1"), (12, "1 to 11"), (18, "12 to 17"), (40, "18 to 39"), (65, "40 to 64"), (80, "65 to 79"))
OLDEST, UNKNOWN = "80 and over", "unknown"
SEXES = ("female", "male", "other", UNKNOWN)

Key = Callable[[Outcome], str]


@dataclass(frozen=True, slots=True)
class Bin:
    """First lines whose stated share lay between `low` and `high`: `stated` on average, right as often as `right`."""

    low: float
    high: float
    stated: float
    right: Share


@dataclass(frozen=True, slots=True)
class Group:
    """The patients of one age group or sex: how often the answer stood among the first 1, 3, 5 and 10."""

    name: str
    top: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Seconds:
    """How long one case took."""

    median: float
    p95: float
    longest: float


@dataclass(frozen=True, slots=True)
class Measures:
    """What a quality manager reads. All shares are of cases that name their answer, failed ones counted as wrong.

    `top` follows `TOP`; `curve` holds the same for 1 to `CURVE`. `cant_miss` are the cases whose answer must not be
    missed: how often it stood in the can't-miss group or among the first ten. `coverage` is how many answers the
    packs can name at all; `unnamed` are the others. `bands` and `bins` ask how often the first line was right, for
    what it said of itself; `gap` is the mean distance between both over the bins, weighted by cases. `abstained`
    are reviews that said "not enough to say", and how often their first line was right all the same.
    """

    cases: int
    measured: int
    top: tuple[Share, ...]
    curve: tuple[Share, ...]
    cant_miss: Share
    coverage: Share
    unnamed: tuple[str, ...]
    bands: tuple[tuple[Likelihood, Share], ...]
    bins: tuple[Bin, ...]
    gap: float | None
    abstained: Share
    ages: tuple[Group, ...]
    sexes: tuple[Group, ...]
    seconds: Seconds | None
    misses: tuple[Outcome, ...]
    failed: tuple[Outcome, ...]


def measure(outcomes: Sequence[Outcome]) -> Measures:
    """Return the measures of these cases."""
    asked = [one for one in outcomes if one.answer]
    bins = _bins(asked)
    return Measures(
        cases=len(outcomes),
        measured=len(asked),
        top=tuple(_top(asked, top) for top in TOP),
        curve=tuple(_top(asked, top) for top in range(1, CURVE + 1)),
        cant_miss=share_of(one.in_group or one.among(CANT_MISS_WITHIN) for one in asked if one.cant_miss),
        coverage=share_of(one.named for one in asked),
        unnamed=tuple(sorted({one.answer for one in asked if not one.named}, key=str.casefold)),
        bands=tuple((band, share_of(one.among(1) for one in asked if one.band is band)) for band in Likelihood),
        bins=bins,
        gap=_gap(bins),
        abstained=share_of(one.among(1) for one in asked if one.abstained),
        ages=_groups(asked, age_group, (*(name for _, name in AGES), OLDEST, UNKNOWN)),
        sexes=_groups(asked, _sex, SEXES),
        seconds=_seconds([one.seconds for one in outcomes if not one.failure]),
        misses=tuple(sorted((one for one in asked if not one.among(MISSED_BEYOND)), key=_gravity)),
        failed=tuple(one for one in outcomes if one.failure),
    )


def age_group(outcome: Outcome) -> str:
    """Return the age group of the patient; the limits are in `AGES`."""
    if outcome.age_years is None:
        return UNKNOWN
    return next((name for below, name in AGES if outcome.age_years < below), OLDEST)


def _sex(outcome: Outcome) -> str:
    return outcome.sex if outcome.sex in SEXES else UNKNOWN


def _top(outcomes: Iterable[Outcome], top: int) -> Share:
    return share_of(one.among(top) for one in outcomes)


def _bins(outcomes: Iterable[Outcome]) -> tuple[Bin, ...]:
    """Return the bins that hold a case, lowest first; what failed or listed nothing stated nothing."""
    filled: dict[int, list[Outcome]] = {}
    for one in outcomes:
        if one.band is not None:
            filled.setdefault(min(int(one.share * BINS), BINS - 1), []).append(one)
    return tuple(
        Bin(number / BINS, (number + 1) / BINS, fmean(one.share for one in held), _top(held, 1))
        for number, held in sorted(filled.items())
    )


def _gap(bins: Sequence[Bin]) -> float | None:
    n = sum(one.right.n for one in bins)
    return sum(abs(one.stated * one.right.n - one.right.hits) for one in bins) / n if n else None


def _groups(outcomes: Sequence[Outcome], key: Key, order: Iterable[str]) -> tuple[Group, ...]:
    """Return the groups that hold a case, in this order."""
    held = {name: [one for one in outcomes if key(one) == name] for name in order}
    return tuple(Group(name, tuple(_top(members, top) for top in TOP)) for name, members in held.items() if members)


def _seconds(times: Sequence[float]) -> Seconds | None:
    if not times:
        return None
    ordered = sorted(times)
    return Seconds(median(ordered), ordered[math.ceil(0.95 * len(ordered)) - 1], ordered[-1])


def _gravity(outcome: Outcome) -> tuple[bool, bool, int]:
    """Sort can't-miss answers first, then what was not in the list at all, then by how far down it stood."""
    return (not outcome.cant_miss, outcome.rank is not None, -(outcome.rank or 0))
