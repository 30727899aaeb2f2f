"""The command palette: type, choose with the arrows, Enter runs it, Escape closes."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QWidget

from ui.automation import Name, identify
from ui.palette.delegate import HEIGHT, CommandDelegate
from ui.palette.model import CommandModel
from ui.parts.announce import announce
from ui.parts.label import label
from ui.parts.overlay import EDGE, Overlay
from ui.parts.text import count
from ui.theme import THEME
from ui.window.commands import Command, Commands

WIDTH = 560
MOST = 11
WALK = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: MOST - 1, Qt.Key.Key_PageUp: 1 - MOST}


class Palette(Overlay):
    """Reads the window's list of commands each time it opens, so that it never shows an old one."""

    def __init__(self, window: QWidget, commands: Commands) -> None:
        super().__init__(window, WIDTH)
        identify(self, Name.PALETTE, "Commands")
        self._commands = commands
        self.field = identify(QLineEdit(), Name.PALETTE_FIELD, "Find a command")
        self.field.setPlaceholderText("What do you want to do?")
        self.list_model = CommandModel(self)
        self.list = identify(QListView(), Name.PALETTE_LIST, "Commands")
        self.list.setModel(self.list_model)
        self.list.setItemDelegate(CommandDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the field keeps the keyboard, and walks the list
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = label("No command contains these words.", "muted", wrap=True)
        self.body.addWidget(self.field)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.list, 1)
        self.field.textChanged.connect(self._filter)
        self.field.returnPressed.connect(self._run_current)
        self.list.clicked.connect(self._run)

    @Slot()
    def begin(self) -> None:
        """Open with every command, or close if it is open."""
        if self.isVisible():
            self.leave()
            return
        self.list_model.set_commands(self._commands)
        self.field.clear()
        self._filter("")
        self.open_over(self.field)

    def height_wanted(self) -> int:
        """Override: a field and at most so many lines."""
        lines = min(max(self.list_model.rowCount(), 1), MOST)
        return self.field.sizeHint().height() + self.body.spacing() + 2 * EDGE + lines * THEME.px(HEIGHT) + 4

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: the arrows that the field leaves walk through the list."""
        step = WALK.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        last = self.list_model.rowCount() - 1
        self._go_to(min(max(self.list.currentIndex().row() + step, 0), last))

    @Slot(str)
    def _filter(self, text: str) -> None:
        """Show what contains the words, the first one chosen."""
        self.list_model.filter(text)
        amount = self.list_model.rowCount()
        self.list.setVisible(amount > 0)
        self.empty.setVisible(amount == 0)
        self._place()
        self._go_to(0, f"{count(amount, 'command')}. " if text else "")

    def _go_to(self, number: int, before: str = "") -> None:
        """Choose a line, and say it: the keyboard stays in the field."""
        index = self.list_model.index(number, 0)
        self.list.setCurrentIndex(index)
        announce(self.list, before + str(index.data(Qt.ItemDataRole.AccessibleTextRole) or ""))

    @Slot()
    def _run_current(self) -> None:
        """Run the chosen line."""
        self._run(self.list.currentIndex())

    @Slot(QModelIndex)
    def _run(self, index: QModelIndex) -> None:
        """Close, then run: what it opens takes the keyboard after it was given back."""
        command = self.list_model.command(index)
        if command is not None:
            self.leave()
            QTimer.singleShot(0, self, lambda: self._do(command))

    def _do(self, command: Command) -> None:
        """Run a command once the palette is out of the way."""
        self._commands.run(command.id)
