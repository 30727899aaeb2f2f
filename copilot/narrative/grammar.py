"""The grammar that a model must keep to: agreed phrases, and the brief's lines as they stand, each exactly once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from copilot.narrative.brief import Brief, Line, Stand
from copilot.narrative.phrases import Choice, choice, filled, most_sentences
from copilot.narrative.tellings import Telling, joined, tellings

_RULE = {Stand.FOR: "for", Stand.AGAINST: "against", Stand.UNKNOWN: "unknown", Stand.NEXT: "next"}


def grammar(brief: Brief, said: Collection[str] = ()) -> str:
    """Return GBNF for sentences that say every line of `brief` exactly once.

    An item is one line with its whole citation, joined here in code, and each side takes only its own
    items; the model chooses among good ways to order and to group them, and the phrase. So it can neither
    misquote a finding or the condition's name, nor invent an id, nor pass over what speaks against.
    `said` are phrases that the narrative used already. `check` judges what was said all the same, and trusts
    none of this.
    """
    if not brief.lines:
        raise ValueError("a brief without lines has nothing to cite")
    sides = [stand for stand in Stand if any(line.stand is stand for line in brief.lines)]
    made = (rule for stand in sides for rule in _side(brief, stand, said, first=stand is sides[0]))
    return "\n".join(("root ::= " + ' " " '.join(_RULE[stand] for stand in sides), *made))


def _side(brief: Brief, stand: Stand, said: Collection[str], *, first: bool) -> Iterator[str]:
    """Yield the rules of one side: its good tellings as alternatives, made of items and of phrases."""
    side, lines = _RULE[stand], [line for line in brief.lines if line.stand is stand]
    texts = [f"{line.text} {line.citation}" for line in lines]
    choices = [choice(brief, stand, n, first=first and n == 0, said=said) for n in range(most_sentences(stand))]
    ways = [list(_telling(telling, lines, side, choices)) for telling in tellings(lines, stand)]
    yield f"{side} ::= {' | '.join(f'{side}-way-{n}' for n in range(len(ways)))}"
    for n, way in enumerate(ways):
        yield f"{side}-way-{n} ::= " + ' " " '.join(way)
    yield from (f"{side}-item-{n} ::= {_literal(text)}" for n, text in enumerate(texts))
    for number, offered in enumerate(choices):
        for kind, phrases in (("", offered.any_line), ("m", offered.measured)):
            if phrases:
                yield f"{side}-begin-{number}{kind} ::= {_either(f'{filled(p, brief.name)} ' for p in phrases)}"


def _telling(telling: Telling, lines: Sequence[Line], side: str, choices: Sequence[Choice]) -> Iterator[str]:
    """Yield the sentences of one telling."""
    for number, saying in enumerate(telling):
        kind = "m" if saying.measured and choices[number].measured else ""
        items = [f"{side}-item-{lines.index(line)}" for line in saying.lines]
        listed = (part if part in items else _literal(part) for part in joined(items, lines[0].stand, saying.lines[-1]))
        yield f'{side}-begin-{number}{kind} {" ".join(listed)} "."'


def _either(texts: Iterable[str]) -> str:
    """Return the texts as alternatives."""
    return " | ".join(_literal(text) for text in texts)


def _literal(text: str) -> str:
    """Return the text as a GBNF literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
