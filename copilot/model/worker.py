"""The model process: `python -m copilot.model.worker`; one model, requests in, events out, nothing printed."""

from __future__ import annotations

import os
import queue
import sys
import threading
import time
from typing import TYPE_CHECKING, BinaryIO

from copilot.errors import ModelError
from copilot.model import confine, protocol
from copilot.model.endings import Exit
from copilot.model.protocol import Done, Failed, Generate, Load, Progress, Reading, Stop, Tokens, Unload

if TYPE_CHECKING:
    from copilot.model.engine import Engine
    from copilot.model.scripted import Scripted

BATCH_SECONDS = 0.04


class Worker:
    """Answers one request after the other; a second thread reads ahead so that a stop is heard at once."""

    def __init__(self, requests: BinaryIO, events: BinaryIO) -> None:
        self._requests = requests
        self._events = events
        self._waiting: queue.SimpleQueue[Load | Generate | Unload] = queue.SimpleQueue()
        self._stopped = 0
        self._idle_seconds = 0.0
        self._engine: Engine | Scripted | None = None

    def run(self) -> Exit:
        """Serve until told to leave, for want of requests, or until the program that started this process is gone."""
        threading.Thread(target=self._listen, name="requests", daemon=True).start()
        code = Exit.LEFT
        while not isinstance(request := self._next(), Unload):
            if request is None:
                code = Exit.RESTED
                break
            try:
                self._answer(request)
            except ModelError as error:
                number = request.id if isinstance(request, Generate) else 0
                self._tell(Failed(error.what, error.where, error.remedy, number))
        if self._engine is not None:
            self._engine.close()
        return code

    def _next(self) -> Load | Generate | Unload | None:
        """Return the next request, or None after a quiet time."""
        try:
            return self._waiting.get(timeout=self._idle_seconds or None)
        except queue.Empty:
            return None

    def _listen(self) -> None:
        """Read requests; a stop is only a number that the generating thread looks at."""
        code = Exit.LEFT  # the other end is closed: nobody waits for what is still being computed
        try:
            for line in self._requests:
                message = protocol.read(line)
                if isinstance(message, Stop):
                    self._stopped = max(self._stopped, message.id)
                elif isinstance(message, (Load, Generate, Unload)):
                    self._waiting.put(message)
        except ValueError:
            code = Exit.GARBLED
        except MemoryError:
            code = Exit.NO_MEMORY
        finally:
            os._exit(code)

    def _answer(self, request: Load | Generate | Unload) -> None:
        """Do what one request asks."""
        if isinstance(request, Load):
            self._load(request)
        elif isinstance(request, Generate):
            self._generate(request)

    def _load(self, request: Load) -> None:
        """Load a model in place of the one before."""
        try:
            from copilot.model.engine import Engine
            from copilot.model.gpu import probe
            from copilot.model.scripted import Scripted
        except (ImportError, OSError, RuntimeError) as error:
            raise SystemExit(Exit.NO_LIBRARY) from error

        if self._engine is not None:
            self._engine.close()
            self._engine = None
        self._idle_seconds = request.idle_seconds
        if request.script:
            self._take(Scripted(request))
            return
        offload = probe(request)
        if not offload.layers:
            confine.bound(request.memory, request.threads)
        told = -1.0

        def progress(share: float) -> None:
            nonlocal told
            if share - told >= 0.01:
                told = share
                self._tell(Progress(round(share, 3)))

        self._take(Engine(request, progress, offload))

    def _take(self, engine: Engine | Scripted) -> None:
        """Answer with this from now on."""
        self._engine = engine
        self._tell(engine.loaded())

    def _generate(self, request: Generate) -> None:
        """Send the text of one generation, some words at a time."""
        if self._engine is None:
            raise ModelError("No model is loaded.", remedy="Load one first.")
        text: list[str] = []
        sent = 0.0  # the first word goes at once
        self._engine.pulse = lambda: self._tell(Reading(request.id, 0, 0))
        for piece in self._engine.generate(request, lambda: self._stopped >= request.id):
            if isinstance(piece, Done):
                if text:
                    self._tell(Tokens(request.id, "".join(text)))
                self._tell(piece)
                return
            if isinstance(piece, Reading):
                self._tell(piece)
                continue
            text.append(piece)
            now = time.monotonic()
            if now - sent >= BATCH_SECONDS:
                self._tell(Tokens(request.id, "".join(text)))
                text, sent = [], now

    def _tell(self, event: protocol.Event) -> None:
        """Send one event at once."""
        self._events.write(protocol.written(event))
        self._events.flush()


def private_channel() -> BinaryIO:
    """Return a channel of our own where standard output was, and point fd 1 and 2 away.

    llama.cpp, its backends and any library may print; a single such byte would corrupt the messages.
    """
    channel = os.fdopen(os.dup(1), "wb", buffering=0)
    away = os.open(os.devnull, os.O_WRONLY)
    os.dup2(away, 1)
    os.dup2(away, 2)
    os.close(away)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - for the process's life
    return channel


def main() -> int:
    """Run the worker on this process's standard input and output; return why it ended."""
    confine.harden()
    events = private_channel()
    requests = os.fdopen(os.dup(0), "rb")
    try:
        return Worker(requests, events).run()
    except OSError:  # a pipe is closed: nobody listens
        return Exit.UNHEARD
    except MemoryError:
        return Exit.NO_MEMORY
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else Exit.FAULT
    except Exception:  # noqa: BLE001 - a traceback would quote a chart; the code says all that may be said
        return Exit.FAULT


if __name__ == "__main__":
    code = main()
    os._exit(code)  # llama.cpp's own clean-up at interpreter exit has nothing left to save
