"""The grammar that a model must keep to: agreed phrases, and the brief's lines as they stand, each exactly once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial

from copilot.narrative.brief import Brief, Stand
from copilot.narrative.phrases import choice, filled, joins, most_sentences

_RULE = {Stand.FOR: "for", Stand.AGAINST: "against", Stand.UNKNOWN: "unknown", Stand.NEXT: "next"}


def grammar(brief: Brief, said: Collection[str] = ()) -> str:
    """Return GBNF for sentences that say every line of `brief` exactly once.

    An item is one line with its whole citation, joined here in code, and each side takes only its own
    items; the model chooses their order, what shares a sentence, and the phrase. So it can neither
    misquote a finding or the condition's name, nor invent an id, nor pass over what speaks against.
    `said` are phrases that the narrative used already. `check` judges what was said all the same, and trusts
    none of this.
    """
    if not brief.lines:
        raise ValueError("a brief without lines has nothing to cite")
    sides = [stand for stand in Stand if any(line.stand is stand for line in brief.lines)]
    made = (rule for stand in sides for rule in _Side(brief, stand, said, first=stand is sides[0]).rules())
    return "\n".join(("root ::= " + ' " " '.join(_RULE[stand] for stand in sides), *made))


class _Side:
    """The rules of one side. A rule is made when another leads to it; one that ends nowhere is left out.

    `for-first-5-2` reads: items 0 and 2 are unsaid (bits 1 and 4), and the third sentence takes its first item. An `m`
    behind it says that the phrase spoke of measurements, so that only items which a value shows may follow.
    """

    def __init__(self, brief: Brief, stand: Stand, said: Collection[str], *, first: bool) -> None:
        lines = [line for line in brief.lines if line.stand is stand]
        self._side = _RULE[stand]
        self._items = list(dict.fromkeys(f"{line.text} {line.citation}" for line in lines))
        measured = {f"{line.text} {line.citation}" for line in lines if line.measured}
        self._measured = sum(1 << n for n, item in enumerate(self._items) if item in measured)
        numbers = range(most_sentences(stand))
        self._choices = [choice(brief, stand, n, first=first and n == 0, said=said) for n in numbers]
        self._condition = brief.name
        self._joins = joins(stand)
        self._made: dict[str, list[str]] = {}

    def rules(self) -> Iterator[str]:
        """Yield all rules of this side."""
        start = self._sentence((1 << len(self._items)) - 1, 0)
        assert start, "a side has room for all its items"
        yield f"{self._side} ::= {start}"
        yield from (f"{self._side}-item-{n} ::= {_literal(item)}" for n, item in enumerate(self._items))
        yield f"{self._side}-join ::= {_either(f'{join} ' for join in self._joins)}"
        for number, offered in enumerate(self._choices):
            for kind, phrases in (("", offered.any_line), ("m", offered.measured)):
                if phrases:
                    yield f"{self._side}-begin-{number}{kind} ::= {_either(self._begun(phrases))}"
        yield from (f"{rule} ::= {' | '.join(ways)}" for rule, ways in self._made.items() if ways)

    def _begun(self, phrases: Iterable[str]) -> Iterator[str]:
        yield from (f"{filled(phrase, self._condition)} " for phrase in phrases)

    def _rule(self, state: str, ways: Callable[[], Iterable[str]]) -> str:
        """Return the name of the rule with these ways on, or nothing where there are none."""
        rule = f"{self._side}-{state}"
        if rule not in self._made:
            self._made[rule] = list(ways())
        return rule if self._made[rule] else ""

    def _sentence(self, unsaid: int, number: int) -> str:
        """Return one more sentence; nothing where more items are left than may still come."""
        return self._rule(f"sentence-{unsaid}-{number}", lambda: self._sentences(unsaid, number))

    def _sentences(self, unsaid: int, number: int) -> Iterator[str]:
        for kind in ("", "m") if number < len(self._choices) else ():
            first = self._take("first", unsaid, number, kind, partial(self._after_first, number, kind))
            if first and (not kind or self._choices[number].measured):
                yield f"{self._side}-begin-{number}{kind} {first}"

    def _take(self, place: str, unsaid: int, number: int, kind: str, then: Callable[[int], str]) -> str:
        """Return the rule that says one of the unsaid items and goes on."""

        def ways() -> Iterator[str]:
            for n in range(len(self._items)):
                allowed = unsaid & self._measured if kind else unsaid
                following = then(unsaid & ~(1 << n)) if allowed >> n & 1 else ""
                if following:
                    yield f"{self._side}-item-{n} {following}"

        return self._rule(f"{place}-{unsaid}-{number}{kind}", ways)

    def _after_first(self, number: int, kind: str, unsaid: int) -> str:
        """Return what may follow the first item: the end, the last item, or one more before the last."""

        def ways() -> Iterator[str]:
            middle = self._take("middle", unsaid, number, kind, partial(self._join, number, kind))
            joined, end = self._join(number, kind, unsaid), self._end(number, unsaid)
            yield from (way for way in (end, joined, f'", " {middle}' if middle else "") if way)

        return self._rule(f"on-{unsaid}-{number}{kind}", ways)

    def _join(self, number: int, kind: str, unsaid: int) -> str:
        last = self._take("last", unsaid, number, kind, partial(self._end, number))
        return f"{self._side}-join {last}" if last else ""

    def _end(self, number: int, unsaid: int) -> str:
        """Return the end of a sentence with what must follow it."""
        if not unsaid:
            return '"."'
        following = self._sentence(unsaid, number + 1)
        return f'". " {following}' if following else ""


def _either(texts: Iterable[str]) -> str:
    """Return the texts as alternatives."""
    return " | ".join(_literal(text) for text in texts)


def _literal(text: str) -> str:
    """Return the text as a GBNF literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
