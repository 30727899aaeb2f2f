"""Training: batches by tokens, loss on answers only, warm-up then cosine over a fixed number of steps."""

from __future__ import annotations

import math
import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from copilot.training.data import case
from copilot.training.network import Network, Shape
from copilot.training.pools import Pools, Row
from copilot.training.takeover import taken_over
from copilot.training.tokenizer import Tokenizer, learn

SHOW_EVERY = 20


@dataclass(frozen=True)
class Plan:
    """How many steps, how fast, how much at once; the same plan makes the same weights on the same machine.

    `pool`, `fewest`, `grow` and `makers` say how the cases come (`Pools`).
    """

    steps: int = 3_200
    rate: float = 1e-3
    batch_tokens: int = 2048
    pool: int = 128
    fewest: int = 3
    grow: int = 1
    makers: int = 0
    warm_up: int = 60
    save_every: int = 50
    seed: int = 7
    vocabulary: int = 2048
    shape: dict[str, int] = field(default_factory=dict)


CPU_PLAN = Plan()
# What goes on from an earlier file can copy already, and only learns the language of today.
ON_PLAN = Plan(steps=700, rate=6e-4, fewest=9)
# A card does in minutes what two cores do in days; the file stays under 25 MB.
GPU_PLAN = Plan(
    steps=1_800,
    rate=1.5e-3,
    batch_tokens=65_536,
    pool=2_048,
    makers=14,
    warm_up=300,
    save_every=500,
    vocabulary=4096,
    shape={"width": 320, "layers": 8, "heads": 10, "hidden": 864},
)


class Batch(NamedTuple):
    """Rows of tokens; `wanted` marks what stands before a token of an answer, `place` is where the batch came from."""

    tokens: Tensor
    wanted: Tensor
    targets: Tensor
    place: tuple[int, int]


def here() -> str:
    """Return the device to train on."""
    return "cuda" if torch.cuda.is_available() else "cpu"


def plan_here(start: Path | None = None) -> Plan:
    """Return the plan for this machine; `start` is an earlier file to go on from."""
    return ON_PLAN if start else GPU_PLAN if here() == "cuda" else CPU_PLAN


def corpus(seed: int, cases: int) -> Iterator[str]:
    """Yield text to learn the tokenizer from."""
    rng = random.Random(seed)
    for _ in range(cases):
        made = case(rng)
        yield made.brief.text + made.answer


def batches(tokenizer: Tokenizer, plan: Plan, after: tuple[int, int] = (0, -1)) -> Iterator[Batch]:
    """Yield batches for ever, each of cases of like length; `after` is the place of the last one that was used.

    Every pool has a seed of its own, so that a training that was interrupted goes on with the same cases.
    """
    pools = Pools(plan.seed, plan.pool, plan.fewest, plan.grow, plan.makers)
    for number, pool in pools.from_number(after[0], tokenizer):
        groups = _groups(pool, plan.batch_tokens)
        random.Random(f"{plan.seed}/{number}/order").shuffle(groups)
        done = after[1] if number == after[0] else -1
        yield from (_batch(group, (number, n)) for n, group in enumerate(groups) if n > done)


def _groups(pool: list[Row], most_tokens: int) -> list[list[Row]]:
    """Part the pool into groups that make a batch."""
    groups: list[list[Row]] = [[]]
    for row in pool:
        if (len(groups[-1]) + 1) * len(row[0]) > most_tokens:
            groups.append([])
        groups[-1].append(row)
    return groups


def _batch(rows: list[Row], place: tuple[int, int]) -> Batch:
    """Pad on the right; the causal mask keeps the padding out of sight."""
    length = max(len(tokens) for tokens, _ in rows) - 1
    tokens = torch.zeros(len(rows), length, dtype=torch.long)
    wanted = torch.zeros(len(rows), length, dtype=torch.bool)
    targets: list[int] = []
    for n, (row, start) in enumerate(rows):
        tokens[n, : len(row) - 1] = torch.tensor(row[:-1])
        wanted[n, start - 1 : len(row) - 1] = True
        targets += row[start:]
    return Batch(tokens, wanted, torch.tensor(targets), place)


def rate_at(plan: Plan, step: int) -> float:
    """Return the learning rate: warm-up, then a cosine over all steps."""
    if step < plan.warm_up:
        return plan.rate * (step + 1) / plan.warm_up
    return plan.rate * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * step / plan.steps)))


