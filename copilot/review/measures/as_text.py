"""The measures for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copilot.review.measures.measure import CANT_MISS_WITHIN, MISSED_BEYOND, TOP, Group, Measures
from copilot.review.measures.outcome import Outcome
from copilot.review.measures.share import Share

SHOWN = 20


def as_text(measures: Measures) -> str:
    """Return the measures as lines of text."""
    return "\n".join(_lines(measures))


def percent(value: float | None) -> str:
    """Return a share 0..1 for people: one decimal, or a dash where there is none."""
    return "–" if value is None else f"{100 * value:.1f} %"


def share_text(share: Share) -> str:
    """Return "12/80 = 15.0 % (95 % interval 8.8-24.4)"."""
    if share.n == 0:
        return "0/0: no case"
    low, high = share.interval
    return f"{share.hits}/{share.n} = {percent(share.value)} (95 % interval {100 * low:.1f}-{100 * high:.1f})"


def rank_text(outcome: Outcome) -> str:
    """Return where the answer stood, in words."""
    if outcome.failure:
        return "not reviewed"
    if outcome.rank is not None:
        return str(outcome.rank)
    return "not listed" if outcome.named else "not in the packs"


def _lines(measures: Measures) -> Iterator[str]:
    if measures.measured:
        yield from _found(measures)
        yield from _sureness(measures)
        yield from _groups("By age in years", measures.ages)
        yield from _groups("By sex", measures.sexes)
    else:
        yield "No case names its answer: nothing to measure."
    if measures.seconds:
        s = measures.seconds
        yield f"\nSeconds a case: median {s.median:.2f}, 95th percentile {s.p95:.2f}, longest {s.longest:.2f}"
    yield from _list("Answers that the packs cannot name", measures.unnamed)
    yield from _list(f"Not among the first {MISSED_BEYOND}", [_miss(one) for one in measures.misses])
    yield from _list("Could not be reviewed", [f"{one.case}: {one.failure}" for one in measures.failed])


def _found(measures: Measures) -> Iterator[str]:
    without = measures.cases - measures.measured
    yield f"{measures.measured} case{'s' * (measures.measured != 1)} with a known answer" + (
        f", {without} without" if without else ""
    )
    for top, share in zip(TOP, measures.top, strict=True):
        yield f"top-{top:<2} {share_text(share)}"
    yield f"\nCan't-miss answers in their group or among the first {CANT_MISS_WITHIN}: {share_text(measures.cant_miss)}"
    yield f"Answers that the packs can name: {share_text(measures.coverage)}"


def _sureness(measures: Measures) -> Iterator[str]:
    yield "\nHow often the first line was right, by its band"
    for band, share in measures.bands:
        yield f"  {band.value:<9} {share_text(share)}"
    if measures.gap is not None:
        yield f"  stated shares are off by {100 * measures.gap:.1f} points on average"
    if measures.abstained.n:
        yield f'  where the review said "not enough to say": {share_text(measures.abstained)}'


def _groups(title: str, groups: Sequence[Group]) -> Iterator[str]:
    yield f"\n{title:<18}{'cases':>6}" + "".join(f"{f'top-{top}':>9}" for top in TOP)
    for group in groups:
        yield f"  {group.name:<16}{group.top[0].n:>6}" + "".join(f"{percent(share.value):>9}" for share in group.top)


def _miss(outcome: Outcome) -> str:
    mark = " (can't-miss)" if outcome.cant_miss else ""
    instead = "; ".join(outcome.first) or "nothing"
    return f"{outcome.case}: {outcome.answer}{mark}: {rank_text(outcome)}; first: {instead}"


def _list(title: str, lines: Sequence[str]) -> Iterator[str]:
    """Yield a titled list; what the list holds may come from a file, so that line breaks are flattened."""
    if not lines:
        return
    yield f"\n{title} ({len(lines)})"
    for line in lines[:SHOWN]:
        yield f"  {' '.join(line.split())}"
    if len(lines) > SHOWN:
        yield f"  … and {len(lines) - SHOWN} more (all of them with --measures or --html)"
