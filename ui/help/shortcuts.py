"""The list of keys, made from the window's commands, under their groups."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from ui.automation import Name, identify
from ui.parts.boxes import Scroll, row
from ui.parts.button import button
from ui.parts.icon import icon
from ui.parts.label import label
from ui.parts.overlay import Overlay
from ui.theme import THEME
from ui.window.commands import Commands

WIDTH = 520
IN_LISTS = (
    ("Walk through lines and tables", "Arrow keys"),
    ("Open a line: its evidence, its place in the chart", "Enter"),
    ("On a possible explanation: accept it, reject it, or take that back", "A, R"),
    ("On a line of evidence: pause it, or say that it is there, not there, uncertain", "P, +, \N{MINUS SIGN}, ?"),
    ("Go to the next part of the window", "Tab"),
)


class Shortcuts(Overlay):
    """Every command that has a key; what has none is in the palette."""

    def __init__(self, window: QWidget, commands: Commands) -> None:
        super().__init__(window, WIDTH)
        identify(self, Name.SHORTCUTS, "Keys")
        self._commands = commands
        self.close_button = button("", Name.SHORTCUTS_CLOSE, role="link", says="Close the list of keys, Escape")
        self.close_button.clicked.connect(self.leave)
        head = row()
        head.addWidget(label("Keys", "heading"), 1)
        head.addWidget(self.close_button)
        self.listing = Scroll("pane", gap=4, margins=(0, 0, 8, 0))
        identify(self.listing, Name.SHORTCUTS_LIST, "Keys")
        self.listing.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.body.addLayout(head)
        self.body.addWidget(self.listing, 1)

    @Slot()
    def begin(self) -> None:
        """Open, or close if it is open."""
        if self.isVisible():
            self.leave()
            return
        self.close_button.setIcon(icon("close", THEME.colours.muted))
        self.listing.renew()
        with_keys = sorted((c for c in self._commands if c.keys), key=lambda c: self._order(c.group))
        for group, commands in groupby(with_keys, key=lambda c: c.group):
            self._add_group(group, [(c.words, c.shown_key) for c in commands])
        self._add_group("Everywhere", list(IN_LISTS))
        for _step in self.listing.reveal():
            pass
        self.open_over(self.listing)

    def height_wanted(self) -> int:
        """Override: as high as the list, if the window has it."""
        return self.listing.inside.sizeHint().height() + THEME.px(70)

    def _order(self, group: str) -> int:
        """Return where a group stands: as the commands were added."""
        return [command.group for command in self._commands].index(group)

    def _add_group(self, group: str, lines: list[tuple[str, str]]) -> None:
        """Add one heading and its lines."""
        heading = label(group, "card-title")
        heading.setContentsMargins(0, THEME.px(6), 0, 0)
        self.listing.column.addWidget(heading)
        for words, keys in lines:
            line = row(gap=12)
            said = label(words, "", wrap=True)
            said.setAccessibleName(f"{words}, {keys}")
            line.addWidget(said, 1)
            line.addWidget(label(keys, "key"), 0, Qt.AlignmentFlag.AlignTop)
            self.listing.column.addLayout(line)
