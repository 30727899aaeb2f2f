"""What was typed and taken back: a field remembers it for Ctrl+Z, and so would show it to whoever comes next."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget


def forget_typed(inside: QWidget) -> None:
    """Let every field inside forget what it could bring back; what stands in it stays."""
    for line in inside.findChildren(QLineEdit):
        if line.isUndoAvailable() or line.isRedoAvailable():
            line.setText(line.text())
    for field in inside.findChildren(QPlainTextEdit):
        field.document().clearUndoRedoStacks()
