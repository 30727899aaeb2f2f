"""The weights and the tokenizer of an earlier starter, read back from its GGUF so that training can go on."""

from __future__ import annotations

from pathlib import Path

import gguf
import torch

from copilot.training.network import Network, Shape
from copilot.training.tensors import gguf_name
from copilot.training.tokenizer import Tokenizer


def taken_over(path: Path) -> tuple[Network, Tokenizer]:
    """Return the network and the tokenizer of a starter's file; 8-bit weights come back as they were rounded."""
    reader = gguf.GGUFReader(path)
    merges = [tuple(merge.split(" ")) for merge in reader.fields["tokenizer.ggml.merges"].contents()]
    tokenizer = Tokenizer([(left, right) for left, right in merges])
    network = Network(_shape(reader, len(tokenizer.tokens)))
    held = {tensor.name: gguf.quants.dequantize(tensor.data, tensor.tensor_type) for tensor in reader.tensors}
    own = network.state_dict()
    network.load_state_dict(
        {name: torch.from_numpy(held[gguf_name(name)].copy()).reshape(own[name].shape) for name in own}
    )
    return network, tokenizer


def _shape(reader: gguf.GGUFReader, vocabulary: int) -> Shape:
    def number(key: str) -> int:
        return int(reader.fields[f"llama.{key}"].contents())

    return Shape(
        vocabulary=vocabulary,
        width=number("embedding_length"),
        layers=number("block_count"),
        heads=number("attention.head_count"),
        hidden=number("feed_forward_length"),
        context=number("context_length"),
    )
