"""The one thread that owns the store: all that is kept goes through it, in the order in which it was handed over."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from copilot.store.cipher import StoreError
from copilot.store.store import Store

_Value = TypeVar("_Value")


class NotOpenError(StoreError):
    """The store could not be opened, which was said, or it is closed."""


class Owner:
    """Opens a store in a thread of its own, works there, and closes it there.

    `give_up` ends a wait of `opening` for somebody's answer: nobody answers once we close.
    """

    def __init__(self, opening: Callable[[], Store], give_up: Callable[[], None] = lambda: None) -> None:
        self._give_up = give_up
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._store: Store | None = None
        self.opened: Future[Store] = self._thread.submit(self._open, opening)

    def do(self, work: Callable[[Store], _Value]) -> Future[_Value]:
        """Hand over work; the future fails with `StoreError` where the store could not be opened or was closed."""
        return self._thread.submit(self._work, work)

    def close(self) -> None:
        """Finish what was handed over, close the store, and end the thread; closing twice is fine."""
        self._give_up()
        self._thread.submit(self._close).result()
        self._thread.shutdown()

    def _open(self, opening: Callable[[], Store]) -> Store:
        """Open the store."""
        self._store = opening()
        return self._store

    def _work(self, work: Callable[[Store], _Value]) -> _Value:
        """Do work with the open store."""
        if self._store is None:
            raise NotOpenError("Nothing is kept: the store is not open.", remedy="See what was said at its opening.")
        return work(self._store)

    def _close(self) -> None:
        """Close the store, if it was opened."""
        store, self._store = self._store, None
        if store is not None:
            store.close()
