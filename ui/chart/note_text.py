"""A note as plain text with the recognised mentions marked by what the note says of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QToolTip

from copilot.chart.chart import Note
from copilot.findings.finding import Assertion, Mention
from copilot.knowledge.pack import Term
from copilot.review.mentions import mention_words
from ui.automation import Name, identify
from ui.chart.spans import Spans, editor_text
from ui.parts.announce import announce
from ui.parts.text import tip_text
from ui.theme import THEME

Underline = QTextCharFormat.UnderlineStyle
LOOKS: dict[Assertion, tuple[str, str, Underline]] = {
    Assertion.AFFIRMED: ("supporting", "supporting_ground", Underline.SingleUnderline),
    Assertion.DENIED: ("opposing", "opposing_ground", Underline.DashUnderline),
    Assertion.UNCERTAIN: ("caution", "caution_ground", Underline.DotLine),
    Assertion.FAMILY: ("accent", "accent_ground", Underline.WaveUnderline),
    Assertion.PAST: ("muted", "canvas", Underline.DashDotLine),
    Assertion.HYPOTHETICAL: ("muted", "canvas", Underline.DashDotDotLine),
}
MOST_FOUND = 500  # words of a search that are marked in one note
WORDS: dict[Assertion, str] = {
    Assertion.AFFIRMED: "present",
    Assertion.DENIED: "denied",
    Assertion.UNCERTAIN: "uncertain",
    Assertion.FAMILY: "family",
    Assertion.PAST: "past",
    Assertion.HYPOTHETICAL: "hypothetical",
}


def mention_format(assertion: Assertion) -> QTextCharFormat:
    """Return how a mention looks: colour, ground and a line of its own kind."""
    colour, ground, underline = LOOKS[assertion]
    made = QTextCharFormat()
    made.setForeground(THEME.colour(colour))
    made.setBackground(THEME.colour(ground))
    made.setUnderlineStyle(underline)
    made.setUnderlineColor(THEME.colour(colour))
    return made


def steering_format() -> QTextCharFormat:
    """Return how text looks that reads like an instruction to a program: struck out of what is read."""
    made = QTextCharFormat()
    made.setForeground(THEME.colour("caution"))
    made.setBackground(THEME.colour("caution_ground"))
    made.setFontStrikeOut(True)
    return made


def paused_format() -> QTextCharFormat:
    """Return how a mention looks that is left out of account: grey, without a line."""
    made = QTextCharFormat()
    made.setForeground(THEME.colour("muted"))
    return made


def found_format() -> QTextCharFormat:
    """Return how words look that a search found."""
    made = QTextCharFormat()
    made.setForeground(THEME.colour("text"))
    made.setBackground(THEME.colour("highlight"))
    made.setUnderlineStyle(Underline.SingleUnderline)
    made.setUnderlineColor(THEME.colour("highlight_edge"))
    return made


def warnings(note: Note | None) -> str:
    """Return what must be said beside a note, or nothing."""
    said = []
    if note is not None and note.instructions:
        said.append(
            "Struck-out text reads like an instruction to a program: not read for findings, not given to a model."
        )
    if note is not None and note.hidden:
        said.append("Hidden characters or text were found in its source; what is shown is what is read.")
    return " ".join(said)


class NoteText(QPlainTextEdit):
    """Read-only; `hovered` and `selected` tell which mention is pointed at or clicked.

    Alt+Down and Alt+Up walk through the mentions, Enter selects the one in sight.
    """

    hovered = Signal(object)
    selected = Signal(str)

    def __init__(self, key: str = "") -> None:
        super().__init__()
        identify(self, Name.NOTES_TEXT, "Note text", key=key)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(0)
        self.note: Note | None = None
        self._mentions: tuple[Mention, ...] = ()
        self._terms: Mapping[str, Term] = {}
        self._paused: frozenset[str] = frozenset()
        self._at: int | None = None  # the mention that the keyboard went to
        self._spans = Spans("")
        self._lit: frozenset[str] = frozenset()
        self._found: tuple[tuple[int, int], ...] = ()
        self._pointed = ""
        self._most_lines = 0
        THEME.changed.connect(self._mark)

    def show_note(
        self, note: Note | None, mentions: Iterable[Mention], terms: Mapping[str, Term] | None = None
    ) -> None:
        """Show another note; `terms` name its findings."""
        self.note, self._terms, self._at = note, terms or {}, None
        text = note.text if note else ""
        self._mentions = tuple(mentions)
        self._spans = Spans(text)
        self._lit, self._found = frozenset(), ()
        self.setPlainText(editor_text(text))
        self._mark()
        self._take_height()

    def grow(self, most: int) -> None:
        """Be as high as the text, up to so many lines, instead of filling the room."""
        self._most_lines = most
        self._take_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: another width, another number of lines."""
        super().resizeEvent(event)
        self._take_height()

    def _take_height(self) -> None:
        """Take the height of the lines; the plain text layout gives its height in lines."""
        if self._most_lines:
            lines = min(max(int(self.document().size().height()), 1), self._most_lines)
            block = self.document().firstBlock()
            each = self.blockBoundingRect(block).height() / max(block.lineCount(), 1)
            height = round(lines * each) + 4
            if height != self.height():
                self.setFixedHeight(height)

    def has(self, fact: str) -> bool:
        """Return whether the fact is this note or one of its mentions."""
        return self.note is not None and (fact == self.note.fact_id or any(m.fact == fact for m in self._mentions))

    def light(self, facts: frozenset[str]) -> None:
        """Highlight the mentions that these facts are."""
        ours = frozenset(m.fact for m in self._mentions) & facts
        if ours != self._lit:
            self._lit = ours
            self._mark()

    def pause(self, terms: frozenset[str]) -> None:
        """Grey the mentions of findings that are left out of account."""
        if terms != self._paused:
            self._paused = terms
            self._mark()

    def mark_found(self, spans: tuple[tuple[int, int], ...]) -> None:
        """Mark the words that a search found."""
        if spans != self._found:
            self._found = spans
            self._mark()

    def show_span(self, span: tuple[int, int]) -> None:
        """Scroll to a passage and select it."""
        self.setTextCursor(self._cursor(span))
        self.centerCursor()

    def show_fact(self, fact: str) -> bool:
        """Scroll to a mention and select its span; the note itself is shown from its start."""
        mention = next((m for m in self._mentions if m.fact == fact), None)
        if mention is None:
            if self.has(fact):
                self.moveCursor(QTextCursor.MoveOperation.Start)
            return self.has(fact)
        self.setTextCursor(self._cursor(mention.span))
        self.centerCursor()
        self.light(frozenset((fact,)))
        return True

    def mention_at(self, point: QPoint) -> Mention | None:
        """Return the mention under a point of the viewport."""
        place = self._spans.to_note(self.cursorForPosition(point).position())
        return next((m for m in self._mentions if m.span[0] <= place < m.span[1]), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Override: tell which mention is pointed at."""
        super().mouseMoveEvent(event)
        self._point(self.mention_at(event.position().toPoint()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Override: a click on a mention selects its fact."""
        super().mouseReleaseEvent(event)
        mention = self.mention_at(event.position().toPoint())
        if mention is not None and event.button() is Qt.MouseButton.LeftButton:
            self.selected.emit(mention.fact)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Alt+Down and Alt+Up go to the next and the previous mention, Enter selects it."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if key in steps and event.modifiers() & Qt.KeyboardModifier.AltModifier and self._mentions:
            self._walk(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at is not None:
            self.selected.emit(self._mentions[self._at].fact)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Override: the tip names the finding under the pointer."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mention = self.mention_at(event.pos())
            words = self._words(mention) if mention is not None else ""
            QToolTip.showText(event.globalPos(), tip_text(words), self.viewport())
            return True
        return super().viewportEvent(event)

    def _walk(self, step: int) -> None:
        """Go to another mention, in the order of the text, and say it."""
        last = len(self._mentions) - 1
        start = 0 if step > 0 else last
        self._at = start if self._at is None else min(max(self._at + step, 0), last)
        mention = self._mentions[self._at]
        self.show_span(mention.span)
        self.hovered.emit(frozenset((mention.fact,)))
        announce(self, self._words(mention))

    def _words(self, mention: Mention) -> str:
        """Return what the note says at a place."""
        return mention_words(mention, self._terms, paused=mention.term in self._paused)

    def leaveEvent(self, event: QEvent) -> None:
        """Override: nothing is pointed at any more."""
        super().leaveEvent(event)
        self._point(None)

    def _point(self, mention: Mention | None) -> None:
        """Tell once when the pointer enters or leaves a mention."""
        fact = mention.fact if mention else ""
        if fact != self._pointed:
            self._pointed = fact
            self.hovered.emit(frozenset((fact,)) if fact else frozenset())

    def _cursor(self, span: tuple[int, int]) -> QTextCursor:
        """Return a cursor that selects a passage of the note."""
        last = max(self.document().characterCount() - 1, 0)
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(self._spans.to_editor(span[0]), last))
        cursor.setPosition(min(self._spans.to_editor(span[1]), last), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    @Slot()
    def _mark(self) -> None:
        """Mark all mentions, and what is not read, in the colours of the theme in force."""
        marks = []
        for span in self.note.instructions if self.note else ():
            mark = QTextEdit.ExtraSelection()
            mark.cursor = self._cursor(span)
            mark.format = steering_format()
            marks.append(mark)
        for mention in self._mentions:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = self._cursor(mention.span)
            look = paused_format() if mention.term in self._paused else mention_format(mention.assertion)
            if mention.fact in self._lit:
                look.setBackground(QColor(THEME.colour("highlight")))
                look.setForeground(THEME.colour("text"))
                look.setUnderlineColor(THEME.colour("highlight_edge"))
            mark.format = look
            marks.append(mark)
        for span in self._found[:MOST_FOUND]:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = self._cursor(span)
            mark.format = found_format()
            marks.append(mark)
        self.setExtraSelections(marks)
