"""Everything the window can be told to do: one list, which the keys, the palette and the list of shortcuts read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def always() -> bool:
    """Return that a command can be run at any time."""
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do. `id` never changes; `words` are an order ("Open a file").

    `allowed` says whether it makes sense now, `needs` in a few words what it waits for. `keys` are
    sequences as Qt writes them ("Ctrl+O"), the first one is shown. `group` is its heading in the list.
    """

    id: str
    words: str
    group: str
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    allowed: Callable[[], bool] = always
    needs: str = ""

    @property
    def shown_key(self) -> str:
        """Return the first key as this machine's keyboard names it, "" without one."""
        return QKeySequence(self.keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if self.keys else ""


class Commands:
    """The commands of one window, in the order in which they were added; an id or a key stands once.

    While the window is `covered`, locked or about to ask for a passphrase, none of them can be run.
    """

    def __init__(self, window: QWidget, covered: Callable[[], bool] = lambda: False) -> None:
        self._window, self._covered = window, covered
        self._by_id: dict[str, Command] = {}
        self._shortcuts: dict[str, QShortcut] = {}

    def __iter__(self) -> Iterator[Command]:
        return iter(self._by_id.values())

    def add(self, *commands: Command) -> None:
        """Add commands and bind their keys for the whole window; raises `ValueError` for one that is taken."""
        for command in commands:
            if command.id in self._by_id:
                raise ValueError(f"two commands are called {command.id}")
            self._by_id[command.id] = command
            for sequence in command.keys:
                self._bind(sequence, command)

    def run(self, identifier: str) -> None:
        """Run a command, if it makes sense now."""
        command = self._by_id[identifier]
        if command.allowed() and not self._covered():
            command.run()

    def _bind(self, sequence: str, command: Command) -> None:
        """Bind one key sequence."""
        if sequence in self._shortcuts:
            raise ValueError(f"two commands want {sequence}")
        shortcut = QShortcut(QKeySequence(sequence), self._window)
        shortcut.activated.connect(partial(self.run, command.id))
        self._shortcuts[sequence] = shortcut
