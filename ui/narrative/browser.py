"""The text of the narrative: words inserted as plain text, chips as anchors, nothing ever loaded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMimeData, QUrl, Signal, Slot
from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser, QToolTip

from copilot.narrative.narrative import Sentence, Support
from ui.automation import Name, identify
from ui.narrative.words import DRAFT, Citations, Piece, without_citations
from ui.parts.announce import announce
from ui.parts.text import clean, tip_text
from ui.theme import THEME

SUPPORTED = QTextCharFormat.Property.UserProperty + 1
BETWEEN = 6  # px above the name of the next condition
LINE = 118.0  # per cent of the height of the letters


class NarrativeText(QTextBrowser):
    """Shows checked sentences and, greyed behind them, the words that are not checked yet."""

    target_wanted = Signal(str)
    target_hovered = Signal(str)

    def __init__(
        self, name: Name = Name.NARRATIVE_TEXT, says: str = "In words: AI-assisted draft, not reviewed"
    ) -> None:
        super().__init__()
        identify(self, name, says)
        self.setReadOnly(True)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(0)
        self.held = False
        self._pending_from: int | None = None
        self._following = True
        self._pending = ""
        self._said: list[str | tuple[Sentence, Citations]] = []
        THEME.changed.connect(self._dress)
        self.anchorClicked.connect(self._clicked)
        self.highlighted.connect(self._pointed)

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Override: a narrative has no pictures, style sheets or files."""
        return None

    def createMimeDataFromSelection(self) -> QMimeData:
        """Override: what is copied says it is a draft and leaves out what is not supported; nothing while held."""
        kept = "" if self.held else "".join(self._selected_words())
        data = QMimeData()
        data.setText(f"{DRAFT}: {kept.strip()}" if kept.strip() else "")
        return data

    def reset(self) -> None:
        """Empty the text."""
        self._pending_from, self._pending, self._said = None, "", []
        self.clear()

    def add_pending(self, text: str) -> None:
        """Append words that are not checked yet; what they cite is shown once it is checked."""
        self._pending += text
        cursor = self._end()
        if self._pending_from is None:
            self._pending_from = cursor.position()
        cursor.setPosition(self._pending_from, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        self._part(cursor)
        cursor.insertText(clean(without_citations(self._pending)), self._plain("muted", italic=True, supported=False))
        self._follow()

    def add_sentence(self, sentence: Sentence, citations: Citations) -> None:
        """Put a checked sentence in the place of what was pending."""
        self.drop_pending()
        self._said.append((sentence, citations))
        cursor = self._end()
        supported = sentence.support is Support.SUPPORTED
        contradicted = sentence.support is Support.CONTRADICTED
        struck = contradicted or sentence.support is Support.NOT_FOUND
        colour = "opposing" if contradicted else "text" if supported else "muted"
        look = self._plain(colour, struck=struck, supported=supported)
        space = self._plain("text", supported=supported)
        self._part(cursor)
        for piece in citations.pieces(sentence):
            if piece.target:
                cursor.insertText("\N{NO-BREAK SPACE}", space)
                cursor.insertText(f"\N{NO-BREAK SPACE}{piece.text}\N{NO-BREAK SPACE}", self._chip(piece, supported))
                cursor.insertText(" ", space)
            else:
                words = piece.text
                if words[:1] in ".,;:" and cursor.position():
                    cursor.deletePreviousChar()
                cursor.insertText(words, look)
        if not supported:
            reason = f": {clean(sentence.reason)}" if sentence.reason else ""
            why = f" {sentence.support.words}{reason}"
            cursor.insertText(why, self._plain("opposing" if contradicted else "muted", italic=True, supported=False))
        self._follow()

    def add_heading(self, words: str) -> None:
        """Name what the next sentences speak of."""
        self.drop_pending()
        self._said.append(words)
        look = self._plain("text")
        look.setFontWeight(QFont.Weight.Bold)
        cursor = self._end()
        if self.document().isEmpty():
            cursor.setBlockFormat(_paragraph(0))
        else:
            cursor.insertBlock(_paragraph(BETWEEN))
        cursor.insertText(clean(words), look)
        cursor.insertBlock(_paragraph(0))

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Lay the text out once after several sentences, instead of after each."""
        cursor = self._end()
        cursor.beginEditBlock()
        self._following = False
        try:
            yield
        finally:
            self._following = True
            cursor.endEditBlock()

    def to_start(self) -> None:
        """Show the text from its first line."""
        self.verticalScrollBar().setValue(0)

    def drop_pending(self) -> None:
        """Take away the words that were never checked."""
        if self._pending_from is not None:
            cursor = self._end()
            cursor.setPosition(self._pending_from, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
            self._pending_from, self._pending = None, ""

    @Slot()
    def _dress(self) -> None:
        """Draw all words again in the colours of the theme, at the place that is being read."""
        said, pending, place = self._said, self._pending, self.verticalScrollBar().value()
        self.reset()
        with self.at_once():
            for words in said:
                if isinstance(words, str):
                    self.add_heading(words)
                else:
                    self.add_sentence(*words)
            if pending:
                self.add_pending(pending)
        self.verticalScrollBar().setValue(place)

    def _end(self) -> QTextCursor:
        """Return a cursor at the end, apart from the person's own selection."""
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        return cursor

    def _part(self, cursor: QTextCursor) -> None:
        """Part a sentence from the one before it: those of one condition make one paragraph."""
        if self.document().isEmpty():
            cursor.setBlockFormat(_paragraph(0))
        if not cursor.atBlockStart():
            cursor.insertText(" ", self._plain("text"))

    def _follow(self) -> None:
        """Keep the newest words in sight, unless the person scrolled up or selects."""
        bar = self.verticalScrollBar()
        if self._following and not self.textCursor().hasSelection() and bar.maximum() - bar.value() < 80:
            bar.setValue(bar.maximum())

    def _selected_words(self) -> list[str]:
        """Return the selected words without those of unsupported sentences."""
        selection = self.textCursor()
        kept = []
        block = self.document().findBlock(selection.selectionStart())
        while block.isValid() and block.position() < selection.selectionEnd():
            for part in block:  # type: ignore[attr-defined]
                fragment = part.fragment()
                if fragment.charFormat().property(SUPPORTED) is False:
                    continue
                start = max(selection.selectionStart() - fragment.position(), 0)
                end = selection.selectionEnd() - fragment.position()
                kept.append(fragment.text()[start : max(end, 0)])
            kept.append("\n")
            block = block.next()
        return kept

    @staticmethod
    def _plain(colour: str, *, italic: bool = False, struck: bool = False, supported: bool = True) -> QTextCharFormat:
        """Return the look of words."""
        made = QTextCharFormat()
        made.setForeground(THEME.colour(colour))
        made.setFontItalic(italic)
        made.setFontStrikeOut(struck)
        made.setProperty(SUPPORTED, supported)
        return made

    @staticmethod
    def _chip(piece: Piece, supported: bool) -> QTextCharFormat:
        """Return the look of a chip: references in italics, facts upright, the full thing in its tip."""
        made = QTextCharFormat()
        made.setAnchor(True)
        made.setAnchorHref(piece.target)
        made.setToolTip(tip_text(piece.detail))
        made.setForeground(THEME.colour("accent"))
        made.setBackground(THEME.colour("accent_ground"))
        made.setFontPointSize(THEME.points(-1.5))
        made.setFontItalic(piece.target.startswith("reference:"))
        made.setFontWeight(QFont.Weight.Normal)
        made.setProperty(SUPPORTED, supported)
        return made

    @Slot(QUrl)
    def _clicked(self, url: QUrl) -> None:
        """Ask for the fact or the reference of a chip."""
        self.target_wanted.emit(url.toString())

    @Slot(QUrl)
    def _pointed(self, url: QUrl) -> None:
        """Tell which chip is pointed at, empty when none is; where the keyboard points, show and say what it is."""
        self.target_hovered.emit(url.toString())
        detail = self._detail(url.toString())
        if detail and self.hasFocus() and not self.viewport().underMouse():
            announce(self, detail)
            QToolTip.showText(self.mapToGlobal(self.cursorRect().bottomLeft()), tip_text(detail), self)

    def _detail(self, target: str) -> str:
        """Return the full thing that a chip stands for."""
        said = (words for words in self._said if not isinstance(words, str))
        pieces = (piece for sentence, citations in said for piece in citations.pieces(sentence))
        return next((piece.detail for piece in pieces if piece.target == target), "") if target else ""


def _paragraph(above: int) -> QTextBlockFormat:
    """Return lines that can be read at arm's length, with room above where something new begins."""
    made = QTextBlockFormat()
    made.setLineHeight(LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    made.setTopMargin(THEME.px(above))
    return made
