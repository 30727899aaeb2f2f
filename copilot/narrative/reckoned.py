"""Numbers that no fact states and that follow from those that are cited: a difference, a multiple, a span between."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from copilot.chart.fact import When
from copilot.chart.units import canonical
from copilot.narrative.cited import Cited
from copilot.narrative.levels import Measured, measured
from copilot.narrative.values import values

_NEARLY = (
    r"(?:about|around|approximately|roughly|nearly|almost|just under|just over|over|more than|some|circa|close to)"
)
_NUMBER = r"(?P<number>\d+(?:\.\d+)?)"
_MULTIPLE = re.compile(
    rf"(?P<hedge>{_NEARLY} )?{_NUMBER} times\b"
    r"(?P<limit>[^.;]{0,24}\b(?:limit|normal|reference|uln|cutoff|threshold)\b)?",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(
    rf"\b(?:by|lost|gained|shed|loss of|gain of|difference of|change of|drop of|fall of|rise of|increase of|"
    rf"decrease of|reduction of|up|down)\s(?:body weight )?(?P<hedge>{_NEARLY} )?{_NUMBER} ?"
    r"(?P<unit>[^\s,;.()]+(?:/[^\s,;.()]+)?)",
    re.IGNORECASE,
)
_APART = re.compile(
    rf"(?<![\d.])(?P<hedge>{_NEARLY} )?{_NUMBER} ?(?P<unit>[^\s,;.()\d]+) "
    r"(?:(?P<less>less|lower|lighter|fewer)|more|higher|heavier)"
    r"(?= (?:than\b(?! (?:now|today|at present|currently))|over\b|in\b|within\b|since\b)|[,.;)]|$)",
    re.IGNORECASE,
)
_BEYOND = re.compile(
    rf"(?<![\d.]){_NUMBER} ?[^\s,;.()\d]+ (?:below|above|under|over) the "
    r"(?:lower |upper )?(?:limit|end|bound|reference|range)",
    re.IGNORECASE,
)
_ROUNDED = re.compile(
    rf"\b{_NEARLY} {_NUMBER} ?(?P<unit>(?!(?:second|minute|hour|day|week|month|year|time)s?\b)[^\s,;.()]+)",
    re.IGNORECASE,
)
_SPAN = re.compile(
    rf"\b(?:(?:over|within|in|during|after|spanning|for|the|last|past|next|following|period|of|{_NEARLY}) )+{_NUMBER}"
    r"[ -](?P<unit>minute|hour|day|week|month|year)s?(?: later| apart)?\b"
    rf"|(?<![\d.]){_NUMBER.replace('number', 'later')} (?P<unit2>minute|hour|day|week|month|year)s? "
    r"(?:later|apart|after|before|between|elapsed|passed|were enough)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\bat (?P<hour>\d\d?)[:.](?P<minute>\d\d)(?: ?(?P<half>[ap]m))?\b", re.IGNORECASE)
_TOLD = re.compile(r"\b(\d\d?):(\d\d)\b")
_AGED = re.compile(
    r"\b(?P<age>\d{1,3})(?:[- ]years?[- ]old| years of age)\b|\baged? (?P<age2>\d{1,3})\b", re.IGNORECASE
)
_BORN = re.compile(r"\bbirth date: (\d{4})-(\d\d)-(\d\d)", re.IGNORECASE)
_SECONDS = {"minute": 60.0, "hour": 3600.0, "day": 86400.0, "week": 604800.0, "month": 2629746.0, "year": 31556952.0}
_NOON = 12
_HALF, _POINTS = Decimal("0.5"), Decimal("1.5")
_SHARE = re.compile(
    rf"(?<![\d.]){_NUMBER} ?% (?:of (?:the |her |his |its )?(?:earlier|previous|initial|former|baseline|body)|less|"
    r"more|lower|higher|weight|loss|gain|fall|drop|rise|increase|decrease)\b|"
    rf"\bby (?:{_NEARLY} )?{_NUMBER.replace('number', 'by')} ?%",
    re.IGNORECASE,
)
_MASS_INDEX = re.compile(
    rf"\b(?:bmi|body mass index)(?: (?:of|is|was|around|{_NEARLY}))* {_NUMBER}(?: ?kg/m2)?", re.IGNORECASE
)
_PARTS_OF_DAY = {
    "morning": frozenset(range(3, 13)),
    "afternoon": frozenset(range(12, 19)),
    "evening": frozenset(range(17, 24)),
    "night": frozenset((*range(20, 24), *range(6))),
}
_PART = Decimal("0.08")


def reckoned(said: str, cited: Sequence[Cited], today: date | None) -> tuple[str, ...]:
    """Return the stretches of a text whose numbers follow from what is cited."""
    found = measured(cited)
    holds: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = (
        (_MULTIPLE, lambda one: _is_multiple(one, found)),
        (_DIFFERENCE, lambda one: _is_difference(one, found)),
        (_APART, lambda one: _is_difference(one, found, less=bool(one["less"]))),
        (_BEYOND, lambda one: _is_beyond(one, found)),
        (_ROUNDED, lambda one: _is_near(one, cited)),
        (_SPAN, lambda one: _is_span(one, cited)),
        (_CLOCK, lambda one: _is_clock(one, cited)),
        (_SHARE, lambda one: _is_share(one, found)),
        (_MASS_INDEX, lambda one: _is_mass_index(one, found)),
        (_AGED, lambda one: today is not None and _is_age(one, cited, today)),
    )
    return tuple(one.group() for pattern, is_so in holds for one in pattern.finditer(said) if is_so(one))


def _pairs(found: Sequence[Measured]) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield every two values of one name."""
    for at, one in enumerate(found):
        yield from ((one.value, other.value) for other in found[at + 1 :] if other.name == one.name)


