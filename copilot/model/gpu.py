"""How much of a model goes to a GPU: probed inside the worker, and why not all of it does."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from pathlib import Path

import llama_cpp
from llama_cpp import _ggml

from copilot.model import backends
from copilot.model.gguf_file import read_header
from copilot.model.memory import Need, need
from copilot.model.protocol import Load

GPU, INTEGRATED = 1, 2  # enum ggml_backend_dev_type
SHARE = 0.9  # of the free memory: drivers and other programs move
NO_BUILD = "this build of llama.cpp runs on the CPU only"
NO_DEVICE = "llama.cpp finds no GPU here"


@dataclass(frozen=True, slots=True)
class Offload:
    """How many layers go to the GPU, and why they are not all."""

    layers: int
    device: str = ""
    reason: str = ""


def probe(request: Load) -> Offload:
    """Return what can go to a GPU of what was asked for."""
    if request.gpu_layers == 0:
        return Offload(0)
    backends.load()
    if not llama_cpp.llama_supports_gpu_offload():
        return Offload(0, reason=NO_BUILD)
    found = devices()
    if not found:
        return Offload(0, reason=NO_DEVICE)
    name, free = max(found, key=lambda device: device[1])
    info = read_header(Path(request.path))
    return fitting(need(info, request.context, request.batch, 0), info.told("block_count") or 1, request, name, free)


def fitting(wanted: Need, blocks: int, request: Load, name: str, free: int) -> Offload:
    """Return how many layers fit into the free memory of a device; the last one stands for the output."""
    layers = blocks + 1
    asked = layers if request.gpu_layers < 0 else min(request.gpu_layers, layers)
    each = max((wanted.weights + wanted.cache) / layers, 1.0)
    fit = max(0, min(asked, int((free * SHARE - wanted.working) / each)))
    if fit == asked:
        return Offload(fit, name)
    free_gb, all_gb = free / 1e9, (wanted.weights + wanted.cache + wanted.working) / 1e9
    return Offload(fit, name if fit else "", f"{name} has {free_gb:.1f} GB free, the model needs {all_gb:.1f} GB")


def devices() -> list[tuple[str, int]]:
    """Return the GPUs that llama.cpp sees, each with its free memory in bytes."""
    library = _ggml.libggml
    library.ggml_backend_dev_count.restype = ctypes.c_size_t
    library.ggml_backend_dev_get.restype = ctypes.c_void_p
    library.ggml_backend_dev_get.argtypes = [ctypes.c_size_t]
    every = [ctypes.c_void_p(library.ggml_backend_dev_get(n)) for n in range(library.ggml_backend_dev_count())]
    library.ggml_backend_dev_description.restype = ctypes.c_char_p
    found = []
    for device in every:
        if library.ggml_backend_dev_type(device) in (GPU, INTEGRATED):
            free, total = ctypes.c_size_t(), ctypes.c_size_t()
            library.ggml_backend_dev_memory(device, ctypes.byref(free), ctypes.byref(total))
            described = library.ggml_backend_dev_description(device) or b"GPU"
            found.append((described.decode("utf-8", "replace"), free.value))
    return found
