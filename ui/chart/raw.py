"""The raw JSON of a resource, in its own window: what the record really holds."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QTextCursor
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from copilot.chart.fact import Fact
from copilot.review.review import Review
from ui.automation import Name, identify
from ui.chart.spans import editor_text
from ui.parts.boxes import column, row
from ui.parts.button import button
from ui.parts.label import label
from ui.parts.text import one_line

LIMIT = 200_000
_NUMBER = re.compile(r'"\ue000([^"\ue000]*)\ue000"')


def raw_text(value: Any) -> str:
    """Return JSON with numbers exactly as given: `Decimal("9.80")` is written 9.80."""
    marked = json.dumps(value, indent=2, ensure_ascii=False, default=_mark)
    return _NUMBER.sub(r"\1", marked)


def find_raw(review: Review, resource: str) -> object | None:
    """Return the raw resource under its reference, versioned or not."""
    raw = review.chart.raw
    return raw.get(resource) or raw.get(resource.split("/_history/")[0])


def _mark(value: object) -> str:
    """Mark a decimal so that its quotes can be taken off again."""
    return f"\ue000{value}\ue000" if isinstance(value, Decimal) else str(value)


class RawDialog(QDialog):
    """Shows one resource; the line of the element that a fact stands in is selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        identify(self, Name.RAW, "Raw JSON")
        self.setWindowTitle("Raw JSON")
        self.resize(620, 560)
        self.heading = identify(label("", "strong", wrap=True, selectable=True), Name.RAW_HEADING, "Resource")
        self.path = identify(label("", "muted", wrap=True, selectable=True), Name.RAW_PATH, "Element")
        self.text = identify(QPlainTextEdit(), Name.RAW_TEXT, "Raw JSON of the resource")
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.close_button = button("Close", Name.RAW_CLOSE)
        self.close_button.clicked.connect(self.close)
        buttons = row()
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        layout = column(gap=8, margins=(16, 14, 16, 14))
        for widget in (self.heading, self.path, self.text):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        self.setLayout(layout)

    def show_fact(self, review: Review, fact: Fact) -> None:
        """Show the resource that a fact stands in."""
        self.show_resource(review, fact.source.resource, fact.source.path)
        self.path.setText(f"{fact.id} · {one_line(fact.source.path) or 'the whole resource'} · {one_line(fact.text)}")

    def show_resource(self, review: Review, resource: str, path: str = "") -> None:
        """Show a resource by its reference."""
        found = find_raw(review, resource)
        self.heading.setText(one_line(resource))
        self.path.setText(one_line(path))
        shown = raw_text(found) if found is not None else "The raw resource is not kept for this line."
        cut = "" if len(shown) <= LIMIT else f"\n\N{HORIZONTAL ELLIPSIS} cut: {len(shown):,} characters in all"
        self.text.setPlainText(editor_text(shown[:LIMIT] + cut))
        self._select(path)

    def _select(self, path: str) -> None:
        """Select the line of the innermost key of an element path."""
        keys = re.findall(r"[A-Za-z_]+", path)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        for key in keys:
            if self.text.find(f'"{key}"'):
                cursor = self.text.textCursor()
                cursor.clearSelection()
                self.text.setTextCursor(cursor)
        if keys:
            cursor = self.text.textCursor()
            cursor.select(QTextCursor.SelectionType.LineUnderCursor)
            self.text.setTextCursor(cursor)
            self.text.centerCursor()
