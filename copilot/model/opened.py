"""A model file opened with llama.cpp: its weights, the room for a context, and where both are."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import llama_cpp

from copilot.errors import ModelError
from copilot.model import backends
from copilot.model.gpu import Offload, probe
from copilot.model.protocol import Load, Loaded

LOG_ERROR = 4  # GGML_LOG_LEVEL_ERROR
_complaints: list[str] = []


def _hear(level: int, text: bytes, _data: Any) -> None:
    """Keep the first errors that llama.cpp reports, so that a failed load can say why; print nothing."""
    if level == LOG_ERROR and len(_complaints) < 5:
        _complaints.append(text.decode("utf-8", "replace").strip())


_heard = llama_cpp.llama_log_callback(_hear)  # kept for the process's life: llama.cpp calls it until the end


def begin() -> None:
    """Get llama.cpp ready in this process, and let it print nothing."""
    _complaints.clear()
    llama_cpp.llama_log_set(_heard, ctypes.c_void_p(0))
    backends.load()
    llama_cpp.llama_backend_init()


class Opened:
    """Weights and context; what a GPU does not take is tried on the CPU, with the reason."""

    def __init__(self, request: Load, progress: Callable[[float], None], offload: Offload | None = None) -> None:
        self._request = request
        begin()
        self.model: Any = None
        self.context: Any = None
        self.length = 0
        self.offload = offload or probe(request)
        try:
            self._open(progress)
        except ModelError as error:
            if not self.offload.layers:
                raise
            self.offload = Offload(0, reason=f"{self.offload.device} did not take it: {error.what}")
            self._open(progress)

    def loaded(self) -> Loaded:
        """Return what runs, and on what."""
        described = ctypes.create_string_buffer(128)
        llama_cpp.llama_model_desc(self.model, described, 128)
        threads, layers = self._request.threads, self.offload.layers
        cpu = f"CPU, {threads} thread{'s' if threads != 1 else ''}"
        return Loaded(
            context=self.length,
            device=f"{self.offload.device}, {layers} layers" if layers else cpu,
            build=f"llama-cpp-python {llama_cpp.__version__}",
            description=described.value.decode("utf-8", "replace"),
            batch=min(self._request.batch, self.length),
            threads=threads,
            gpu_layers=layers,
            reason=self.offload.reason,
        )

    def close(self) -> None:
        """Free the memory."""
        if self.context:
            llama_cpp.llama_free(self.context)
        if self.model:
            llama_cpp.llama_model_free(self.model)
        self.context = self.model = None

    def _open(self, progress: Callable[[float], None]) -> None:
        """Read the file and make room for the context, or leave nothing behind."""
        try:
            self.model = self._weights(progress)
            self.context = self._room()
        except ModelError:
            self.close()
            raise

    def _weights(self, progress: Callable[[float], None]) -> Any:
        """Read the file."""

        def told(share: float, _data: Any) -> bool:
            progress(share)
            return True

        parameters = llama_cpp.llama_model_default_params()
        parameters.n_gpu_layers = self.offload.layers
        self._told = llama_cpp.llama_progress_callback(told)
        parameters.progress_callback = self._told
        model = llama_cpp.llama_model_load_from_file(self._request.path.encode("utf-8"), parameters)
        if not model:
            raise self._failed("The model could not be loaded", "Choose another file, or a newer Chartside for it.")
        return model

    def _room(self) -> Any:
        """Make room for the context."""
        parameters = llama_cpp.llama_context_default_params()
        trained = int(llama_cpp.llama_model_n_ctx_train(self.model))
        self.length = min(self._request.context, trained) if trained > 0 else self._request.context
        parameters.n_ctx = self.length
        parameters.n_batch = min(self._request.batch, self.length)
        parameters.n_ubatch = parameters.n_batch
        parameters.n_threads = self._request.threads
        parameters.n_threads_batch = self._request.threads
        parameters.no_perf = True
        context = llama_cpp.llama_init_from_model(self.model, parameters)
        if not context:
            raise self._failed("There is no room for the model's context", "Choose a smaller model or context.")
        return context

    def _failed(self, what: str, remedy: str) -> ModelError:
        """Return an error that holds what llama.cpp said."""
        said = _complaints[0] if _complaints else ""
        return ModelError(f"{what}{f' ({said})' if said else ''}.", where=self._request.path, remedy=remedy)
