"""Cancel from another thread: what runs in an event loop ends at once, wherever it waits."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

from copilot.errors import StoppedError

_Result = TypeVar("_Result")


class Stop:
    """A button: `press` may be called from any thread, before, while or after something runs under it."""

    def __init__(self) -> None:
        self._lock = threading.RLock()  # Ctrl-C is handled in the thread that may just hold it
        self._pressed = False
        self._running: tuple[asyncio.AbstractEventLoop, asyncio.Task[Any]] | None = None

    @property
    def pressed(self) -> bool:
        """Return whether Cancel was pressed."""
        return self._pressed

    def press(self) -> None:
        """Cancel what runs, and what would start."""
        with self._lock:
            self._pressed = True
            if self._running is not None:
                loop, task = self._running
                loop.call_soon_threadsafe(task.cancel)

    def run(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        """Run to the end in an event loop of this thread; raises `StoppedError` once pressed."""
        return asyncio.run(self._watched(work))

    async def _watched(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        task = asyncio.ensure_future(work)
        with self._lock:
            self._running = (asyncio.get_running_loop(), task)
            if self._pressed:
                task.cancel()
        try:
            return await task
        except asyncio.CancelledError:
            raise StoppedError from None
        finally:
            with self._lock:
                self._running = None
