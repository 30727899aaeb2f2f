"""Where the events of a timeline stand for a stretch of time and a width: single ones, or many binned."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise
from math import ceil
from operator import attrgetter

from PySide6.QtCore import QRectF

from copilot.chart.timeline import Event, Lane, Timeline
from ui.chart.time_axis import TimeAxis, moment, seconds

MANY = 60
BIN = 6.0
ROWS = {Lane.VISITS: 2, Lane.DIAGNOSES: 6, Lane.MEDICINES: 8, Lane.RESULTS: 4, Lane.PROCEDURES: 3, Lane.DOCUMENTS: 3}
BINNED_ROWS = 2
LASTING = frozenset({Lane.DIAGNOSES, Lane.MEDICINES})
BEFORE = 50  # visits looked at before the stretch in sight: a long stay may reach into it
LEAST_LABEL = 24.0
_START = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Item:
    """One event, or (`last` beyond `first`) all of a bin; `bar` is its mark, `label` the room for its words."""

    lane: Lane
    first: int
    last: int
    bar: QRectF
    label: QRectF

    @property
    def hit(self) -> QRectF:
        """Return where it can be pointed at."""
        return self.bar.united(self.label).adjusted(-3, -1, 3, 1)


@dataclass(frozen=True, slots=True)
class Band:
    """One lane: where it stands, how many events are in sight, and how many had no room."""

    lane: Lane
    rect: QRectF
    items: tuple[Item, ...]
    count: int
    left_out: int
    binned: bool


@dataclass(frozen=True, slots=True)
class Measures:
    """What the layout needs to know of the font: height of a row, width of words, the widest label."""

    row: float
    mark: float
    width: Callable[[str], float]
    widest: float
    heading: float  # a lane's name above its events, where there is no room beside them
    least: float  # height of a lane: its name and its number beside it
    height: float  # room for all lanes


def lay_out(made: Timeline, axis: TimeAxis, measures: Measures) -> tuple[Band, ...]:
    """Return the lanes that have events, from top to bottom, with as many rows each as the room allows."""
    bands: tuple[Band, ...] = ()
    shown = {lane: _in_sight(lane, events, axis) for lane, events in made.lanes.items() if events}
    for more in (4, 3, 2, 1):
        bands = _stacked(made, shown, axis, measures, more)
        if not bands or bands[-1].rect.bottom() <= measures.height:
            break
    return bands


def words_of(event: Event, axis: TimeAxis) -> str:
    """Return what stands beside an event; one that began before the stretch in sight says its year."""
    began_before = seconds(event.start) < axis.first
    return (
        f"\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK} {event.start.year} {event.label}"
        if began_before
        else event.label
    )


@dataclass(frozen=True, slots=True)
class _InSight:
    """The places of a lane's events in sight, and of very many the place at which each bin begins."""

    places: Sequence[int]
    edges: Sequence[int]


def _in_sight(lane: Lane, events: Sequence[Event], axis: TimeAxis) -> _InSight:
    """Return what is in sight of a lane."""
    places = visible(lane, events, axis)
    binned = len(places) > MANY and lane is not Lane.MEDICINES
    return _InSight(places, _edges(events, axis) if binned else ())


def _stacked(
    made: Timeline, shown: Mapping[Lane, _InSight], axis: TimeAxis, measures: Measures, more: int
) -> tuple[Band, ...]:
    """Return the lanes, each with at most `more` times its usual rows."""
    bands: list[Band] = []
    top = 0.0
    for lane in Lane:
        if lane in shown:
            band = _band(lane, made.lanes[lane], shown[lane], axis, measures, top, ROWS[lane] * more)
            bands.append(band)
            top = band.rect.bottom()
    return tuple(bands)


def visible(lane: Lane, events: Sequence[Event], axis: TimeAxis) -> Sequence[int]:
    """Return the places of the events in sight."""
    first, last = moment(axis.first), moment(axis.last)
    if lane in LASTING:
        return [n for n, e in enumerate(events) if e.start <= last and e.end >= first]
    low, high = bisect_left(events, first, key=_START), bisect_right(events, last, key=_START)
    reaching = [n for n in range(max(low - BEFORE, 0), low) if events[n].end >= first]
    return [*reaching, *range(low, high)] if reaching else range(low, high)


