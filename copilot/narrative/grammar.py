"""The grammar that a model must keep to: agreed phrases, and the brief's lines as they stand, each exactly once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from copilot.narrative.brief import Brief, Stand
from copilot.narrative.phrases import LAST, beginnings

MOST_ITEMS = 3  # in one sentence

_RULE = {Stand.FOR: "for", Stand.AGAINST: "against", Stand.UNKNOWN: "unknown"}


def grammar(brief: Brief) -> str:
    """Return GBNF for sentences that say every line of `brief` exactly once.

    An item is one line with its whole citation, joined here in code, and each side takes only its own
    items; the model chooses their order, what shares a sentence, and the phrase. So it can neither
    misquote a finding or the condition's name, nor invent an id, nor pass over what speaks against.
    `check` judges what was said all the same, and trusts none of this.
    """
    if not brief.lines:
        raise ValueError("a brief without lines has nothing to cite")
    sides = [stand for stand in Stand if any(line.stand is stand for line in brief.lines)]
    last = (_literal(f"{phrase} ") for phrase in dict.fromkeys(LAST))
    return "\n".join(
        (
            "root ::= " + ' " " '.join(_RULE[stand] for stand in sides),
            *(rule for stand in sides for rule in _side(brief, stand, first=stand is sides[0])),
            f'link ::= ", " | {" | ".join(last)}',
        )
    )


def _side(brief: Brief, stand: Stand, *, first: bool) -> Iterator[str]:
    """Yield the rules of one side: how a sentence begins, and what may come while some items are unsaid.

    `for-5-2` reads: items 0 and 2 are unsaid (bits 1 and 4), and two stand in this sentence already.
    """
    side = _RULE[stand]
    items = list(dict.fromkeys(f"{line.text} {line.citation}" for line in brief.lines if line.stand is stand))
    whole = (1 << len(items)) - 1
    yield f'{side} ::= {side}-first " " {side}-pick-{whole}-1'
    yield f"{side}-first ::= {_phrases(brief, stand, first=first)}"
    yield f"{side}-begin ::= {_phrases(brief, stand, first=False)}"
    yield from (f"{side}-item-{n} ::= {_literal(item)}" for n, item in enumerate(items))
    yield from (f'{side}-0-{said} ::= "."' for said in range(1, MOST_ITEMS + 1))
    for unsaid in range(1, whole + 1):
        left = [n for n in range(len(items)) if unsaid >> n & 1]
        for said in range(1, MOST_ITEMS + 1):
            picks = (f"{side}-item-{n} {side}-{unsaid & ~(1 << n)}-{said}" for n in left)
            yield f"{side}-pick-{unsaid}-{said} ::= {' | '.join(picks)}"
            more = f"link {side}-pick-{unsaid}-{said + 1} | " if said < MOST_ITEMS else ""
            yield f'{side}-{unsaid}-{said} ::= {more}". " {side}-begin " " {side}-pick-{unsaid}-1'


def _phrases(brief: Brief, stand: Stand, *, first: bool) -> str:
    """Return the phrases of a side as alternatives."""
    phrases: Iterable[str] = beginnings(stand, brief.likelihood, brief.cant_miss, first=first)
    return " | ".join(_literal(phrase.replace("{name}", brief.name)) for phrase in phrases)


def _literal(text: str) -> str:
    """Return the text as a GBNF literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
