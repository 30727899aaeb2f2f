"""The tensors of a tiny model, by architecture as llama.cpp asks for them; random, or made to do one thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from tests.model.gguf_bytes import Array

HIDDEN, EXPERTS = 96, 2


def tensors(architecture: str, vocabulary: int, layers: int, width: int, heads: int) -> dict[str, Array]:
    """Return random weights."""
    rng = np.random.default_rng(1)

    def matrix(*shape: int) -> Array:
        return rng.normal(0, 0.3, shape).astype(np.float32)

    ones, head = np.ones(width, np.float32), np.ones(width // heads, np.float32)
    made: dict[str, Array] = {"token_embd.weight": matrix(vocabulary, width), "output_norm.weight": ones}
    if architecture == "gpt-oss":
        made["output.weight"] = matrix(vocabulary, width)
    for n in range(layers):
        block: dict[str, Array] = {"attn_norm.weight": ones, "attn_output.weight": matrix(width, width)}
        if architecture == "phi3":
            block["attn_qkv.weight"] = matrix(3 * width, width)
        else:
            block |= {f"attn_{part}.weight": matrix(width, width) for part in "qkv"}
        if architecture == "qwen2":
            block |= {f"attn_{part}.bias": matrix(width) for part in "qkv"}
        if architecture in ("qwen3", "gemma3"):
            block |= {"attn_q_norm.weight": head, "attn_k_norm.weight": head}
        if architecture in ("gemma2", "gemma3"):
            block |= {"post_attention_norm.weight": ones, "post_ffw_norm.weight": ones}
        block |= (
            _experts(matrix, ones, width, heads) if architecture == "gpt-oss" else _feed(architecture, matrix, width)
        )
        if architecture != "gpt-oss":
            block["ffn_norm.weight"] = ones
        made |= {f"blk.{n}.{name}": values for name, values in block.items()}
    return made


def _feed(architecture: str, matrix: object, width: int) -> dict[str, Array]:
    assert callable(matrix)
    if architecture == "phi3":
        return {"ffn_up.weight": matrix(2 * HIDDEN, width), "ffn_down.weight": matrix(width, HIDDEN)}
    return {
        "ffn_gate.weight": matrix(HIDDEN, width),
        "ffn_up.weight": matrix(HIDDEN, width),
        "ffn_down.weight": matrix(width, HIDDEN),
    }


def _experts(matrix: object, ones: Array, width: int, heads: int) -> dict[str, Array]:
    assert callable(matrix)
    return {
        "post_attention_norm.weight": ones,
        "attn_sinks.weight": matrix(heads),
        "attn_output.bias": matrix(width),
        "attn_q.bias": matrix(width),
        "attn_k.bias": matrix(width),
        "attn_v.bias": matrix(width),
        "ffn_gate_inp.weight": matrix(EXPERTS, width),
        "ffn_gate_inp.bias": matrix(EXPERTS),
        "ffn_gate_exps.weight": matrix(EXPERTS, HIDDEN, width),
        "ffn_up_exps.weight": matrix(EXPERTS, HIDDEN, width),
        "ffn_down_exps.weight": matrix(EXPERTS, width, HIDDEN),
        "ffn_gate_exps.bias": matrix(EXPERTS, HIDDEN),
        "ffn_up_exps.bias": matrix(EXPERTS, HIDDEN),
        "ffn_down_exps.bias": matrix(EXPERTS, width),
    }


def made_to(tokens: Sequence[str], width: int, copies: Sequence[str], follows: Mapping[str, str]) -> dict[str, Array]:
    """Return a Llama of one layer that copies and follows.

    After a token that `follows` names comes the one it names; after any other the likeliest is whichever of
    `copies` stood most often in the prompt. Every such token has a dimension of its own; all others share one.
    """
    number = {token: n for n, token in enumerate(tokens)}
    told = list(dict.fromkeys([*copies, *follows]))
    place = {token: n for n, token in enumerate(told)}
    assert len(told) < width, "a wider model is needed"
    embeddings = np.zeros((len(tokens), width), np.float32)
    embeddings[:, width - 1] = 1.0
    output = np.zeros((len(tokens), width), np.float32)
    passed = np.zeros((width, width), np.float32)
    for token in told:
        embeddings[number[token]] = 0.0
        embeddings[number[token], place[token]] = 1.0
    for token in copies:
        passed[place[token], place[token]] = 1.0
        output[number[token], place[token]] = 5.0
    for token, after in follows.items():
        output[number[after], place[token]] += 50.0
    none, ones = np.zeros((width, width), np.float32), np.ones(width, np.float32)
    hidden = np.zeros((HIDDEN, width), np.float32)
    return {
        "token_embd.weight": embeddings,
        "output_norm.weight": ones,
        "output.weight": output,
        "blk.0.attn_q.weight": none,
        "blk.0.attn_k.weight": none,
        "blk.0.attn_v.weight": passed,
        "blk.0.attn_output.weight": np.eye(width, dtype=np.float32),
        "blk.0.attn_norm.weight": ones,
        "blk.0.ffn_norm.weight": ones,
        "blk.0.ffn_gate.weight": hidden,
        "blk.0.ffn_up.weight": hidden,
        "blk.0.ffn_down.weight": np.zeros((width, HIDDEN), np.float32),
    }
