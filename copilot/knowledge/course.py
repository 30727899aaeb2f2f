"""What the course of a condition says of how long its patients have been ill when they come."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from copilot.knowledge.pack import Condition, Link

ILL_FOR_DAYS, ILL_FOR_WEEKS, ILL_FOR_MONTHS = "CS:ill-for-days", "CS:ill-for-weeks", "CS:ill-for-months"
# Editorial: how often patients with a condition of each course have been ill for up to two weeks, up to two months
# and longer when they come.
_BANDS = MappingProxyType({
    "acute": {ILL_FOR_DAYS: "very common", ILL_FOR_WEEKS: "occasional", ILL_FOR_MONTHS: "occasional"},
    "subacute": {ILL_FOR_DAYS: "common", ILL_FOR_WEEKS: "common", ILL_FOR_MONTHS: "common"},
    "chronic": {ILL_FOR_DAYS: "occasional", ILL_FOR_WEEKS: "common", ILL_FOR_MONTHS: "common"},
    "episodic": {ILL_FOR_DAYS: "common", ILL_FOR_WEEKS: "occasional", ILL_FOR_MONTHS: "common"},
})  # fmt: skip


def with_course(condition: Condition) -> Condition:
    """Return the condition with a row for each length of illness; a row of its own goes before that of its course."""
    own = {link.finding for link in condition.links}
    bands = _BANDS.get(condition.course, {})
    links = tuple(Link(finding, band=band) for finding, band in bands.items() if finding not in own)
    return replace(condition, links=(*condition.links, *links))
