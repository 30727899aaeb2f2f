"""Invented briefs and their answers, in the very format of `narrative/brief.py`."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from copilot.differential.differential import Likelihood
from copilot.narrative.brief import Brief, Line, Stand, harmless
from copilot.training import words
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
        Stand.FOR: rng.choices(range(6), (2, 5, 6, 6, 4, 3))[0],
        Stand.AGAINST: rng.choices(range(4), (5, 5, 3, 2))[0],
        Stand.UNKNOWN: rng.choices(range(4), (4, 4, 4, 4))[0],
    }
    if not any(counts.values()):
        counts[Stand.FOR] = 1
    free = list(range(1, rng.choice((20, 60, 140, 400))))
    rng.shuffle(free)
    references = [f"R{n}" for n in rng.sample(range(1, rng.choice((8, 30, 90))), 5)]
    lines: list[Line] = []
    for stand, count in counts.items():
        for _ in range(count):
            if len(lines) < most:
                lines.append(_line(stand, free, references, rng))
    return Brief("invented", _name(rng), rng.choice(tuple(Likelihood)), rng.random() < 0.35, tuple(lines))


def _line(stand: Stand, free: list[int], references: list[str], rng: random.Random) -> Line:
    """Return one line with ids of its own."""
    short = (rng.choice(references),) if rng.random() < 0.6 else ()
    if stand is Stand.UNKNOWN:
        text = _text(rng, (_finding, _finding, _test_name))
        return Line(stand, text, (), short or (references[0],), (text,))
    text = _text(rng, (_finding, _finding, _value, _value, _history))
    absent = rng.random() < (0.7 if stand is Stand.AGAINST else 0.06)
    if absent:
        text = harmless(rng.choice(DENIALS).format(_finding(rng)))
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


def _finding(rng: random.Random) -> str:
    """Return a symptom, a sign or a history: real, mixed or invented."""
    chance = rng.random()
    if chance < 0.4:
        return rng.choice((*words.SIGNS, *words.pack_words()[1]))
    head = words.invented(rng) if rng.random() < 0.75 else rng.choice(words.SIGNS)
    if chance < 0.65:
        head = f"{rng.choice(words.QUALITIES)} {head}"
    if chance > 0.85:
        place = rng.choice(words.PLACES) if rng.random() < 0.5 else words.invented(rng)
        head += f" {rng.choice(('in the', 'of the', 'of'))} {place}"
    if rng.random() < 0.15:
        head += f" for {rng.randint(1, 30)} {rng.choice(('days', 'hours', 'weeks', 'months', 'years'))}"
    return head


def _test_name(rng: random.Random) -> str:
    """Return the name of something that can be measured."""
    real = (*words.TESTS, *words.pack_words()[2])
    return rng.choice(real) if rng.random() < 0.5 else words.invented(rng).capitalize()


def _number(rng: random.Random) -> str:
    """Return a number as laboratories write them."""
    whole = rng.choice((rng.randint(0, 9), rng.randint(10, 99), rng.randint(100, 999), rng.randint(1000, 20000)))
    return rng.choice((f"{whole}", f"{whole}", f"{whole}.{rng.randint(0, 9)}", f"0.{rng.randint(0, 999):03d}"))


def _value(rng: random.Random) -> str:
    """Return a measured value with its unit, in one of the ways charts write it."""
    name = _test_name(rng)
    if rng.random() < 0.12:
        return f"{name} {rng.randint(60, 220)}/{rng.randint(30, 130)} mm(Hg)"
    value = rng.choice(("", "", "", "", "<", ">", ">=")) + _number(rng)
    text = f"{name}{rng.choice((' ', ' ', ' ', ': '))}{value} {rng.choice(words.UNITS)}"
    if rng.random() < 0.2:
        text += rng.choice((" (H)", " (L)", " (HH)", " high", " low", f" ({_number(rng)}–{_number(rng)})"))
    if rng.random() < 0.15:
        text += f" on {_day(rng)}"
    return text


def _day(rng: random.Random) -> str:
    """Return a date with the precision that records give."""
    year = f"{rng.randint(1990, 2026)}"
    return rng.choice(
        (year, f"{year}-{rng.randint(1, 12):02d}", f"{year}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}")
    )


def _history(rng: random.Random) -> str:
    """Return something of the past, the family or the habits."""
    shape = rng.choice(
        (
            "history of {}",
            "{} since " + _day(rng),
            "father with {}",
            "takes {}",
            "{}, {n} years",
            "age {n} years",
            "{n}-year-old with {}",
            "allergy to {}",
            "{} {n} mg daily",
        )
    )
    return shape.format(_finding(rng), n=rng.randint(1, 99))
