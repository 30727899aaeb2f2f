"""Medicines as causes, with their timing: what was started in the last weeks, by the dates of the orders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from copilot.chart.chart import Chart
from copilot.chart.fact import Fact, Kind, Standing
from copilot.findings.clue import Clue
from copilot.findings.finding import How, Presence
from copilot.findings.lexicon import Lexicon
from copilot.findings.recency import Recency

NEW_MEDICINE = "CS:new-medicine"
# Most drug eruptions and drug fevers begin within weeks, DRESS within two months.
_NEW_DAYS = 60


def new_medicine_clues(chart: Chart, lexicon: Lexicon, recency: Recency) -> list[Clue]:
    """Return one clue for each medicine whose first order in the chart lies in the last two months.

    A chart that does not reach back further cannot tell a new medicine from an old one.
    """
    reaches_back = any(recency.before(fact.when, _NEW_DAYS) for fact in chart.of(Kind.MEDICATION))
    if NEW_MEDICINE not in lexicon.pack.terms or not reaches_back:
        return []
    return [
        Clue(NEW_MEDICINE, Presence.PRESENT, (fact.id,), fact.text, How.CODE, fact.id, fact.when)
        for fact in _first_orders(chart)
        if recency.within(fact.when, _NEW_DAYS)
    ]


def _first_orders(chart: Chart) -> Iterator[Fact]:
    """Yield the oldest dated order of each medicine; one without a date may be older than all, so it hides them."""
    orders: dict[str, list[Fact]] = defaultdict(list)
    for fact in chart.of(Kind.MEDICATION):
        if fact.standing in (Standing.ASSERTED, Standing.PAST):
            orders[fact.label.casefold()].append(fact)
    for facts in orders.values():
        dated = [fact for fact in facts if fact.when is not None]
        if len(dated) == len(facts):
            yield min(dated, key=lambda fact: (fact.when.earliest if fact.when else None, fact.id))
