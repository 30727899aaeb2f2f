"""The page "Connections": what this program is connected to now, was before, and was kept from."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QHeaderView, QWidget

from copilot.egress import GATE, Gate
from ui.automation import Name, identify
from ui.connections.lines import HEADINGS, Lines, lines
from ui.parts.boxes import row
from ui.parts.button import button
from ui.parts.icon import icon
from ui.parts.label import label
from ui.parts.overlay import Overlay
from ui.parts.table import Table
from ui.parts.text import count
from ui.theme import THEME

WIDTH, HEIGHT, LINE = 760, 420, 30
LOOK_MILLISECONDS = 1000
WIDE = ("Computer", "What for")
Mode = QHeaderView.ResizeMode
NOTHING = "Nothing was connected to, and nothing was refused, since Chartside was started."


class ConnectionsView(Overlay):
    """Looks again every second while it is in sight."""

    def __init__(self, window: QWidget, gate: Gate = GATE) -> None:
        super().__init__(window, WIDTH)
        identify(self, Name.CONNECTIONS, "Connections")
        self._gate = gate
        self.said = identify(label("", "muted", wrap=True), Name.CONNECTIONS_SAID, "")
        self.close_button = button("", Name.CONNECTIONS_CLOSE, role="link", says="Close the connections, Escape")
        self.close_button.clicked.connect(self.leave)
        self.lines = Lines()
        self.table = identify(Table(LINE), Name.CONNECTIONS_TABLE, "Connections")
        self.table.setModel(self.lines)
        headings = self.table.horizontalHeader()
        headings.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, heading in enumerate(HEADINGS):
            mode = Mode.Stretch if heading in WIDE else Mode.ResizeToContents
            headings.setSectionResizeMode(column, mode)
        self.table.dress()
        head = row()
        head.addWidget(label("Connections", "heading"), 1)
        head.addWidget(self.close_button)
        self.body.addLayout(head)
        self.body.addWidget(self.said)
        self.body.addWidget(self.table, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MILLISECONDS)
        self._timer.timeout.connect(self.look)
        self.gone.connect(self._timer.stop)

    @Slot()
    def begin(self) -> None:
        """Open, or close if it is open."""
        if self.isVisible():
            self.leave()
            return
        self.close_button.setIcon(icon("close", THEME.colours.muted))
        self.open_over(self.table)
        self.look()
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """Show how it is now."""
        reached, refused = self._gate.connections(), tuple(self._gate.refused)
        self.lines.show_lines(lines(reached, refused))
        others = f"{count(self._gate.open_now, 'connection')} to other computers open now"
        told = f"{others}, {self._gate.refusals} refused since the start."
        words = told if reached or refused else NOTHING
        self.said.setText(words)
        self.said.setAccessibleName(words)

    def height_wanted(self) -> int:
        """Override: a few lines, always the same."""
        return THEME.px(HEIGHT)
