"""What reaches stderr: our own lines as they stand; of libraries, faults and warnings only their kind and their place.

A library logs addresses with names in them, asyncio the whole text of an exception nobody fetched, and a warning of
pydantic quotes the value it is about. None of that may say a word of a chart.
"""

from __future__ import annotations

import logging
import sys
import threading
import warnings
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import TextIO

OURS = frozenset(("chartside", "copilot", "ui"))
_log = logging.getLogger("chartside")


class _Careful(logging.Formatter):
    """Leaves out what others say, and every text of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        ours = record.name.partition(".")[0] in OURS
        said = record.getMessage() if ours else f"something at {Path(record.pathname).name}:{record.lineno}"
        error = record.exc_info[1] if record.exc_info else None
        return f"{record.levelname} {record.name}: {said}{f' ({where(error)})' if error is not None else ''}"


def start() -> None:
    """Log warnings to stderr, and let nothing else write a traceback or a warning there."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Careful())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    sys.excepthook = _uncaught
    sys.unraisablehook = _unraisable
    threading.excepthook = _in_a_thread
    warnings.showwarning = _warning


def where(error: BaseException) -> str:
    """Return an exception's kind and the line it comes from."""
    places = _places(error)
    return f"{type(error).__name__} at {places[0]}" if places else type(error).__name__


def _trail(error: BaseException) -> str:
    """Return an exception's kind, the line it comes from, and who called it."""
    return f"{type(error).__name__} at {' < '.join(_places(error)) or 'unknown place'}"


def _places(error: BaseException) -> list[str]:
    """Return file and line of every call that led to an exception, the innermost first."""
    frames = walk_tb(error.__traceback__)
    return [f"{Path(frame.f_code.co_filename).name}:{line}" for frame, line in frames][::-1]


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Take the place of `sys.excepthook`."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        _log.error("a fault in Chartside: %s", _trail(error))


def _unraisable(arguments: sys.UnraisableHookArgs) -> None:
    """Take the place of `sys.unraisablehook`."""
    if arguments.exc_value is not None:
        _log.error("a fault in Chartside that nobody could catch: %s", _trail(arguments.exc_value))


def _in_a_thread(arguments: threading.ExceptHookArgs) -> None:
    """Take the place of `threading.excepthook`."""
    if arguments.exc_value is not None:
        _log.error("a fault in a thread of Chartside: %s", _trail(arguments.exc_value))


def _warning(
    message: Warning | str,  # noqa: ARG001 - that is what is left out
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001
    line: str | None = None,  # noqa: ARG001
) -> None:
    """Take the place of `warnings.showwarning`."""
    _log.warning("%s at %s:%s", category.__name__, Path(filename).name, lineno)
