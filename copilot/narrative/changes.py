"""Whether the values of one thing stand in the order of time, and each beside its own date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from copilot.narrative.cited import Cited
from copilot.narrative.levels import EITHER, SIDES, Measured, measured
from copilot.narrative.narrative import Fault, Support
from copilot.narrative.said import words_of
from copilot.narrative.times import fits_any, without_times
from copilot.narrative.values import values

_FROM_TO = re.compile(
    r"\bfrom (?:about |around )?(?P<first>\d+(?:\.\d+)?)(?![\d.]*\d)(?P<between>[^;]{0,60}?)\bto (?:about |around )?"
    r"(?P<last>\d+(?:\.\d+)?)(?![\d.]*\d)",
    re.IGNORECASE,
)
_TO_FROM = re.compile(
    r"\bto (?:about |around )?(?P<last>\d+(?:\.\d+)?)(?![\d.]*\d)(?P<between>[^;]{0,40}?)\bfrom (?:about |around )?"
    r"(?P<first>\d+(?:\.\d+)?)(?![\d.]*\d)",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[,;]|\b(?:to|and|compared|versus|vs|then|but|while|whereas|from)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween [^,;.]{3,40}? and [^,;.]*\b(?:19|20)\d\d\b", re.IGNORECASE)  # belongs to both values
_NOW = re.compile(
    r"\b(?:now|currently|current|today|latest|most recent(?:ly)?|at present|on admission)\b", re.IGNORECASE
)


def change_faults(said: str, cited: Sequence[Cited], today: date | None) -> Iterator[Fault]:
    """Yield a change told backwards, and a value given to the date of another."""
    found = measured(cited)
    for name in dict.fromkeys(one.name for one in found):
        own = [one for one in found if one.name == name and one.at is not None]
        if len({one.at for one in own}) > 1:
            yield from _order(said, own)
            yield from _dates(said, own, cited, today)


def _order(said: str, own: Sequence[Measured]) -> Iterator[Fault]:
    plain = without_times(said)
    for found in (*_FROM_TO.finditer(plain), *_TO_FROM.finditer(plain)):
        first, last = _at(found["first"], own), _at(found["last"], own)
        if first and last and min(first) > max(last):
            yield Fault(Support.CONTRADICTED, f"{found['last']} came before {found['first']} in what it cites")


def _at(number: str, own: Sequence[Measured]) -> list[datetime]:
    """Return when a value was measured."""
    return [one.at for one in own if one.value == Decimal(number) and one.at is not None]


def _dates(said: str, own: Sequence[Measured], cited: Sequence[Cited], today: date | None) -> Iterator[Fault]:
    """Yield a value that stands in one part of the sentence with a date that is not its own."""
    for part in _PARTS.split(_BETWEEN.sub(" ", said)):
        numbers = {
            value.digits for value in values(without_times(part)) if re.fullmatch(r"\d+(?:\.\d+)?", value.digits)
        }
        ours = [
            one for one in own if str(one.value.normalize()) in numbers or format(one.value.normalize(), "f") in numbers
        ]
        if not ours or len({one.value for one in ours}) > 1:
            continue
        yield from _lies(part, ours)
        moments = [fact for fact in cited if any(fact.when and fact.when.earliest == one.at for one in ours)]
        if not fits_any(part, moments, today):
            yield Fault(Support.CONTRADICTED, f"{ours[0].value} is not of the time that stands beside it")
        elif _NOW.search(part) and all(one.at is not None and one.at < _last(own) for one in ours):
            yield Fault(Support.CONTRADICTED, f"{ours[0].value} is not the latest of what it cites")


def _lies(part: str, ours: Sequence[Measured]) -> Iterator[Fault]:
    """Yield a level said of one of several values that is another's."""
    for word in words_of(part):
        wanted = SIDES.get(word.text)
        if (
            wanted
            and not word.denied
            and word.text not in EITHER
            and any(one.levels and not one.levels & wanted for one in ours)
        ):
            yield Fault(Support.CONTRADICTED, f"it says \u201c{word.text}\u201d of {ours[0].value}, which it is not")


def _last(own: Sequence[Measured]) -> datetime:
    """Return when the latest value was measured, less a day: two values of one visit are both of now."""
    return max(one.at for one in own if one.at is not None) - timedelta(days=1)
