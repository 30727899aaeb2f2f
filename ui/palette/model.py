"""The commands that contain what was typed, what can be done now first; each with its group and its key."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.window.commands import Command

Index = QModelIndex | QPersistentModelIndex
GROUP = Qt.ItemDataRole.UserRole
KEY = Qt.ItemDataRole.UserRole + 1
NOT_NOW = "not now"


class CommandModel(QAbstractListModel):
    """Rows over commands; those that make no sense now stand last, greyed, with what they wait for."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._all: tuple[Command, ...] = ()
        self._able: frozenset[str] = frozenset()
        self._shown: tuple[Command, ...] = ()

    def set_commands(self, commands: Iterable[Command]) -> None:
        """Take the commands as they stand now."""
        self._all = tuple(commands)
        self._able = frozenset(command.id for command in self._all if command.allowed())
        self.filter("")

    def filter(self, text: str) -> None:
        """Show the commands that contain every word; a word may be the beginning of none but must be somewhere."""
        words = text.casefold().split()
        found = [command for command in self._all if all(word in _searched(command) for word in words)]
        first = text.strip().casefold()
        found.sort(key=lambda c: (c.id not in self._able, not c.words.casefold().startswith(first)))
        self.beginResetModel()
        self._shown = tuple(found)
        self.endResetModel()

    def command(self, index: Index) -> Command | None:
        """Return the command of a row, if it can be run now."""
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        command = self._shown[index.row()]
        return command if command.id in self._able else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own signature
        """Override QAbstractListModel."""
        return 0 if parent.isValid() else len(self._shown)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Override: what cannot be run now is greyed, and can still be read."""
        able = self.command(index) is not None
        return Qt.ItemFlag.ItemIsSelectable | (Qt.ItemFlag.ItemIsEnabled if able else Qt.ItemFlag.NoItemFlags)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Override QAbstractListModel."""
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        command = self._shown[index.row()]
        why = "" if command.id in self._able else command.needs or NOT_NOW
        if role == Qt.ItemDataRole.DisplayRole:
            return command.words
        if role == GROUP:
            return why or command.group
        if role == KEY:
            return command.shown_key
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (command.words, why or command.group, command.shown_key) if part)
        return None


def _searched(command: Command) -> str:
    """Return what is searched of a command: words, group, keys as written and as shown."""
    return " ".join((command.words, command.group, *command.keys, command.shown_key)).casefold()
