"""One model in this process: llama.cpp through its C interface, without a layer that costs time per token."""

from __future__ import annotations

import codecs
import ctypes
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any

import llama_cpp

from copilot.errors import ModelError
from copilot.model.protocol import Done, Generate, Load, Loaded, Part
from copilot.model.sampler import Sampler

STOP_WITHIN = 0.3  # seconds of prompt reading between two looks at the stop flag
FIRST_CHUNK = 32
LOG_ERROR = 4  # GGML_LOG_LEVEL_ERROR
_complaints: list[str] = []


def _hear(level: int, text: bytes, _data: Any) -> None:
    """Keep the first errors that llama.cpp reports, so that a failed load can say why; print nothing."""
    if level == LOG_ERROR and len(_complaints) < 5:
        _complaints.append(text.decode("utf-8", "replace").strip())


_heard = llama_cpp.llama_log_callback(_hear)  # kept for the process's life: llama.cpp calls it until the end


class Engine:
    """A loaded model and its memory of the tokens read so far."""

    def __init__(self, request: Load, progress: Callable[[float], None] = lambda _: None) -> None:
        self.request = request
        _complaints.clear()
        llama_cpp.llama_log_set(_heard, ctypes.c_void_p(0))
        llama_cpp.llama_backend_init()
        self._model = self._load(progress)
        self._vocabulary = llama_cpp.llama_model_get_vocab(self._model)
        self._context = self._open()
        self._held: list[int] = []
        self._tokens_per_second = 0.0
        self._piece = ctypes.create_string_buffer(512)

    def _load(self, progress: Callable[[float], None]) -> Any:
        """Read the file."""

        def told(share: float, _data: Any) -> bool:
            progress(share)
            return True

        parameters = llama_cpp.llama_model_default_params()
        parameters.n_gpu_layers = self.request.gpu_layers
        self._told = llama_cpp.llama_progress_callback(told)
        parameters.progress_callback = self._told
        model = llama_cpp.llama_model_load_from_file(self.request.path.encode("utf-8"), parameters)
        if not model:
            raise self._failed("The model could not be loaded", "Choose another file, or a newer Chartside for it.")
        return model

    def _open(self) -> Any:
        """Make room for the context."""
        parameters = llama_cpp.llama_context_default_params()
        trained = int(llama_cpp.llama_model_n_ctx_train(self._model))
        self.context = min(self.request.context, trained) if trained > 0 else self.request.context
        parameters.n_ctx = self.context
        parameters.n_batch = min(self.request.batch, self.context)
        parameters.n_ubatch = parameters.n_batch
        parameters.n_threads = self.request.threads
        parameters.n_threads_batch = self.request.threads
        parameters.no_perf = True
        context = llama_cpp.llama_init_from_model(self._model, parameters)
        if not context:
            raise self._failed("There is no room for the model's context", "Choose a smaller model or context.")
        return context

    def _failed(self, what: str, remedy: str) -> ModelError:
        """Return an error that holds what llama.cpp said."""
        said = _complaints[0] if _complaints else ""
        return ModelError(f"{what}{f' ({said})' if said else ''}.", where=self.request.path, remedy=remedy)

    def loaded(self) -> Loaded:
        """Return what runs, and on what."""
        described = ctypes.create_string_buffer(128)
        llama_cpp.llama_model_desc(self._model, described, 128)
        gpu = self.request.gpu_layers != 0 and llama_cpp.llama_supports_gpu_offload()
        return Loaded(
            context=self.context,
            device="GPU" if gpu else f"CPU, {self.request.threads} threads",
            build=f"llama-cpp-python {llama_cpp.__version__}",
            description=described.value.decode("utf-8", "replace"),
        )

    def tokens(self, parts: Sequence[Part]) -> list[int]:
        """Return the tokens of a prompt; control tokens come from our own parts only."""
        made: list[int] = []
        for number, part in enumerate(parts):
            data = part.text.encode("utf-8")
            begin = number == 0 and bool(llama_cpp.llama_vocab_get_add_bos(self._vocabulary))
            room = (ctypes.c_int32 * (len(data) + 2))()
            count = llama_cpp.llama_tokenize(self._vocabulary, data, len(data), room, len(room), begin, part.special)
            if count < 0:
                raise ModelError("The prompt could not be taken apart.", remedy="Report this model file.")
            made += room[:count]
        return made

    def generate(self, request: Generate, stopped: Callable[[], bool]) -> Iterator[str | Done]:
        """Yield text piece by piece, and `Done` at the end; `stopped` is asked before every step."""
        prompt = self.tokens(request.parts)
        if len(prompt) + request.max_tokens > self.context:
            raise ModelError(
                f"The prompt is too long for this model ({len(prompt)} tokens of {self.context}).",
                remedy="Load it with a larger context.",
            )
        sampler = Sampler(self._vocabulary, request)
        begun = time.perf_counter()
        reused = self._reuse(prompt)
        try:
            read = self._read(prompt[reused:], stopped)
            first = time.perf_counter()
            made, reason = (yield from self._write(request, sampler, stopped)) if read else (0, "stopped")
        finally:
            sampler.close()
        now = time.perf_counter()
        yield Done(request.id, reason, len(prompt), reused, made, first - begun, now - first)

    def _write(
        self, request: Generate, sampler: Sampler, stopped: Callable[[], bool]
    ) -> Generator[str, None, tuple[int, str]]:
        """Yield the text of token after token; return how many there were and why there are no more."""
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        for made in range(request.max_tokens):
            if stopped():
                return made, "stopped"
            token = sampler.sample(self._context)
            if llama_cpp.llama_vocab_is_eog(self._vocabulary, token):
                return made + 1, "end"
            if text := decoder.decode(self._spelled(token)):
                yield text
            self._decode([token])
        return request.max_tokens, "length"

    def _spelled(self, token: int) -> bytes:
        """Return the bytes of a token; a control token has none."""
        length = llama_cpp.llama_token_to_piece(self._vocabulary, token, self._piece, 512, 0, False)
        return self._piece.raw[:length] if length > 0 else b""

    def _reuse(self, prompt: list[int]) -> int:
        """Keep what the memory shares with this prompt, and return how many tokens that is."""
        shared = 0
        for held, wanted in zip(self._held, prompt[:-1], strict=False):
            if held != wanted:
                break
            shared += 1
        memory = llama_cpp.llama_get_memory(self._context)
        if not llama_cpp.llama_memory_seq_rm(memory, 0, shared, -1):
            llama_cpp.llama_memory_clear(memory, True)  # recurrent models cannot forget only the end
            shared = 0
        del self._held[shared:]
        return shared

    def _read(self, tokens: list[int], stopped: Callable[[], bool]) -> bool:
        """Read a prompt in pieces as large as may take `STOP_WITHIN`; return whether all of it was read."""
        at, size = 0, FIRST_CHUNK
        while at < len(tokens):
            if stopped():
                return False
            if self._tokens_per_second:
                size = int(self._tokens_per_second * STOP_WITHIN)
            size = max(8, min(size, self.request.batch, self.context))
            begun = time.perf_counter()
            self._decode(tokens[at : at + size])
            llama_cpp.llama_synchronize(self._context)
            at += size
            spent = time.perf_counter() - begun
            if at <= len(tokens):
                self._tokens_per_second = size / max(spent, 1e-6)
        return True

    def _decode(self, tokens: list[int]) -> None:
        """Run the model over tokens."""
        room = (ctypes.c_int32 * len(tokens))(*tokens)
        answer = llama_cpp.llama_decode(self._context, llama_cpp.llama_batch_get_one(room, len(tokens)))
        if answer != 0:
            raise ModelError(f"The model stopped working (llama_decode {answer}).", remedy="Load it again.")
        self._held += tokens

    def close(self) -> None:
        """Free the memory; the engine is of no use afterwards."""
        if self._context:
            llama_cpp.llama_free(self._context)
            llama_cpp.llama_model_free(self._model)
            self._context = None
