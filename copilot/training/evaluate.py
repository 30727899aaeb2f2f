"""How good a model is: invented briefs it has never seen, said through llama.cpp, judged by the check."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from copilot.model.client import ModelClient
from copilot.model.templates import prompt
from copilot.narrative.brief import Brief
from copilot.narrative.check import check
from copilot.narrative.grammar import grammar
from copilot.narrative.narrate import INSTRUCTION, MOST_TOKENS
from copilot.training.data import invented_brief

HELD_OUT = 1_000_003  # a seed that no training uses


def _unheard(_: str) -> None:
    """Say nothing."""


@dataclass
class Score:
    """Counts over all briefs: lines said word for word with their ids, sentences that hold, faultless briefs."""

    lines: int = 0
    lines_right: int = 0
    sentences: int = 0
    supported: int = 0
    briefs: int = 0
    faultless: int = 0
    tokens: int = 0
    seconds: float = 0.0
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, brief: Brief, said: str) -> None:
        """Judge what was said of one brief."""
        right = sum(f"{line.text} {line.citation}" in said for line in brief.lines)
        verdicts = [check(text, brief) for text in re.findall(r"\S[^\]]*(?:\](?!\.)[^\]]*)*\]\.", said)]
        holds = sum(not verdict.reason for verdict in verdicts)
        self.reasons.update(_kind(verdict.reason) for verdict in verdicts if verdict.reason)
        self.lines += len(brief.lines)
        self.lines_right += right
        self.sentences += len(verdicts)
        self.supported += holds
        self.briefs += 1
        self.faultless += right == len(brief.lines) and holds == len(verdicts)

    def __str__(self) -> str:
        """Return the shares with their n."""
        return (
            f"lines word for word {_share(self.lines_right, self.lines)}, "
            f"sentences supported {_share(self.supported, self.sentences)}, "
            f"briefs faultless {_share(self.faultless, self.briefs)}, "
            f"{self.tokens / max(self.seconds, 1e-9):.0f} tokens/s"
        )


def evaluate(model: Path, cases: int, say: Callable[[str], None] = _unheard, *, free: bool = False) -> Score:
    """Return the score over so many held-out invented briefs; `free` leaves the grammar out."""
    rng = random.Random(HELD_OUT)
    return over(model, (invented_brief(rng) for _ in range(cases)), say, free=free)


def over(model: Path, briefs: Iterable[Brief], say: Callable[[str], None] = _unheard, *, free: bool = False) -> Score:
    """Return the score over these briefs; `say` hears what was said where something was wrong."""
    score = Score()
    client = ModelClient(context=2048)
    try:
        info = client.load(model).info
        for brief in briefs:
            rules = "" if free else grammar(brief)
            said = "".join(client.generate(prompt(info, INSTRUCTION, brief.text), rules, MOST_TOKENS))
            before = score.faultless
            score.add(brief, said)
            if client.last is not None:
                score.tokens += client.last.tokens
                score.seconds += client.last.seconds
            if score.faultless == before:
                say(f"{brief.text}=> {said}\n")
    finally:
        client.close()
    return score


def _share(part: int, whole: int) -> str:
    """Return a share with its n."""
    return f"{100 * part / max(whole, 1):.1f} % (n {whole})"


def _kind(reason: str) -> str:
    """Return a reason without what is particular to one sentence."""
    return re.sub("\u201c.*?\u201d|F[\\d.]+|R\\d+", "\u2026", reason)[:40]
