"""A checkpoint as GGUF: Q8_0 weights, and the tokenizer as llama.cpp's `gpt-2` reads it."""

from __future__ import annotations

from pathlib import Path

import gguf

from copilot.training.network import Network
from copilot.training.tensors import gguf_name
from copilot.training.tokenizer import BEGIN, END, SPECIAL, Tokenizer
from copilot.training.train import load

NAME = "chartside-starter"


def export(folder: Path, out: Path) -> Path:
    """Write the model of a training folder to `out` and return it."""
    network, held = load(folder / "checkpoint.pt")
    tokenizer = Tokenizer.load(folder / "tokenizer.json")
    beside = out.with_suffix(".part")
    writer = gguf.GGUFWriter(beside, "llama")
    _describe(writer, network, held["tokens"])
    _tokens(writer, tokenizer)
    _weights(writer, network)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return beside.replace(out)


def _describe(writer: gguf.GGUFWriter, network: Network, tokens: int) -> None:
    """Write what the model is; `chartside.prompt` names the prompt shape it was trained on."""
    shape = network.shape
    writer.add_name(NAME)
    writer.add_author("Chartside")
    writer.add_license("Apache-2.0")
    writer.add_description(f"trained from scratch on synthetic briefs, {tokens} tokens")
    writer.add_string("chartside.prompt", "brief-2")
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.hidden)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.heads)
    writer.add_rope_dimension_count(shape.head)
    writer.add_rope_freq_base(shape.base)
    writer.add_layer_norm_rms_eps(shape.epsilon)
    writer.add_vocab_size(shape.vocabulary)


def _tokens(writer: gguf.GGUFWriter, tokenizer: Tokenizer) -> None:
    """Write tokens and merges; only the special ones are control tokens."""
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokenizer.tokens)
    kinds = [gguf.TokenType.CONTROL if t in SPECIAL else gguf.TokenType.NORMAL for t in tokenizer.tokens]
    writer.add_token_types(kinds)
    writer.add_token_merges([f"{left} {right}" for left, right in tokenizer.merges])
    writer.add_bos_token_id(tokenizer.special(BEGIN))
    writer.add_eos_token_id(tokenizer.special(END))
    writer.add_pad_token_id(tokenizer.special(END))
    writer.add_add_bos_token(False)
    writer.add_add_eos_token(False)


def _weights(writer: gguf.GGUFWriter, network: Network) -> None:
    """Write the weights: matrices as Q8_0, norms as they are. The embedding also reads out."""
    for name, weight in network.state_dict().items():
        values = weight.float().cpu().numpy()
        target = gguf_name(name)
        if values.ndim == 1:
            writer.add_tensor(target, values)
            continue
        packed = gguf.quants.quantize(values, gguf.GGMLQuantizationType.Q8_0)
        writer.add_tensor(target, packed, raw_dtype=gguf.GGMLQuantizationType.Q8_0)
