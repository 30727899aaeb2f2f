"""What in a readable header would still make llama.cpp stop: counts and vocabularies that do not fit together."""

from __future__ import annotations

from copilot.model.gguf_file import GgufInfo

MOST_LAYERS = 512  # LLAMA_MAX_LAYERS; more ends the process
MOST_EXPERTS = 1024
INT32, FLOAT32 = 5, 6
_COUNTS = ("embedding_length", "block_count", "attention.head_count")
_TYPES, _SCORES = "tokenizer.ggml.token_type", "tokenizer.ggml.scores"


def faults(info: GgufInfo) -> list[str]:
    """Return every fault, in sentences; none where the header fits together."""
    return [*_counts(info), *_vocabulary(info)]


def _counts(info: GgufInfo) -> list[str]:
    """Return faults of the numbers that say how large the model is."""
    found = []
    for name in _COUNTS:
        value = info.metadata.get(f"{info.architecture}.{name}")
        values = value if isinstance(value, tuple) else (value,)
        if not all(isinstance(one, int) and one >= 0 for one in values) or not any(values):
            found.append(f"The header gives no sensible {name}.")
    layers = info.metadata.get(f"{info.architecture}.block_count")
    if isinstance(layers, int) and layers > MOST_LAYERS:
        found.append(f"The header announces {layers:,} layers; llama.cpp takes {MOST_LAYERS} at most.")
    experts = info.metadata.get(f"{info.architecture}.expert_count") or 0
    if not isinstance(experts, int) or experts > MOST_EXPERTS:
        found.append("The header announces more experts than llama.cpp takes.")
    width = info.metadata.get(f"{info.architecture}.embedding_length")
    heads = info.metadata.get(f"{info.architecture}.attention.head_count")
    key = info.metadata.get(f"{info.architecture}.attention.key_length")
    if isinstance(width, int) and isinstance(heads, int) and heads > 0 and width % heads and not key:
        found.append(f"The width of {width:,} cannot be shared by {heads:,} heads.")
    return found


def _vocabulary(info: GgufInfo) -> list[str]:
    """Return faults of the vocabulary."""
    if not info.vocabulary:
        return ["The file holds no vocabulary."]
    found = []
    for key, kind in ((_TYPES, INT32), (_SCORES, FLOAT32)):
        given = info.arrays.get(key)
        if given is not None and given != (kind, info.vocabulary):
            found.append(f"{key} does not fit the vocabulary of {info.vocabulary:,} tokens.")
    for name in ("bos", "eos", "eot", "unknown", "padding"):
        value = info.metadata.get(f"tokenizer.ggml.{name}_token_id")
        if value is not None and not (isinstance(value, int) and value < info.vocabulary):
            found.append(f"The {name} token is not in the vocabulary.")
    if info.broken_tokens:
        found.append("The vocabulary holds tokens for bytes that are no bytes.")
    return found
