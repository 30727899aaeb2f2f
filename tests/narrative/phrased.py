"""Right sentences and their wrong twins, each changed in one thing, with the facts that they cite."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from copilot.chart.fact import Coding, Fact, Kind, Range, Source, Standing, When
from copilot.chart.times import when
from copilot.differential.differential import Likelihood
from copilot.narrative.answers import check_answer
from copilot.narrative.brief import Brief, Line, Stand
from copilot.narrative.check import check
from copilot.narrative.cited import Cited, cited_fact
from copilot.narrative.narrative import Sentence, Support

HERE = Path(__file__).parent / "phrasings"
LOINC = "http://loinc.org"


class Pair(NamedTuple):
    """A right sentence, the same with one thing changed, what was changed, and where both were said.

    An answer cites facts of a chart by `ids`; a sentence of the narrative carries its ids in its words.
    """

    chart: str
    ids: tuple[str, ...]
    right: str
    wrong: str
    changed: str


class Measured(NamedTuple):
    """How a set of pairs was judged: which right sentences were rejected, and which wrong ones were not."""

    pairs: int
    rejected: tuple[tuple[str, Sentence], ...]
    missed: tuple[tuple[str, Sentence], ...]

    @property
    def caught(self) -> float:
        """Return the share of wrong sentences that were not supported."""
        return 1 - len(self.missed) / self.pairs

    @property
    def wrongly_rejected(self) -> float:
        """Return the share of right sentences that were not supported."""
        return len(self.rejected) / self.pairs


def measured(name: str) -> Measured:
    """Judge one set of pairs."""
    rows = list(pairs(name))
    right = ((row.changed, judge(row, row.right)) for row in rows)
    wrong = ((row.changed, judge(row, row.wrong)) for row in rows)
    return Measured(
        len(rows),
        tuple(one for one in right if one[1].support is not Support.SUPPORTED),
        tuple(one for one in wrong if one[1].support is Support.SUPPORTED),
    )


def pairs(name: str) -> Iterator[Pair]:
    """Yield the pairs of one file."""
    chart, told = "", False
    for line in (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            told = line.startswith("@brief ")
            chart = line.partition(" ")[2]
        elif line:
            *ids, right, wrong, changed = line.split(" | ")
            yield Pair(chart, () if told else tuple(ids[0].split()), right, wrong, changed)


def judge(pair: Pair, text: str) -> Sentence:
    """Check one sentence of a pair against what the pair cites."""
    if not pair.ids:
        return check(text, _briefs()[pair.chart])
    today, facts = _charts()[pair.chart]
    return check_answer(text, [cited_fact(facts[identifier]) for identifier in pair.ids], today)


@cache
def _charts() -> dict[str, tuple[date, dict[str, Fact]]]:
    """Return the facts of each chart by id, and the day from which it counts."""
    read = yaml.safe_load((HERE / "charts.yaml").read_text(encoding="utf-8"))
    return {
        name: (date.fromisoformat(chart["today"]), {row["id"]: _fact(row) for row in chart["facts"]})
        for name, chart in read.items()
    }


def _fact(row: dict[str, str]) -> Fact:
    """Return one fact."""
    return Fact(
        row["id"],
        Kind(row["kind"]),
        row["label"],
        row["text"],
        Source("Observation/1", "value"),
        (Coding(LOINC, row["loinc"]),) if "loinc" in row else (),
        when=_when(row.get("when", "")),
        until=_when(row.get("until", "")),
        standing=Standing(row.get("standing", "asserted")),
        range=_range(row["range"]) if "range" in row else None,
        category=row.get("category", ""),
        detail=row.get("detail", ""),
    )


def _when(text: str) -> When | None:
    """Return a moment."""
    return when(text) if text else None


def _range(text: str) -> Range:
    """Return a reference range: "0–5", "≥60" or "≤100"."""
    if text[0] in "≥≤":
        bound = Decimal(text[1:])
        return Range(low=bound) if text[0] == "≥" else Range(high=bound)
    low, high = text.split("–")
    return Range(Decimal(low), Decimal(high))


@cache
def _briefs() -> dict[str, Brief]:
    """Return the briefs by the patient and the condition that they tell of."""
    read = yaml.safe_load((HERE / "briefs.yaml").read_text(encoding="utf-8"))
    return {row["chart"]: _brief(row) for row in read}


def _brief(row: dict[str, Any]) -> Brief:
    """Return one brief."""
    lines = (
        Line(Stand(one["stand"]), one["text"], *(tuple(one[part]) for part in ("facts", "references", "sources")))
        for one in row["lines"]
    )
    return Brief(
        row["name"].casefold(),
        row["name"],
        Likelihood(row["likelihood"]),
        row["cant_miss"],
        tuple(lines),
        {one["id"]: _cited(one) for one in row["cited"]},
        date.fromisoformat(row["today"]),
    )


def _cited(row: dict[str, Any]) -> Cited:
    """Return what stands behind one id of a brief."""
    made: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    made |= {"when": _when(row.get("when", "")), "until": _when(row.get("until", ""))}
    return Cited(**made)


def voices() -> dict[str, dict[Stand, tuple[str, ...]]]:
    """Return how each of several hands puts a finding on its side, as phrasings for `planted`."""
    found: dict[str, dict[Stand, tuple[str, ...]]] = {}
    name = ""
    for line in (HERE / "voices.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@ "):
            name = line[2:]
            found[name] = dict.fromkeys((Stand.FOR, Stand.AGAINST, Stand.UNKNOWN), ())
        elif line:
            found[name][Stand(line[0])] += (line[2:],)
    return found
