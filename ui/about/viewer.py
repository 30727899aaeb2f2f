"""A viewer for Markdown that comes with a model: no HTML, no pictures, no link that opens by itself."""

from __future__ import annotations

from markdown_it import MarkdownIt
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QFrame, QTextBrowser


def to_html(markdown: str) -> str:
    """Return the Markdown as HTML in which raw HTML is escaped and pictures are their words."""
    return str(MarkdownIt("commonmark", {"html": False}).enable("table").disable("image").render(markdown))


class MarkdownView(QTextBrowser):
    """Shows rendered Markdown; links are words."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Override: nothing is ever loaded."""
        return None

    def show_markdown(self, text: str) -> None:
        """Render and show."""
        self.setHtml(to_html(text))
