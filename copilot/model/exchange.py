"""One exchange over the network on the caller's own thread, which looks up often enough to stop within a second."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Generator
from typing import Any, TypeVar

POLL_SECONDS = 0.02
LEAVING_SECONDS = 0.5  # for the connection to be closed; a name that is still being looked up is not waited for

Heard = TypeVar("Heard")


def exchange(
    talk: Callable[[Callable[[Heard], None]], Coroutine[Any, Any, None]], stopped: Callable[[], bool]
) -> Generator[Heard, None, None]:
    """Yield what `talk` tells the function it is given; raises what it raises.

    A stop, or a caller who goes away, cancels it and closes its connection. No loop may run on this thread already.
    """
    loop = asyncio.new_event_loop()
    heard: deque[Heard] = deque()
    task = loop.create_task(talk(heard.append))
    try:
        while not stopped():
            ended = task.done()
            while heard:
                yield heard.popleft()
            if ended:
                task.result()
                return
            loop.run_until_complete(asyncio.wait({task}, timeout=POLL_SECONDS))
    finally:
        task.cancel()
        loop.run_until_complete(asyncio.wait({task}, timeout=LEAVING_SECONDS))
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
