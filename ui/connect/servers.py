"""The servers that may be asked: IT's and one's own; connect to one, add one, remove one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QListView

from copilot.fhir.connections import Auth, Connection
from ui.automation import Name, identify
from ui.connect.form import ServerForm
from ui.connect.parts import Sheet
from ui.connect.server_model import ROW, ServerDelegate, ServerModel
from ui.parts.boxes import Box, row
from ui.parts.button import button
from ui.parts.label import label
from ui.theme import THEME

MOST = 9  # lines before the list scrolls
ABOUT = "Chartside reads charts from the servers in this list, and from no others."
EMPTY = "No server is known on this computer yet. Add one here, or ask IT to set the hospital's servers."


class ServersPage(Sheet):
    """`chosen` asks to connect to a server; `launch_wanted` to wait until the EHR opens a patient."""

    chosen = Signal(object)
    launch_wanted = Signal()
    saved = Signal(object)
    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__(Name.SERVERS, "Hospital servers")
        self.explain(ABOUT)
        self.model = ServerModel(self)
        self.list = identify(QListView(), Name.SERVERS_LIST, "Hospital servers")
        self.list.setModel(self.model)
        self.list.setItemDelegate(ServerDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = label(EMPTY, "muted", wrap=True)
        self.connect_button = button("Connect", Name.SERVERS_CONNECT, role="primary", says="Connect to this server")
        self.launch = button(
            "Wait for the EHR", Name.SERVERS_LAUNCH, says="Wait until the EHR opens a patient in Chartside"
        )
        self.add = button("Add a server\N{HORIZONTAL ELLIPSIS}", Name.SERVERS_ADD)
        self.remove = button("Remove", Name.SERVERS_REMOVE, says="Remove this server from the list")
        self.form = ServerForm()
        card = Box(margin=8)
        card.body.addWidget(self.empty)
        card.body.addWidget(self.list)
        buttons = row(gap=8)
        for made in (self.add, self.remove):
            buttons.addWidget(made)
        buttons.addStretch(1)
        for made in (self.launch, self.connect_button):
            buttons.addWidget(made)
        self.body.addWidget(card)
        self.body.addLayout(buttons)
        self.body.addSpacing(8)
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.form.hide()
        self.list.selectionModel().currentChanged.connect(self._allow)
        self.list.activated.connect(self._activated)
        self.connect_button.clicked.connect(self._connect_current)
        self.launch.clicked.connect(self.launch_wanted)
        self.add.clicked.connect(self.form.begin)
        self.remove.clicked.connect(self._remove)
        self.form.saved.connect(self.saved)
        self.form.cancelled.connect(self.form.hide)
        THEME.changed.connect(self._fit)
        self.show_connections((), frozenset())

    @property
    def current(self) -> Connection | None:
        """Return the server of the current line."""
        return self.model.connection(self.list.currentIndex())

    def show_connections(self, connections: tuple[Connection, ...], signed_in: frozenset[str]) -> None:
        """List these servers; the current one stays."""
        current = self.current
        self.model.set_connections(connections, signed_in)
        self.empty.setVisible(not connections)
        self.list.setVisible(bool(connections))
        self._fit()
        self.launch.setVisible(any(known.auth is Auth.SMART for known in connections))
        if connections:
            self.list.setCurrentIndex(self.model.index(self.model.row_of(current.id if current else ""), 0))
        self._allow()

    def saved_well(self, connection: Connection) -> None:
        """Close the form and point at the new server."""
        self.form.hide()
        self.list.setCurrentIndex(self.model.index(self.model.row_of(connection.id), 0))
        self.list.setFocus()

    @Slot()
    def _fit(self) -> None:
        """Be as high as the list, up to a few lines."""
        self.list.setFixedHeight(THEME.px(ROW) * min(self.model.rowCount(), MOST) + 2)

    @Slot()
    def _allow(self) -> None:
        """Enable what has something to act on."""
        current = self.current
        self.connect_button.setEnabled(current is not None)
        self.remove.setEnabled(current is not None and not current.locked)

    @Slot(QModelIndex)
    def _activated(self, _index: QModelIndex) -> None:
        """Connect to the line that was double-clicked, or where Enter was pressed."""
        self._connect_current()

    @Slot()
    def _connect_current(self) -> None:
        """Ask to connect to the current server."""
        if self.current is not None:
            self.chosen.emit(self.current)

    @Slot()
    def _remove(self) -> None:
        """Ask to forget the current server."""
        if self.current is not None and not self.current.locked:
            self.removed.emit(self.current.id)
