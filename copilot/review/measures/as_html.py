"""The measures as one page for a quality manager: numbers, plots, then the misses; nothing to load, nothing to run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeVar

from copilot.review.measures.as_text import percent, rank_text
from copilot.review.measures.measure import CANT_MISS_WITHIN, CURVE, MISSED_BEYOND, TOP, Group, Measures
from copilot.review.measures.outcome import Outcome
from copilot.review.measures.plots import curve, intervals, reliability
from copilot.review.measures.share import Share
from copilot.review.measures.style import STYLE

Data = TypeVar("Data")
TITLE = "How often Chartside was right"
NAMES = tuple("first line" if top == 1 else f"first {top}" for top in TOP)
MEANING = (
    """A case counts as right where a line of the list is the answer by name, synonym or code. A case that could not be
    reviewed, and an answer that the packs cannot name, count as wrong.""",
    f"""Can't-miss found: of the cases whose answer must not be missed, those where it stood in the can't-miss group or
    among the first {CANT_MISS_WITHIN}.""",
    "The intervals are 95 % Wilson intervals: with few cases they are wide, and small differences mean nothing.",
    """Well calibrated is: strong is right more often than moderate, moderate more often than weak, and the points of
    the picture lie on its diagonal. A tenth of every list is left for what the packs do not know.""",
    "This measures the list on these cases. It does not measure what clinicians decide with it.",
)


@dataclass(frozen=True, slots=True)
class Run:
    """What was measured: the file of cases, when, with which program and which knowledge."""

    cases: str
    date: str
    program: str
    pack: str


def as_html(measures: Measures, run: Run) -> str:
    """Return the whole page. Every word that comes from the cases is escaped."""
    return "\n".join(
        [
            '<!doctype html><html lang="en"><head><meta charset="utf-8">',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{TITLE}</title><style>{STYLE}</style></head><body><main>",
            *_head(measures, run),
            *_body(measures),
            *_failed(measures.failed),
            *_meaning(),
            "</main></body></html>",
            "",
        ]
    )


def _head(measures: Measures, run: Run) -> Iterator[str]:
    yield f"<h1>{TITLE}</h1>"
    counts = f"{measures.cases} cases, {measures.measured} with a known answer, {len(measures.failed)} not reviewed"
    yield f"<p>{counts} · {escape(run.cases)} · {escape(run.date)}</p>"
    yield f'<p class="muted">Chartside {escape(run.program)}, knowledge {escape(run.pack)}</p>'


def _body(measures: Measures) -> Iterator[str]:
    if measures.measured:
        yield from _numbers(measures)
        yield from _plots(measures)
        yield from _misses(measures)
    else:
        yield "<p>No case names its answer: nothing to measure.</p>"


def _numbers(measures: Measures) -> Iterator[str]:
    yield '<section><h2>In numbers</h2><div class="tiles">'
    for name, share in zip(NAMES, measures.top, strict=True):
        yield _tile(name, share)
    yield _tile("can't-miss found", measures.cant_miss)
    yield _tile("answers the packs know", measures.coverage)
    yield "</div>"
    yield from _bands(measures)
    for title, groups in (("Age in years", measures.ages), ("Sex", measures.sexes)):
        yield from _table((title, "cases", *NAMES), (_group(group) for group in groups), "numbers")
    if measures.seconds:
        s = measures.seconds
        times = f"median {s.median:.2f}, 95th percentile {s.p95:.2f}, longest {s.longest:.2f}"
        yield f"<p>Seconds a case: {times}.</p>"
    yield "</section>"


def _bands(measures: Measures) -> Iterator[str]:
    rows = ((escape(band.value), str(share.n), *_share_cells(share)) for band, share in measures.bands)
    yield from _table(("First line said", "cases", "was right", "95 % interval"), rows, "numbers")
    if measures.gap is not None:
        yield f"<p>Stated shares were off by {100 * measures.gap:.1f} percentage points on average.</p>"
    if measures.abstained.n:
        share = measures.abstained
        yield f"<p>{share.n} reviews said “not enough to say”; the first line was right in {share.hits} of them.</p>"


def _plots(measures: Measures) -> Iterator[str]:
    top = list(zip(NAMES, measures.top, strict=True))
    bands = [(band.value, share) for band, share in measures.bands]
    yield "<section><h2>In pictures</h2>"
    yield _figure("Answer among the first lines", intervals, top)
    yield _figure("First line right, by its band", intervals, bands)
    yield '<div class="pair">'
    yield _figure("Stated share of the first line, and how often it was right", reliability, measures.bins)
    yield _figure(f"Answer among the first 1 to {CURVE}", curve, measures.curve)
    yield "</div></section>"


def _figure(title: str, plot: Callable[[str, Sequence[Data]], str], data: Sequence[Data]) -> str:
    return f"<figure><figcaption>{escape(title)}</figcaption>{plot(title, data)}</figure>"


def _misses(measures: Measures) -> Iterator[str]:
    yield f"<section><h2>Not among the first {MISSED_BEYOND} ({len(measures.misses)})</h2>"
    if measures.misses:
        yield from _table(("Case", "Answer", "Stood at", "Stood first instead"), map(_miss, measures.misses))
    else:
        yield "<p>None.</p>"
    if measures.unnamed:
        yield f"<h2>Answers that the packs cannot name ({len(measures.unnamed)})</h2>"
        yield f"<ul>{''.join(f'<li>{escape(answer)}</li>' for answer in measures.unnamed)}</ul>"
    yield "</section>"


def _failed(failed: Sequence[Outcome]) -> Iterator[str]:
    if failed:
        yield f"<section><h2>Could not be reviewed ({len(failed)})</h2>"
        rows = ((escape(one.case), escape(one.answer), escape(one.failure)) for one in failed)
        yield from _table(("Case", "Answer", "Why"), rows)
        yield "</section>"


def _meaning() -> Iterator[str]:
    yield f"<section><h2>What is counted</h2><ul>{''.join(f'<li>{line}</li>' for line in MEANING)}</ul></section>"


def _tile(name: str, share: Share) -> str:
    value, interval = _share_cells(share)
    return (
        f'<div class="tile"><b>{value}</b><span>{escape(name)}</span>'
        f'<span class="muted">{share.hits} of {share.n}<br>{interval}</span></div>'
    )


def _share_cells(share: Share) -> tuple[str, str]:
    if share.value is None:
        return "–", "no case"
    low, high = share.interval
    return percent(share.value), f"{100 * low:.1f}–{100 * high:.1f} %"


def _group(group: Group) -> tuple[str, ...]:
    return escape(group.name), str(group.top[0].n), *(_share_cells(share)[0] for share in group.top)


def _miss(outcome: Outcome) -> tuple[str, ...]:
    mark = ' <span class="mark">can\'t-miss</span>' if outcome.cant_miss else ""
    instead = "".join(f"<li>{escape(name)}</li>" for name in outcome.first)
    return escape(outcome.case), escape(outcome.answer) + mark, rank_text(outcome), f"<ol>{instead}</ol>"


def _table(heads: Iterable[str], rows: Iterable[tuple[str, ...]], kind: str = "words") -> Iterator[str]:
    """Yield a table; the cells are HTML already, escaped where they were made."""
    yield f'<table class="{kind}"><thead><tr>'
    yield f"{''.join(f'<th>{escape(head)}</th>' for head in heads)}</tr></thead><tbody>"
    for row in rows:
        yield f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>"
    yield "</tbody></table>"
