"""Walking through a timeline by keyboard: along a lane, and across to the next one at the same time; no Qt."""

from __future__ import annotations

from bisect import bisect_left

from copilot.chart.timeline import Lane, Timeline

Place = tuple[Lane, int]


def along(made: Timeline, current: Place | None, step: int) -> Place | None:
    """Return the place so many events on; from nowhere, the newest of the first lane that has any."""
    if current is None:
        first = next((lane for lane in Lane if made.lanes.get(lane)), None)
        return (first, len(made.lanes[first]) - 1) if first is not None else None
    lane, number = current
    return lane, min(max(number + step, 0), len(made.lanes[lane]) - 1)


def across(made: Timeline, current: Place | None, step: int) -> Place | None:
    """Return the place on the next lane that has events, nearest in time; the same where there is none."""
    if current is None:
        return along(made, None, 0)
    filled = [lane for lane in Lane if made.lanes.get(lane)]
    lane = filled[min(max(filled.index(current[0]) + step, 0), len(filled) - 1)]
    if lane is current[0]:
        return current
    start, events = made.lanes[current[0]][current[1]].start, made.lanes[lane]
    after = bisect_left(events, start, key=lambda event: event.start)
    near = [n for n in (after - 1, after) if 0 <= n < len(events)]
    return lane, min(near, key=lambda n: abs(events[n].start - start))