def train(
    folder: Path, plan: Plan, say: Callable[[str], None], *, start: Path | None = None, most: int | None = None
) -> None:
    """Train to the planned step, or `most` steps for now; `folder` receives the tokenizer and the checkpoints.

    A checkpoint that the folder holds already is gone on from, as if there had been no pause. `start` is an earlier
    GGUF whose weights and tokenizer are taken over instead of chance and a new one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    run = _Run.open(folder, plan, start)
    say(f"{run.network.size} parameters, {len(run.tokenizer.tokens)} tokens, on {here()}, from step {run.step}")
    begun, tokens, loss = time.monotonic(), 0, 0.0
    for batch in batches(run.tokenizer, plan, run.place):
        if run.step >= min(plan.steps, most or plan.steps):
            break
        made = run.learn(batch)
        loss = 0.95 * loss + 0.05 * made if tokens else made
        tokens += int(batch.tokens.numel())
        if run.step % SHOW_EVERY == 0:
            seconds = time.monotonic() - begun
            say(f"step {run.step} {seconds / 60:.1f} min, loss {loss:.3f}, {tokens / seconds:.0f} tokens/s")
        if run.step % plan.save_every == 0:
            run.save(folder)
    run.save(folder)


@dataclass
class _Run:
    """A training as far as it has come."""

    plan: Plan
    tokenizer: Tokenizer
    network: Network
    optimizer: torch.optim.Optimizer
    step: int = 0
    tokens: int = 0
    place: tuple[int, int] = (0, -1)

    @classmethod
    def open(cls, folder: Path, plan: Plan, start: Path | None) -> _Run:
        """Begin, or go on from the folder's checkpoint."""
        torch.manual_seed(plan.seed)
        # The same sums in the same order each time, where a card would else add as it comes.
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
        torch.use_deterministic_algorithms(True)
        path = folder / "checkpoint.pt"
        if not path.exists():
            network, tokenizer = taken_over(start) if start else _new(plan, folder / "tokenizer.json")
            tokenizer.save(folder / "tokenizer.json")
            network = network.to(here())
            return cls(plan, tokenizer, network, _optimizer(network, plan))
        network, held = load(path)
        network = network.to(here())
        run = cls(plan, Tokenizer.load(folder / "tokenizer.json"), network, _optimizer(network, plan))
        run.optimizer.load_state_dict(held["optimizer"])
        run.step, run.tokens, run.place = held["step"], held["tokens"], tuple(held["place"])
        return run

    def learn(self, batch: Batch) -> float:
        """Take one step and return the loss."""
        for group in self.optimizer.param_groups:
            group["lr"] = rate_at(self.plan, self.step)
        tokens, wanted, targets = (part.to(here()) for part in batch[:3])
        # A card multiplies four times faster in sixteen bits; the weights and their sums stay in thirty-two.
        with torch.autocast(here(), torch.bfloat16, enabled=here() == "cuda"):
            said = self.network(tokens, wanted)
        loss = functional.cross_entropy(said.float(), targets)
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.step, self.place = self.step + 1, batch.place
        self.tokens += int(batch.tokens.numel())
        return float(loss.item())

    def save(self, folder: Path) -> None:
        """Write a checkpoint beside and put it in place, so that a reader never sees half of one."""
        beside = folder / "checkpoint.part"
        held = {
            "weights": self.network.state_dict(),
            "shape": asdict(self.network.shape),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "tokens": self.tokens,
            "place": self.place,
        }
        torch.save(held, beside)
        beside.replace(folder / "checkpoint.pt")


def _new(plan: Plan, learnt: Path) -> tuple[Network, Tokenizer]:
    """Return a network that knows nothing, and a tokenizer learnt, now or before, from what it is to say."""
    tokenizer = Tokenizer.load(learnt) if learnt.exists() else learn_words(plan)
    return Network(Shape(vocabulary=len(tokenizer.tokens), **plan.shape)), tokenizer


def learn_words(plan: Plan) -> Tokenizer:
    """Return the tokenizer of a plan; it needs no card, and takes minutes."""
    return learn(corpus(plan.seed + 1, 3_000), plan.vocabulary)


def _optimizer(network: Network, plan: Plan) -> torch.optim.Optimizer:
    return torch.optim.AdamW(network.parameters(), lr=plan.rate, betas=(0.9, 0.98), weight_decay=0.01)


def load(path: Path) -> tuple[Network, dict[str, Any]]:
    """Return the network of a checkpoint, and all else that it holds."""
    held = torch.load(path, weights_only=True, map_location="cpu")
    network = Network(Shape(**held["shape"]))
    network.load_state_dict(held["weights"])
    network.train()
    return network, held
