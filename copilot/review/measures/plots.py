"""Plots of the measures as inline SVG: no script, no file beside it, colours from the page's style sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from copilot.review.measures.measure import Bin
from copilot.review.measures.share import Share

_LABEL, _WIDTH, _NUMBERS = 110, 340, 160  # what stands left of a bar, the bar's own width, what stands right of it
_ROW, _FOOT = 28, 26
_SIDE, _LEFT, _TOP, _RIGHT = 280, 66, 12, 24  # a square plot: its side, and the margins for the axes
_TICKS = (0, 25, 50, 75, 100)


def intervals(title: str, rows: Sequence[tuple[str, Share]]) -> str:
    """Return one bar per row with its interval as a whisker; a row without cases stays empty."""
    height = _ROW * len(rows)
    body = [*_grid(height), *(part for number, row in enumerate(rows) for part in _bar(number, *row))]
    return _svg(title, _LABEL + _WIDTH + _NUMBERS, height + _FOOT, body)


def reliability(title: str, bins: Sequence[Bin]) -> str:
    """Return how often first lines were right (upwards) against what they stated (to the right)."""
    body = [*_square("stated share of the first line", "how often it was right"), _line("ideal", 0, 0, 1, 1)]
    for one in bins:
        low, high = one.right.interval
        words = f"stated {100 * one.stated:.0f} %, right {one.right.hits} of {one.right.n}"
        body.append(_line("whisker", one.stated, low, one.stated, high))
        body.append(_dot(one.stated, one.right.value or 0.0, words))
    return _svg(title, _LEFT + _SIDE + _RIGHT, _TOP + _SIDE + 48, body)


def curve(title: str, shares: Sequence[Share]) -> str:
    """Return how often the answer stood among the first 1, 2, 3 … lines (to the right)."""
    last = len(shares)
    points = [(number / last, share.value or 0.0) for number, share in enumerate(shares, 1)]
    path = " ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in points)
    body = [*_square(f"among the first … of {last}", "share of the cases", _every_fifth(last))]
    body.append(f'<polyline class="curve" points="{path}"/>')
    body += [
        _dot(x, y, f"first {number}: {share.hits} of {share.n}")
        for number, ((x, y), share) in enumerate(zip(points, shares, strict=True), 1)
    ]
    return _svg(title, _LEFT + _SIDE + _RIGHT, _TOP + _SIDE + 48, body)


def _bar(number: int, name: str, share: Share) -> Iterator[str]:
    middle = _ROW * number + _ROW / 2
    yield _text("end", _LABEL - 8, middle + 4, name)
    if share.value is None:
        yield _text("start muted", _LABEL + 6, middle + 4, "no case")
        return
    low, high = (_LABEL + _WIDTH * end for end in share.interval)
    yield f'<rect class="bar" x="{_LABEL}" y="{middle - 8}" width="{_WIDTH * share.value:.1f}" height="16"/>'
    yield f'<line class="whisker" x1="{low:.1f}" y1="{middle}" x2="{high:.1f}" y2="{middle}"/>'
    for end in (low, high):
        yield f'<line class="whisker" x1="{end:.1f}" y1="{middle - 5}" x2="{end:.1f}" y2="{middle + 5}"/>'
    words = f"{100 * share.value:.1f} % ({share.hits} of {share.n})"
    yield _text("start", _LABEL + _WIDTH + 12, middle + 4, words)


def _grid(height: float) -> Iterator[str]:
    for tick in _TICKS:
        x = _LABEL + _WIDTH * tick / 100
        yield f'<line class="grid" x1="{x}" y1="0" x2="{x}" y2="{height}"/>'
        yield _text("middle muted", x, height + 18, f"{tick} %")


def _square(across: str, upwards: str, marks: Iterable[tuple[float, str]] | None = None) -> Iterator[str]:
    """Yield the grid, ticks and titles of a square plot from 0 to 1; `marks` replace the ticks of the lower axis."""
    for tick in _TICKS:
        yield _line("grid", 0, tick / 100, 1, tick / 100)
        yield _text("end muted", _LEFT - 6, _y(tick / 100) + 4, f"{tick} %")
    for at, name in [(tick / 100, f"{tick} %") for tick in _TICKS] if marks is None else marks:
        yield _line("grid", at, 0, at, 1)
        yield _text("middle muted", _x(at), _y(0) + 18, name)
    yield _text("middle", _x(0.5), _y(0) + 38, across)
    yield f'<text class="middle" transform="translate(13 {_y(0.5)}) rotate(-90)">{escape(upwards)}</text>'


def _every_fifth(last: int) -> list[tuple[float, str]]:
    return [(number / last, str(number)) for number in range(1, last + 1) if number == 1 or number % 5 == 0]


def _x(share: float) -> float:
    return _LEFT + _SIDE * share


def _y(share: float) -> float:
    return _TOP + _SIDE * (1 - share)


def _line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    """Return a line in a square plot, in shares."""
    ends = f'x1="{_x(x1):.1f}" y1="{_y(y1):.1f}" x2="{_x(x2):.1f}" y2="{_y(y2):.1f}"'
    return f'<line class="{kind}" {ends}/>'


def _dot(x: float, y: float, words: str) -> str:
    return f'<circle cx="{_x(x):.1f}" cy="{_y(y):.1f}" r="4"><title>{escape(words)}</title></circle>'


def _text(kind: str, x: float, y: float, words: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'


def _svg(title: str, width: float, height: float, body: Iterable[str]) -> str:
    name = escape(title)
    size = f'viewBox="0 0 {width} {height}" style="max-width:{width}px"'
    return f'<svg role="img" aria-label="{name}" {size}><title>{name}</title>{"".join(body)}</svg>'
