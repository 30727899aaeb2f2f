"""What could not be had, and why: what the server refused, cut off or garbled, by type of resource."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from copilot.fhir.pull import Problem, ProblemKind
from ui.automation import Name, identify
from ui.parts.boxes import Scroll
from ui.parts.gradual import Gradual
from ui.parts.label import label
from ui.parts.text import count, one_line
from ui.theme import THEME

MEANING = {
    ProblemKind.REFUSED: "Refused by the server",
    ProblemKind.TRUNCATED: "Cut off, or not asked to the end",
    ProblemKind.UNREADABLE: "Could not be read",
    ProblemKind.CONFLICTING: "Conflicting",
    ProblemKind.MISSING: "Not kept by this server",
}
ORDER = tuple(MEANING)
MOST = 120
HEIGHT = 210


class MissingPanel(Scroll):
    """A plain list; built in steps when it is opened, and again only when something was added."""

    def __init__(self) -> None:
        super().__init__("pane", gap=3, margins=(16, 4, 16, 10))
        self.setProperty("role", "pane")
        self.setFrameShape(QFrame.Shape.NoFrame)
        identify(self, Name.MISSING, "What could not be had, and why")
        self._problems: tuple[Problem, ...] = ()
        self._built: tuple[Problem, ...] | None = None
        self._gradual = Gradual(self)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return what is listed."""
        return self._problems

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """List these, once the panel is open."""
        self._problems = tuple(dict.fromkeys(problems))
        if self.isVisible():
            self.build()

    def build(self) -> None:
        """Build the list, unless it stands already; what was in sight stays until then."""
        if self._built == self._problems:
            return
        self._built = self._problems
        self._gradual.cancel()
        self.renew(keep=True)
        self._gradual.add(self._build)

    def clear(self) -> None:
        """Forget everything: it speaks of somebody's record."""
        self._gradual.cancel()
        self._problems, self._built = (), None
        self.renew()

    def finish(self) -> None:
        """Build the rest now."""
        self._gradual.finish()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: another width, another height of the lines."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the list, up to a limit."""
        layout, width = self.inside.layout(), self.viewport().width()
        if layout is not None:
            height = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()
            self.setFixedHeight(min(height, THEME.px(HEIGHT)))

    def _build(self) -> Iterator[None]:
        """Add the lines, by kind and by type of resource."""
        order = sorted(self._problems, key=lambda p: (ORDER.index(p.kind), _type(p)))
        number = 0
        for kind, group in groupby(order[:MOST], key=lambda p: p.kind):
            of_kind = list(group)
            self.column.addWidget(label(f"{MEANING[kind]} ({len(of_kind)})", "strong"))
            for problem in of_kind:
                number += 1
                words = one_line(problem.text)
                line = label(f"\N{BULLET} {words}", "", wrap=True, selectable=True)
                self.column.addWidget(identify(line, Name.MISSING_LINE, f"{MEANING[kind]}: {words}", key=str(number)))
                yield
        if len(order) > MOST:
            self.column.addWidget(label(f"and {len(order) - MOST:,} more", "muted"))
        if not order:
            self.column.addWidget(label("Nothing: the server gave everything that was asked for.", "muted"))
        yield from self.reveal()
        self._fit()


def in_short(problems: Sequence[Problem]) -> str:
    """Return "2 refused, 1 cut off" for the link that opens the panel."""
    words = {ProblemKind.TRUNCATED: "cut off", ProblemKind.MISSING: "not kept there"}
    kinds = [p.kind for p in dict.fromkeys(problems)]
    parts = [f"{kinds.count(kind)} {words.get(kind, kind.value)}" for kind in ORDER if kind in kinds]
    return ", ".join(parts) if len(parts) < 4 else count(len(kinds), "thing")


def _type(problem: Problem) -> str:
    """Return the type of resource that a problem is about; what is about the whole record comes first."""
    return problem.resource.partition("/")[0]
