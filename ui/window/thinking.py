"""The thinking tools of the window: correct the findings, compare explanations, name one's own first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.window.commands import Command
from ui.window.comparing import Comparing
from ui.window.correcting import Correcting
from ui.window.own_list import OwnList

if TYPE_CHECKING:
    from ui.window.window import MainWindow


class Thinking(QObject):
    """Makes the tools, puts their pages beside the list, and wires them to chart and list."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        differential, side, words = window.differential, window.side, (window.writing, window.asking)
        broken = window.say_bug
        self.correcting = Correcting(window.operations, window.session, differential, side, words, broken)
        self.comparing = Comparing(differential, side)
        self.own_list = OwnList(
            window.operations,
            window.session,
            differential,
            self.correcting.page,
            side,
            window.narrative,
            broken,
        )
        self.comparing.view.fact_wanted.connect(window.show_fact)
        self.comparing.view.hovered.connect(window.chart.light)

    @property
    def busy(self) -> bool:
        """Return whether a list is being ranked again, or held against the own one."""
        return self.correcting.busy or self.own_list.busy

    def commands(self) -> tuple[Command, ...]:
        """Return what the window can be told of them."""
        return (*self.correcting.commands(), *self.comparing.commands(), *self.own_list.commands())
