"""Invented briefs and their answers, in the very format of `narrative/brief.py`."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from copilot.differential.differential import Likelihood
from copilot.narrative.brief import Brief, Line, Stand
from copilot.narrative.untrusted import harmless
from copilot.training import words
from copilot.training.clauses import clause, denial, finding, history, measured, value
from copilot.training.phrases import answer

DENIALS = ("no {}", "no {}", "denies {}", "without {}", "not {}", "{} absent", "{} negative", "no sign of {}")
STRANGE = "äöüéèñçøåßµ°±²³½αβγ–‘’ŁžøАБяжあ字"


@dataclass(frozen=True)
class Case:
    """One brief with an answer that says all of it."""

    brief: Brief
    answer: str


def case(rng: random.Random, *, most: int = 11) -> Case:
    """Return one invented case with at most so many lines."""
    brief = invented_brief(rng, most=most)
    return Case(brief, answer(brief, rng))


def invented_brief(rng: random.Random, *, most: int = 11) -> Brief:
    """Return a brief of one to `most` lines."""
    counts = {
        Stand.FOR: rng.choices(range(6), (2, 3, 5, 6, 6, 8))[0],
        Stand.AGAINST: rng.choices(range(4), (4, 4, 4, 4))[0],
        Stand.UNKNOWN: rng.choices(range(4), (3, 3, 4, 6))[0],
    }
    if not any(counts.values()):
        counts[Stand.FOR] = 1
    free = list(range(1, rng.choice((20, 60, 140, 400))))
    rng.shuffle(free)
    references = [f"R{n}" for n in rng.sample(range(1, rng.choice((8, 30, 90))), 5)]
    references = references[: rng.choice((1, 2, 5))]
    lines: list[Line] = []
    for stand, count in counts.items():
        for _ in range(count):
            if len(lines) < most:
                lines.append(_line(stand, free, references, rng))
    return Brief("invented", _name(rng), rng.choice(tuple(Likelihood)), rng.random() < 0.35, tuple(lines))


def _line(stand: Stand, free: list[int], references: list[str], rng: random.Random) -> Line:
    """Return one line with ids of its own."""
    short = (rng.choice(references),) if rng.random() < 0.7 else ()
    if stand is Stand.UNKNOWN:
        text = _text(rng, (finding, finding, measured))
        return Line(stand, text, (), short or (references[0],), (text,))
    text = _text(rng, (finding, finding, value, value, history, clause, clause))
    absent = rng.random() < (0.7 if stand is Stand.AGAINST else 0.06)
    if absent:
        text = harmless(denial(rng) if rng.random() < 0.3 else rng.choice(DENIALS).format(finding(rng)))
    count = 1 if len(free) < 4 or rng.random() < 0.88 else 2
    facts = tuple(_fact(free.pop(), rng) for _ in range(count))
    return Line(stand, text, facts, short, (text,))


def _text(rng: random.Random, makers: tuple[Callable[[random.Random], str], ...]) -> str:
    """Return harmless words; now and then with letters from elsewhere or all in capitals."""
    text = rng.choice(makers)(rng)
    if rng.random() < 0.04:
        text += " " + "".join(rng.choice(STRANGE) for _ in range(rng.randint(1, 6)))
    if rng.random() < 0.04:
        text = text.upper()
    elif rng.random() < 0.25:
        text = text[:1].upper() + text[1:]
    return harmless(text) or "pain"


def _fact(number: int, rng: random.Random) -> str:
    """Return a fact id, as of a chart entry or of a mention in a note."""
    return f"F{number}.{rng.randint(1, 40)}" if rng.random() < 0.3 else f"F{number}"


def _name(rng: random.Random) -> str:
    """Return a condition's name, real or invented."""
    chance = rng.random()
    if chance < 0.45:
        return harmless(rng.choice((*words.CONDITIONS, *words.pack_words()[0])))
    parts = [words.invented(rng) for _ in range(rng.choice((1, 1, 2)))]
    if chance < 0.75:
        parts.append(rng.choice(words.HEADS))
    if chance > 0.9:
        parts.insert(0, rng.choice(words.QUALITIES))
    return harmless(" ".join(parts).capitalize())
