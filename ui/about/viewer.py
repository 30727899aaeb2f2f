"""A viewer for shipped Markdown: no HTML, no pictures, no link that opens by itself."""

from __future__ import annotations

from markdown_it import MarkdownIt
from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QFrame, QTextBrowser

from ui.theme import THEME


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
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._markdown = ""
        THEME.changed.connect(self._dress)

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Override: nothing is ever loaded."""
        return None

    def show_markdown(self, text: str) -> None:
        """Render and show."""
        self._markdown = text
        self._dress()

    @Slot()
    def _dress(self) -> None:
        """Render in the sizes and colours of the theme, at the place that is being read."""
        place = self.verticalScrollBar().value()
        self.document().setDefaultStyleSheet(_style())
        self.setHtml(to_html(self._markdown))
        self.verticalScrollBar().setValue(place)


def _style() -> str:
    """Return calm headings, and tables whose columns stand apart."""
    gap = THEME.px(14)
    return f"""
    h1 {{ font-size: large; margin-top: 0; margin-bottom: {THEME.px(8)}px; }}
    h2 {{ font-size: medium; margin-top: {THEME.px(16)}px; margin-bottom: {THEME.px(5)}px; }}
    pre {{ white-space: pre-wrap; }}
    li {{ margin-bottom: {THEME.px(4)}px; }}
    th {{ text-align: left; color: {THEME.colours.muted}; font-weight: normal; padding: 2px {gap}px 3px 0; }}
    td {{ padding: 2px {gap}px 3px 0; }}
    a {{ color: {THEME.colours.text}; text-decoration: none; }}
    """
