"""The network: a small Llama (rotary positions in neighbouring pairs, as llama.cpp's GGUF lays them out)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True)
class Shape:
    """The sizes; `width` and `hidden` are multiples of 32 because Q8_0 stores blocks of 32."""

    vocabulary: int
    width: int = 256
    layers: int = 6
    heads: int = 8
    hidden: int = 640
    context: int = 2048
    base: float = 10_000.0
    epsilon: float = 1e-5

    @property
    def head(self) -> int:
        """Return the width of one head."""
        return self.width // self.heads


class Block(nn.Module):  # type: ignore[misc]
    """Attention, then a gated layer, each before its own norm."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.attention_norm = nn.RMSNorm(shape.width, shape.epsilon)
        self.query = nn.Linear(shape.width, shape.width, bias=False)
        self.key = nn.Linear(shape.width, shape.width, bias=False)
        self.value = nn.Linear(shape.width, shape.width, bias=False)
        self.out = nn.Linear(shape.width, shape.width, bias=False)
        self.hidden_norm = nn.RMSNorm(shape.width, shape.epsilon)
        self.gate = nn.Linear(shape.width, shape.hidden, bias=False)
        self.up = nn.Linear(shape.width, shape.hidden, bias=False)
        self.down = nn.Linear(shape.hidden, shape.width, bias=False)

    def forward(self, x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
        """Return the stream after this block."""
        rows, length, width = x.shape
        normed = self.attention_norm(x)

        def heads(made: Tensor) -> Tensor:
            return made.view(rows, length, self.shape.heads, self.shape.head).transpose(1, 2)

        query = rotated(heads(self.query(normed)), cosine, sine)
        key = rotated(heads(self.key(normed)), cosine, sine)
        seen = functional.scaled_dot_product_attention(query, key, heads(self.value(normed)), is_causal=True)
        x = x + self.out(seen.transpose(1, 2).reshape(rows, length, width))
        normed = self.hidden_norm(x)
        made: Tensor = x + self.down(functional.silu(self.gate(normed)) * self.up(normed))
        return made


def rotated(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Return `x` turned by its position; dimensions 2i and 2i+1 form a pair."""
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cosine - odd * sine, even * sine + odd * cosine), dim=-1).flatten(-2)


class Network(nn.Module):  # type: ignore[misc]
    """Embedding, blocks, norm; the embedding also reads the answer out."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.norm = nn.RMSNorm(shape.width, shape.epsilon)
        for name, weight in self.named_parameters():
            if weight.dim() == 2:
                last = name.endswith(("out.weight", "down.weight"))
                nn.init.normal_(weight, std=0.02 / math.sqrt(2 * shape.layers) if last else 0.02)

    def forward(self, tokens: Tensor, wanted: Tensor) -> Tensor:
        """Return logits at the `wanted` places only: reading out everything would cost a tenth of the time."""
        cosine, sine = (turn.to(tokens.device) for turn in self.turns(tokens.shape[1]))
        x = self.embedding(tokens)
        for block in self.blocks:
            x = block(x, cosine, sine)
        return functional.linear(self.norm(x[wanted]), self.embedding.weight)

    def turns(self, length: int) -> tuple[Tensor, Tensor]:
        """Return cosine and sine of every position and pair."""
        shape = self.shape
        pair = torch.arange(0, shape.head, 2, dtype=torch.float32)
        angle = torch.outer(torch.arange(length, dtype=torch.float32), shape.base ** (-pair / shape.head))
        return angle.cos(), angle.sin()

    @property
    def size(self) -> int:
        """Return the number of parameters."""
        return sum(weight.numel() for weight in self.parameters())
