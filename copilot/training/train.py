"""Training: batches by tokens, loss on answers only, warm-up then cosine, a checkpoint every few minutes."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from copilot.training.data import case
from copilot.training.network import Network, Shape
from copilot.training.tokenizer import BEGIN, END, SAY, Tokenizer, learn

POOL = 256
LONGEST = 768


@dataclass(frozen=True)
class Plan:
    """How long, how fast, how much at once."""

    minutes: float = 55.0
    rate: float = 1e-3
    batch_tokens: int = 4096
    warm_up: int = 60
    save_minutes: float = 4.0
    seed: int = 7
    vocabulary: int = 2048


@dataclass(frozen=True)
class Batch:
    """Rows of tokens; `wanted` marks the places whose next token is part of an answer."""

    tokens: Tensor
    wanted: Tensor
    targets: Tensor


def corpus(seed: int, cases: int) -> Iterator[str]:
    """Yield text to learn the tokenizer from."""
    rng = random.Random(seed)
    for _ in range(cases):
        made = case(rng)
        yield made.brief.text + made.answer


def encoded(tokenizer: Tokenizer, brief: str, answer: str) -> tuple[list[int], int]:
    """Return the tokens of one case and where its answer begins."""
    prompt = [tokenizer.special(BEGIN), *tokenizer.encode(brief), tokenizer.special(SAY)]
    return [*prompt, *tokenizer.encode(answer), tokenizer.special(END)], len(prompt)


def batches(tokenizer: Tokenizer, plan: Plan, most: Callable[[], int]) -> Iterator[Batch]:
    """Yield batches for ever, each of cases of like length, never the same case twice."""
    rng = random.Random(plan.seed)
    while True:
        pool: list[tuple[list[int], int]] = []
        while len(pool) < POOL:
            made = case(rng, most=most())
            row = encoded(tokenizer, made.brief.text, made.answer)
            if len(row[0]) <= LONGEST:
                pool.append(row)
        pool.sort(key=lambda row: len(row[0]))
        groups: list[list[tuple[list[int], int]]] = [[]]
        for row in pool:
            if (len(groups[-1]) + 1) * len(row[0]) > plan.batch_tokens:
                groups.append([])
            groups[-1].append(row)
        rng.shuffle(groups)
        yield from (_batch(group) for group in groups)


def _batch(rows: list[tuple[list[int], int]]) -> Batch:
    """Pad on the right; the causal mask keeps the padding out of sight."""
    length = max(len(tokens) for tokens, _ in rows) - 1
    tokens = torch.zeros(len(rows), length, dtype=torch.long)
    wanted = torch.zeros(len(rows), length, dtype=torch.bool)
    targets: list[int] = []
    for n, (row, start) in enumerate(rows):
        tokens[n, : len(row) - 1] = torch.tensor(row[:-1])
        wanted[n, start - 1 : len(row) - 1] = True
        targets += row[start:]
    return Batch(tokens, wanted, torch.tensor(targets))


def rate_at(plan: Plan, step: int, done: float) -> float:
    """Return the learning rate: warm-up by steps, then a cosine over the time given."""
    if step < plan.warm_up:
        return plan.rate * (step + 1) / plan.warm_up
    return plan.rate * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, done))))


def train(folder: Path, plan: Plan, say: Callable[[str], None], *, resume: bool = False) -> None:
    """Train for the planned minutes; `folder` receives the tokenizer and the checkpoints.

    `resume` goes on from the folder's checkpoint, with a new warm-up and new cases.
    """
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(plan.seed)
    clock = Clock(plan)
    if resume:
        tokenizer = Tokenizer.load(folder / "tokenizer.json")
        network, run = load(folder / "checkpoint.pt")
        clock.before, plan = run, replace(plan, seed=plan.seed + int(run["steps"]))
    else:
        tokenizer = learn(corpus(plan.seed + 1, 5_000), plan.vocabulary)
        tokenizer.save(folder / "tokenizer.json")
        network = Network(Shape(vocabulary=len(tokenizer.tokens)))
    say(f"{network.size} parameters, {len(tokenizer.tokens)} tokens")
    optimizer = torch.optim.AdamW(network.parameters(), lr=plan.rate, betas=(0.9, 0.98), weight_decay=0.01)
    for step, batch in enumerate(batches(tokenizer, plan, clock.lines), 1):
        for group in optimizer.param_groups:
            group["lr"] = rate_at(plan, step - 1, clock.done)
        loss = functional.cross_entropy(network(batch.tokens, batch.wanted), batch.targets)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        clock.count(int(batch.tokens.numel()), loss.item())
        if step % 20 == 0:
            say(f"step {step} {clock}")
        if clock.save_now():
            save(folder / "checkpoint.pt", network, clock.run(step))
        if clock.done >= 1:
            return


class Clock:
    """How far a training has come, by time: a busy machine trains less, never longer."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.begun = self.saved = time.monotonic()
        self.tokens, self.loss = 0, 0.0
        self.before = {"tokens": 0.0, "steps": 0.0, "minutes": 0.0}

    @property
    def minutes(self) -> float:
        """Return the minutes since the beginning."""
        return (time.monotonic() - self.begun) / 60

    @property
    def done(self) -> float:
        """Return the share of the time that is gone."""
        return self.minutes / self.plan.minutes

    def lines(self) -> int:
        """Return how many lines a brief may have by now: short ones first teach copying sooner."""
        return 11 if self.before["steps"] else 3 + int(48 * self.done)

    def count(self, tokens: int, loss: float) -> None:
        """Add one step."""
        self.loss = 0.95 * self.loss + 0.05 * loss if self.tokens else loss
        self.tokens += tokens

    def run(self, step: int) -> dict[str, float]:
        """Return how much training there was, with what came before a resumption."""
        now = {"tokens": self.tokens, "steps": step, "minutes": self.minutes}
        return {key: self.before[key] + value for key, value in now.items()}

    def save_now(self) -> bool:
        """Return whether it is time for a checkpoint."""
        if time.monotonic() - self.saved < self.plan.save_minutes * 60 and self.done < 1:
            return False
        self.saved = time.monotonic()
        return True

    def __str__(self) -> str:
        """Return one line for a person."""
        speed = self.tokens / max(self.minutes * 60, 1e-6)
        return f"{self.minutes:.1f} min {self.tokens} tokens, loss {self.loss:.3f}, {speed:.0f} tokens/s"


def save(path: Path, network: Network, run: dict[str, float]) -> None:
    """Write a checkpoint beside and put it in place, so that a reader never sees half of one."""
    beside = path.with_suffix(".part")
    torch.save({"weights": network.state_dict(), "shape": asdict(network.shape), "run": run}, beside)
    beside.replace(path)


def load(path: Path) -> tuple[Network, dict[str, float]]:
    """Return the network of a checkpoint and how long it was trained."""
    held = torch.load(path, weights_only=True)
    network = Network(Shape(**held["shape"]))
    network.load_state_dict(held["weights"])
    network.train()
    return network, held["run"]
