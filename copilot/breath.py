"""Long work takes a breath every few things: there it can be stopped, and there a window gets its turn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Breath = Callable[[], None]
FEW = 100  # resources or facts: two or three milliseconds of the slowest work that is done with them

_Thing = TypeVar("_Thing")
_breath: ContextVar[Breath | None] = ContextVar("breath", default=None)


@contextmanager
def breathing(breath: Breath) -> Iterator[None]:
    """Have long work inside the block call `breath` between its things; what that raises ends the work."""
    before = _breath.set(breath)
    try:
        yield
    finally:
        _breath.reset(before)


def breathe() -> None:
    """Take a breath where somebody asked for one."""
    breath = _breath.get()
    if breath is not None:
        breath()


def in_breaths(things: Iterable[_Thing], few: int = FEW) -> Iterator[_Thing]:
    """Yield the things, with a breath before every few of them where somebody asked for one."""
    breath = _breath.get()
    if breath is None:
        yield from things
        return
    for number, thing in enumerate(things):
        if number % few == 0:
            breath()
        yield thing
