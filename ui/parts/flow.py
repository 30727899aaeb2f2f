"""`Flow`: widgets beside each other that go on in the next line where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem

from ui.parts.boxes import GAP


class Flow(QLayout):
    """A row of small controls that wraps as words do; it is never wider than its widest control must be."""

    def __init__(self, gap: int = GAP) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._right_from: int | None = None
        self.setContentsMargins(0, 0, 0, 0)

    def push_right(self) -> None:
        """Let what is added from now on stand at the right edge."""
        self._right_from = len(self._items)

    def addItem(self, item: QLayoutItem) -> None:
        """Override."""
        self._items.append(item)

    def count(self) -> int:
        """Override."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Override: None beyond the end, as Qt wants it."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Override: see `itemAt`."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Override: it takes what it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Override."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Override: as high as its lines."""
        return self._lay(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, area: QRect) -> None:
        """Override: put everything in its place."""
        super().setGeometry(area)
        self._lay(area, move=True)

    def sizeHint(self) -> QSize:
        """Override: all in one line, if it can be."""
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in shown) + self._gap * max(len(shown) - 1, 0)
        return QSize(width, max((size.height() for size in shown), default=0))

    def minimumSize(self) -> QSize:
        """Override: the widest control."""
        least = QSize(0, 0)
        for item in self._items:
            if not item.isEmpty():
                least = least.expandedTo(item.minimumSize())
        return least

    def _lay(self, area: QRect, *, move: bool) -> int:
        """Put the lines below each other; return the height needed."""
        top = area.top()
        for number, line in enumerate(self._lines(area.width())):
            top += self._gap if number else 0
            if move:
                self._put(line, QRect(area.left(), top, area.width(), 0))
            top += max(item.sizeHint().height() for _, item in line)
        return top - area.top()

    def _lines(self, width: int) -> list[list[tuple[int, QLayoutItem]]]:
        """Return the controls line by line, each with its number."""
        lines: list[list[tuple[int, QLayoutItem]]] = []
        left = 0
        for number, item in enumerate(self._items):
            if item.isEmpty():
                continue
            needed = item.sizeHint().width()
            if not lines or left + needed > width:
                lines.append([])
                left = 0
            lines[-1].append((number, item))
            left += needed + self._gap
        return lines

    def _put(self, line: list[tuple[int, QLayoutItem]], area: QRect) -> None:
        """Put one line into its place."""
        used = sum(item.sizeHint().width() + self._gap for _, item in line) - self._gap
        left, pushed = area.left(), False
        for number, item in line:
            if self._right_from is not None and number >= self._right_from and not pushed:
                left, pushed = left + max(area.width() - used, 0), True
            size = item.sizeHint().boundedTo(QSize(area.width(), item.sizeHint().height()))
            item.setGeometry(QRect(QPoint(left, area.top()), size))
            left += size.width() + self._gap
