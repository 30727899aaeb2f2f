"""One model in this process: llama.cpp through its C interface, without a layer that costs time per token."""

from __future__ import annotations

import codecs
import ctypes
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any

import llama_cpp

from copilot.errors import ModelError
from copilot.model.gpu import Offload, probe
from copilot.model.held import Held
from copilot.model.marks import apart, marks
from copilot.model.protocol import Done, Generate, Load, Loaded, Part, Reading
from copilot.model.sampler import Sampler

STOP_WITHIN = 0.3  # seconds of prompt reading between two looks at the stop flag
FIRST_CHUNK = 32
SLOW = 100  # tokens per second read; a faster model is stopped between two pieces soon enough
ABORTED = 2  # what llama_decode answers when it was told to stop
LOG_ERROR = 4  # GGML_LOG_LEVEL_ERROR
NEVER = llama_cpp.ggml_abort_callback()  # a null pointer
_complaints: list[str] = []


def _hear(level: int, text: bytes, _data: Any) -> None:
    """Keep the first errors that llama.cpp reports, so that a failed load can say why; print nothing."""
    if level == LOG_ERROR and len(_complaints) < 5:
        _complaints.append(text.decode("utf-8", "replace").strip())


_heard = llama_cpp.llama_log_callback(_hear)  # kept for the process's life: llama.cpp calls it until the end


class Engine:
    """A loaded model and its memory of the tokens read so far."""

    def __init__(
        self, request: Load, progress: Callable[[float], None] = lambda _: None, offload: Offload | None = None
    ) -> None:
        self.request = request
        _complaints.clear()
        llama_cpp.llama_log_set(_heard, ctypes.c_void_p(0))
        llama_cpp.llama_backend_init()
        self._model: Any = None
        self._context: Any = None
        self.offload = offload or probe(request)
        try:
            self._stand_up(progress)
        except ModelError as error:
            self.close()
            if not self.offload.layers:
                raise
            self.offload = Offload(0, reason=f"{self.offload.device} did not take it: {error.what}")
            self._stand_up(progress)
        self._vocabulary = llama_cpp.llama_model_get_vocab(self._model)
        self._held = Held(self._context, request.states)
        self._marks = marks(self._vocabulary)
        self._tokens_per_second = 0.0
        self._piece = ctypes.create_string_buffer(512)
        self._stopped: Callable[[], bool] = lambda: False
        self._abort = llama_cpp.ggml_abort_callback(lambda _data: self._stopped())

    def _stand_up(self, progress: Callable[[float], None]) -> None:
        """Read the file and make room for the context."""
        self._model = self._load(progress)
        self._context = self._open()

    def _load(self, progress: Callable[[float], None]) -> Any:
        """Read the file."""

        def told(share: float, _data: Any) -> bool:
            progress(share)
            return True

        parameters = llama_cpp.llama_model_default_params()
        parameters.n_gpu_layers = self.offload.layers
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
        threads, layers = self.request.threads, self.offload.layers
        cpu = f"CPU, {threads} thread{'s' if threads != 1 else ''}"
        return Loaded(
            context=self.context,
            device=f"{self.offload.device}, {layers} layers" if layers else cpu,
            build=f"llama-cpp-python {llama_cpp.__version__}",
            description=described.value.decode("utf-8", "replace"),
            batch=min(self.request.batch, self.context),
            threads=threads,
            gpu_layers=layers,
            reason=self.offload.reason,
        )

    def tokens(self, parts: Sequence[Part]) -> list[int]:
        """Return the tokens of a prompt; control tokens come from our own parts only."""
        made: list[int] = []
        for part, text in self._pieces(parts):
            data = text.encode("utf-8")
            begin = not made and bool(llama_cpp.llama_vocab_get_add_bos(self._vocabulary))
            room = (ctypes.c_int32 * (len(data) + 2))()
            count = llama_cpp.llama_tokenize(self._vocabulary, data, len(data), room, len(room), begin, part.special)
            if count < 0:
                raise ModelError("The prompt could not be taken apart.", remedy="Report this model file.")
            made += room[:count]
        return made

    def _pieces(self, parts: Sequence[Part]) -> Iterator[tuple[Part, str]]:
        """Yield each part's text; what is not ours in pieces, so that no mark in it is left whole."""
        for part in parts:
            for text in [part.text] if part.special else apart(part.text, self._marks):
                yield part, text

    def generate(self, request: Generate, stopped: Callable[[], bool]) -> Iterator[str | Reading | Done]:
        """Yield how far the prompt is read, text piece by piece, and `Done`; `stopped` is asked before every step."""
        prompt = self.tokens(request.parts)
        if len(prompt) + request.max_tokens > self.context:
            raise ModelError(
                f"The prompt is too long for this model ({len(prompt)} tokens of {self.context}).",
                remedy="Load it with a larger context.",
            )
        sampler = Sampler(self._vocabulary, request)
        begun = time.perf_counter()
        reused = self._held.begin(prompt)
        self._stopped = stopped
        try:
            read = yield from self._read(request.id, prompt, reused)
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
            if text := decoder.decode(self._spelled(token, request.control)):
                yield text
            if not self._decode([token]):
                return made + 1, "stopped"
        return request.max_tokens, "length"

    def _spelled(self, token: int, control: bool) -> bytes:
        """Return the bytes of a token; a control token has none unless they are asked for."""
        length = llama_cpp.llama_token_to_piece(self._vocabulary, token, self._piece, 512, 0, control)
        return self._piece.raw[:length] if length > 0 else b""

    def _read(self, number: int, prompt: list[int], at: int) -> Generator[Reading, None, bool]:
        """Read a prompt in pieces as large as may take `STOP_WITHIN`; return whether all of it was read."""
        size = FIRST_CHUNK
        while at < len(prompt):
            if self._stopped():
                return False
            if self._tokens_per_second:
                size = int(self._tokens_per_second * STOP_WITHIN)
            piece = prompt[at : at + max(8, min(size, self.request.batch, self.context))]
            begun = time.perf_counter()
            if not self._decode(piece):
                return False
            llama_cpp.llama_synchronize(self._context)
            at += len(piece)
            if len(piece) >= 8:
                self._tokens_per_second = len(piece) / max(time.perf_counter() - begun, 1e-6)
            if at < len(prompt):
                yield Reading(number, at, len(prompt))
        return True

    def _decode(self, tokens: list[int]) -> bool:
        """Run the model over tokens; return False where it was stopped in the middle."""
        slow = self._tokens_per_second < SLOW
        if slow:  # on a CPU, llama.cpp asks between two steps of its calculation; a GPU never does
            llama_cpp.llama_set_abort_callback(self._context, self._abort, None)
        room = (ctypes.c_int32 * len(tokens))(*tokens)
        answer = llama_cpp.llama_decode(self._context, llama_cpp.llama_batch_get_one(room, len(tokens)))
        if slow:
            llama_cpp.llama_set_abort_callback(self._context, NEVER, None)
        if answer == 0:
            self._held.add(tokens)
            return True
        self._held.settle()
        if answer == ABORTED:
            return False
        raise ModelError(f"The model stopped working (llama_decode {answer}).", remedy="Load it again.")

    def close(self) -> None:
        """Free the memory; the engine is of no use afterwards."""
        if self._context:
            llama_cpp.llama_free(self._context)
        if self._model:
            llama_cpp.llama_model_free(self._model)
        self._context = self._model = None
