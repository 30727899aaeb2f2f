"""Invented lines as charts and notes write them: findings, values with their ranges, whole clauses of a note."""

from __future__ import annotations

import random

from copilot.training import words


def finding(rng: random.Random) -> str:
    """Return a symptom, a sign or a history: real, mixed or invented."""
    chance = rng.random()
    if chance < 0.4:
        return rng.choice(words.SIGNS if rng.random() < 0.1 else words.findings())
    head = words.invented(rng) if rng.random() < 0.75 else rng.choice(words.SIGNS)
    if chance < 0.65:
        head = f"{rng.choice(words.QUALITIES)} {head}"
    if chance > 0.85:
        place = rng.choice(words.PLACES) if rng.random() < 0.5 else words.invented(rng)
        head += f" {rng.choice(('in the', 'of the', 'of'))} {place}"
    if rng.random() < 0.15:
        head += f" for {rng.randint(1, 30)} {rng.choice(('days', 'hours', 'weeks', 'months', 'years'))}"
    return head


def measured(rng: random.Random) -> tuple[str, str]:
    """Return a finding that a value shows, and what is measured: real, or invented and named by its level."""
    if rng.random() < 0.5:
        name, names = rng.choice(words.measured())
        return name, rng.choice(names)
    label = words.invented(rng) if rng.random() < 0.8 else rng.choice(words.TESTS)
    named = rng.choice((f"{rng.choice(('Raised', 'High', 'Low'))} {label}", finding(rng)))
    return named, label[:1].upper() + label[1:]


def number(rng: random.Random) -> str:
    """Return a number as laboratories write them."""
    whole = rng.choice((rng.randint(0, 9), rng.randint(10, 99), rng.randint(100, 999), rng.randint(1000, 20000)))
    return rng.choice((f"{whole}", f"{whole}", f"{whole}.{rng.randint(0, 9)}", f"0.{rng.randint(0, 999):03d}"))


def value(name: str, rng: random.Random) -> str:
    """Return a measured value with its unit, in one of the ways charts write it."""
    if rng.random() < 0.12:
        return f"{name} {rng.randint(60, 220)}/{rng.randint(30, 130)} mm(Hg)"
    unit = rng.choice(words.UNITS)
    figure = rng.choice(("", "", "", "", "<", ">", ">=")) + number(rng)
    text = f"{name}{rng.choice((' ', ' ', ' ', ': '))}{figure} {unit}"
    if rng.random() < 0.2:
        text += rng.choice((" (H)", " (L)", " (HH)", " high", " low"))
    elif rng.random() < 0.4:
        limit = f"({rng.choice(('lower', 'upper'))} limit {number(rng)} {unit})"
        text += " " + rng.choice((limit, f"(range {number(rng)}–{number(rng)})"))
    if rng.random() < 0.15:
        text += f", {rng.choice(('up', 'down'))} from {number(rng)} {unit}"
    return text + f" on {day(rng)}" if rng.random() < 0.2 else text


def day(rng: random.Random) -> str:
    """Return a date with the precision that records give."""
    year = f"{rng.randint(1990, 2026)}"
    return rng.choice(
        (year, f"{year}-{rng.randint(1, 12):02d}", f"{year}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}")
    )


def history(rng: random.Random) -> str:
    """Return something of the past, the family or the habits."""
    shape = rng.choice(
        (
            "history of {}",
            "{} since " + day(rng),
            "father with {}",
            "takes {}",
            "{}, {n} years",
            "age {n} years",
            "{n}-year-old with {}",
            "allergy to {}",
            "{c}",
            "{c}",
            "{c}",
            "{c}",
            "{} {n} mg daily",
        )
    )
    return shape.format(finding(rng), n=rng.randint(1, 99), c=rng.choice(words.conditions())[0])


def clause(rng: random.Random) -> str:
    """Return a clause as a note has it, with everything that was said in one breath."""
    shape = rng.choice(
        (
            "{n}-year-old {who}, {m} {span} after {f}, with {g}",
            "{n}-year-old {who} with {f} {e}",
            "{n}-year-old {who} {e} {f}",
            "At {n:02d}:{m:02d}, {e}, {f}",
            "{f}, {g}",
            "{f} with {g}, no {h}",
            "{f} {e}",
            "{e} {f} {e}",
            "{T}: {f}",
            "{e}, {f} and {g}",
        )
    )
    made = shape.format(
        n=rng.randint(1, 99),
        m=rng.randint(1, 59),
        who=rng.choice(("man", "woman", "boy", "girl", "male", "female")),
        span=rng.choice(("days", "hours", "weeks", "months")),
        f=finding(rng),
        g=finding(rng),
        h=finding(rng),
        e=" ".join(rng.choice(words.EVERYDAY) for _ in range(rng.randint(1, 6))),
        T=measured(rng)[1],
    )
    return made[:1].upper() + made[1:] if rng.random() < 0.5 else made