def _is_multiple(one: re.Match[str], found: Sequence[Measured]) -> bool:
    """Return whether a value is so many times another of its name, or times its limit."""
    number = Decimal(one["number"])
    hedge = (one["hedge"] or "").strip().casefold()
    limits = [(own.value, own.high) for own in found if own.high and own.value > own.high]
    limits += [(own.low, own.value) for own in found if own.low and own.value < own.low]
    ratios = [max(a, b) / min(a, b) for a, b in (limits if one["limit"] else _pairs(found)) if min(a, b) > 0]
    if hedge in ("more than", "over", "just over"):
        return any(number <= ratio < number * Decimal("1.5") for ratio in ratios)
    return any(abs(ratio - number) <= number / 8 for ratio in ratios)


def _is_difference(one: re.Match[str], found: Sequence[Measured], *, less: bool | None = None) -> bool:
    """Return whether two values of one name differ by so much; `less` says that the later one is the smaller."""
    number = Decimal(one["number"])
    slack = number * _PART if one["hedge"] else Decimal(5).scaleb(int(number.as_tuple().exponent) - 1)
    dated = sorted(found, key=lambda own: own.at or datetime.min)
    gaps = [later - earlier for earlier, later in _pairs(dated) if later != earlier]
    return any(abs(abs(gap) - number) <= slack and less in (None, gap < 0) for gap in gaps)


def _is_share(one: re.Match[str], found: Sequence[Measured]) -> bool:
    """Return whether two values of one name differ by so much of one of them, in percent."""
    said = Decimal(one["number"] or one["by"])
    return any(abs(abs(a - b) / part * 100 - said) <= _POINTS for a, b in _pairs(found) for part in (a, b) if part)


def _is_mass_index(one: re.Match[str], found: Sequence[Measured]) -> bool:
    """Return whether a body mass index follows from a weight in kilograms and a height in centimetres."""
    weights = [own.value for own in found if own.name == "body weight"]
    heights = [own.value / 100 for own in found if own.name == "body height"]
    return any(abs(kg / (m * m) - Decimal(one["number"])) <= _HALF for kg in weights for m in heights if m)


def _is_beyond(one: re.Match[str], found: Sequence[Measured]) -> bool:
    """Return whether a value lies so far from one of its bounds."""
    number = Decimal(one["number"])
    return any(abs(own.value - bound) == number for own in found for bound in (own.low, own.high) if bound is not None)


def _is_near(one: re.Match[str], cited: Sequence[Cited]) -> bool:
    """Return whether a value cited is about so much, in the same unit."""
    number, unit = Decimal(one["number"]), canonical(one["unit"].rstrip("."))
    given = (value for fact in cited for text in fact.words for value in values(text))
    return unit != "" and any(
        value.unit == unit and not value.role and abs(Decimal(value.digits) - number) <= number * _PART / 2
        for value in given
        if re.fullmatch(r"\d+(?:\.\d+)?", value.digits)
    )


def _is_span(one: re.Match[str], cited: Sequence[Cited]) -> bool:
    """Return whether so much time lies between two moments of what is cited."""
    moments = [at for fact in cited for at in (fact.when, fact.until) if at is not None]
    unit = _SECONDS[(one["unit"] or one["unit2"]).casefold()]
    wanted = float(one["number"] or one["later"]) * unit
    slack = max(wanted * 0.15, unit / 2)
    return any(
        _least(a, b) - slack <= wanted <= _most(a, b) + slack
        for at, a in enumerate(moments)
        for b in moments[at + 1 :]
        if a.text != b.text
    )


def _least(one: When, other: When) -> float:
    first, last = sorted((one, other), key=lambda moment: moment.earliest)
    return (last.earliest - first.latest) / timedelta(seconds=1)


def _most(one: When, other: When) -> float:
    first, last = sorted((one, other), key=lambda moment: moment.earliest)
    return (last.latest - first.earliest) / timedelta(seconds=1)


def _is_clock(one: re.Match[str], cited: Sequence[Cited]) -> bool:
    """Return whether a time of day is that of what is cited."""
    half, hour, minute = one["half"], int(one["hour"]), int(one["minute"])
    if half:
        hour = hour % 12 + 12 * (half.casefold() == "pm")
    told = list(_told(cited))
    moments = [fact.when.earliest for fact in cited if fact.when is not None and len(fact.when.text) > 10]
    given = told or [(at.hour, at.minute) for at in moments if at.time() != time()]
    hours = {hour} if half or hour > _NOON or one["hour"].startswith("0") else {hour, (hour + 12) % 24}
    return any(there in hours and minutes == minute for there, minutes in given)


def parts_of_day(cited: Sequence[Cited]) -> frozenset[str]:
    """Return what the hours that are cited may be called: "evening"."""
    told = {hour for hour, _ in _told(cited)}
    told |= {one.at.hour for one in measured(cited) if one.at is not None and one.at.time() != time()}
    return frozenset(name for name, hours in _PARTS_OF_DAY.items() if hours & told)


def _told(cited: Sequence[Cited]) -> Iterator[tuple[int, int]]:
    """Yield the times of day, hour and minute, that stand in the words of what is cited."""
    for text in (text for fact in cited for text in fact.words):
        for hour, minute in _TOLD.findall(text):
            yield int(hour), int(minute)


def _is_age(one: re.Match[str], cited: Sequence[Cited], today: date) -> bool:
    """Return whether somebody born on the day cited is so old."""
    for text in (text for fact in cited for text in fact.words):
        born = _BORN.search(text)
        if born:
            year, month, day = (int(part) for part in born.groups())
            return today.year - year - ((today.month, today.day) < (month, day)) == int(one["age"] or one["age2"])
    return False
