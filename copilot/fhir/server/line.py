"""Work a list of things a few at a time, where doing one may add others."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Generic, TypeVar

_Item = TypeVar("_Item")


class Line(Generic[_Item]):
    """A waiting line: what is put in first is taken first, and nobody leaves before the last is done."""

    def __init__(self, items: Iterable[_Item]) -> None:
        self._waiting: asyncio.Queue[_Item] = asyncio.Queue()
        self.put(items)

    def put(self, items: Iterable[_Item]) -> None:
        """Add to the end of the line, also from within the work."""
        for item in items:
            self._waiting.put_nowait(item)

    async def work(self, hands: int, each: Callable[[_Item], Awaitable[None]]) -> None:
        """Do everything in the line, `hands` at once; the first error ends it all and is raised."""
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._hand(each)) for _ in range(hands)]
                await self._waiting.join()
                for task in tasks:
                    task.cancel()
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None

    async def _hand(self, each: Callable[[_Item], Awaitable[None]]) -> None:
        while True:
            item = await self._waiting.get()
            await each(item)
            self._waiting.task_done()
