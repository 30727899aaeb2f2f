"""Change the passphrase of a store, killed at each line of the change in turn, and say what opens it then."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType

from copilot import writing
from copilot.store import keeping
from copilot.store.keeping import Cost, WrongKeyError
from copilot.store.store import Store

FILES = frozenset(module.__file__ for module in (keeping, writing))
ONE, OTHER = "four plain words here", "five other words stand here"


def main() -> None:
    """Print for each line at which a change was killed which passphrase opens the store, until a change comes through.

    A line is one of ours: what lies between two of them is one call of the system, or writes nothing.
    """
    folder = Path(sys.argv[1])
    keeping.Cost = lambda: Cost(n=2**14)  # type: ignore[misc, assignment] # as cheap as is allowed
    old, new = ONE, OTHER
    Store.open(folder, folder / "state", passphrase=old).close()
    last, killed = 0, True
    while killed:
        last += 1
        killed = _in_a_child(partial(_change, folder, old, new, last))
        found = old if _opens(folder, old) else new
        assert _opens(folder, found)
        assert not list(folder.glob(".store.json.*"))
        print(last, "killed" if killed else "whole", "old" if found == old else "new", flush=True)
        if found == new:
            old, new = new, old


def _in_a_child(work: Callable[[], None]) -> bool:
    """Run in a process of its own; return whether it was killed."""
    child = os.fork()
    if not child:
        work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def _change(folder: Path, old: str, new: str, last: int) -> None:
    """Change it, and be killed before a line."""
    with Store.open(folder, folder / "state", passphrase=old) as opened:
        left = last

        def trace(frame: FrameType, event: str, _more: object) -> object:
            """Count the lines of ours."""
            nonlocal left
            if frame.f_code.co_filename not in FILES:
                return None
            left -= event == "line"
            if not left and event == "line":
                os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)  # type: ignore[arg-type]
        opened.change_passphrase(old, new)
        sys.settrace(None)


def _opens(folder: Path, words: str) -> bool:
    """Return whether a passphrase opens the store, whole."""
    try:
        with Store.open(folder, folder / "state", passphrase=words) as opened:
            return opened.noticed == () and opened.trail.faults(opened.trail.head) == ()
    except WrongKeyError:
        return False


if __name__ == "__main__":
    main()