def _band(
    lane: Lane,
    events: Sequence[Event],
    in_sight: _InSight,
    axis: TimeAxis,
    measures: Measures,
    top: float,
    most: int,
) -> Band:
    """Return one lane with what is in sight of it, placed below `top`."""
    begin = top + measures.row * 0.25 + measures.heading
    found, left_out = in_sight.places, 0
    if in_sight.edges:
        area = QRectF(axis.left, begin, 0, measures.row * BINNED_ROWS)
        rows, items = BINNED_ROWS, _bins(lane, in_sight.edges, area)
    elif lane is Lane.MEDICINES:
        shown = _longest_first(events, found, most)
        rows, left_out = len(shown) + (len(found) > len(shown)), len(found) - len(shown)
        items = tuple(_medicine(n, axis, begin + row * measures.row, measures) for row, n in enumerate(shown))
    else:
        rows, items = _packed(lane, [(n, events[n]) for n in found], axis, begin, measures, most)
    height = max(max(rows, 1) * measures.row + measures.row * 0.5, measures.least) + measures.heading
    return Band(lane, QRectF(0, top, axis.right, height), items, len(found), left_out, bool(in_sight.edges))


def _longest_first(events: Sequence[Event], found: Sequence[int], most: int) -> list[int]:
    """Return the medicines that continue first, then those that ended last."""
    return nlargest(most, found, key=lambda n: (events[n].end, events[n].start))


def _medicine(number: int, axis: TimeAxis, top: float, measures: Measures) -> Item:
    """Return a medicine on a row of its own."""
    row = QRectF(axis.left, top, axis.right - axis.left, measures.row)
    return Item(Lane.MEDICINES, number, number, row, row)


def _packed(
    lane: Lane, found: Sequence[tuple[int, Event]], axis: TimeAxis, top: float, measures: Measures, most: int
) -> tuple[int, tuple[Item, ...]]:
    """Return how many rows are needed, and the items: each in the first row that is free there.

    Words stand after the mark, or before it where the picture ends. Where all rows are taken, words are cut.
    """
    rows: list[list[_Placed]] = []
    for number, event in found:
        one = _placed(lane, number, event, axis, measures)
        row = next((line for line in rows if line[-1].right <= one.left), None)
        if row is None and len(rows) < most:
            row = []
            rows.append(row)
        if row is None:
            one = one.bare()
            row = min(rows, key=lambda line: line[-1].right)
        row.append(one)
    return len(rows), tuple(
        item for n, line in enumerate(rows) for item in _line(lane, line, top + n * measures.row, measures.row)
    )


@dataclass(frozen=True, slots=True)
class _Placed:
    """An event on its row: its mark, and from where to where it stands with its words."""

    number: int
    mark: tuple[float, float]
    left: float
    right: float

    def bare(self) -> _Placed:
        """Return the same without words before its mark."""
        return _Placed(self.number, self.mark, self.mark[0], max(self.right, self.mark[1]))


def _placed(lane: Lane, number: int, event: Event, axis: TimeAxis, measures: Measures) -> _Placed:
    """Return where an event stands, words and all."""
    left = max(axis.x(seconds(event.start)), axis.left)
    lasts = lane is Lane.VISITS and event.end > event.start
    right = min(axis.x(seconds(event.end)), axis.right) if lasts else left
    begin, end = left - measures.mark / 2, max(right, left + measures.mark / 2)
    words = min(measures.width(words_of(event, axis)) + 8, measures.widest)
    before = end + words > axis.right and begin - words >= axis.left
    return _Placed(number, (begin, end), begin - words if before else begin, end if before else end + words)


def _line(lane: Lane, line: Sequence[_Placed], top: float, height: float) -> list[Item]:
    """Return the items of one row, the words of each cut where the next one begins."""
    made = []
    for place, one in enumerate(line):
        begin, end = one.mark
        bar = QRectF(begin, top, end - begin, height)
        if one.left < begin:
            label = QRectF(one.left, top, begin - one.left - 3, height)
        else:
            after = line[place + 1].left - 3 if place + 1 < len(line) else one.right
            label = QRectF(end + 3, top, min(one.right, after) - end - 3, height)
        made.append(Item(lane, one.number, one.number, bar, label if label.width() >= LEAST_LABEL else QRectF()))
    return made


def _edges(events: Sequence[Event], axis: TimeAxis) -> list[int]:
    """Return the place of the first event of every stretch of a few pixels, and where the last stretch ends."""
    number = max(ceil((axis.right - axis.left) / BIN), 1)
    return [bisect_left(events, moment(axis.at(axis.left + n * BIN)), key=_START) for n in range(number + 1)]


def _bins(lane: Lane, edges: Sequence[int], area: QRectF) -> tuple[Item, ...]:
    """Return one column per stretch that holds events, as high as there are many."""
    most = max(after - before for before, after in pairwise(edges)) or 1
    made = []
    for n, (before, after) in enumerate(pairwise(edges)):
        if after > before:
            height = max(area.height() * ((after - before) / most) ** 0.5, 3.0)
            column = QRectF(area.left() + n * BIN, area.bottom() - height, BIN - 1, height)
            made.append(Item(lane, before, after - 1, column, QRectF()))
    return tuple(made)
