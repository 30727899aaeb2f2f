"""The results of a chart by code and by name, newest first: looked up once, asked for many tests."""

from __future__ import annotations

from collections.abc import Iterable

from copilot.chart.fact import Fact, Kind

NAMED = 3
_HOLD_RESULTS = frozenset({Kind.LABORATORY, Kind.VITAL_SIGN, Kind.OBSERVATION, Kind.REPORT, Kind.PROCEDURE})


class Results:
    """What was measured, reported and done."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._by_code: dict[str, list[Fact]] = {}
        self._by_name: dict[str, list[Fact]] = {}
        self._newest: dict[int, list[Fact]] = {}
        for fact in facts:
            if fact.kind in _HOLD_RESULTS:
                self._by_name.setdefault(fact.label.casefold(), []).append(fact)
                for code in fact.codes:
                    self._by_code.setdefault(code.code, []).append(fact)

    def newest(self, codes: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
        """Return the newest facts that have one of these codes or names."""
        folded = {name.casefold() for name in names}
        lists = [*map(self._by_code.get, codes), *map(self._by_name.get, folded)]
        hits = {fact.id: fact for found in lists if found for fact in self._newest_of(found)}
        return tuple(fact.id for fact in sorted(hits.values(), key=_age, reverse=True)[:NAMED])

    def _newest_of(self, facts: list[Fact]) -> list[Fact]:
        """Return the newest of one list, worked out when a test first asks."""
        found = self._newest.get(id(facts))
        if found is None:
            found = self._newest[id(facts)] = sorted(facts, key=_age, reverse=True)[:NAMED]
        return found


def _age(fact: Fact) -> tuple[str, str]:
    return (fact.when.text if fact.when else "", fact.id)
