"""A field that a vocabulary completes: what is typed, and under it what it may mean, walked through by keyboard."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from copilot.knowledge.vocabulary import Suggestion, Vocabulary
from ui.automation import Name, identify
from ui.parts.announce import announce
from ui.parts.boxes import column
from ui.parts.label import label
from ui.parts.text import one_line

READING = "The vocabulary is still being read."
WALK = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
OWN = (Qt.Key.Key_Escape, *ENTER, *WALK)


@dataclass(frozen=True, slots=True)
class Wording:
    """What a field is called, what stands in it while it is empty, and what is said under it."""

    name: str
    hint: str
    help: str
    nothing: str


class Typing(QLineEdit):
    """Keeps Escape, Enter and the arrows to itself while it has the keyboard."""

    pressed = Signal(object)

    def event(self, event: QEvent) -> bool:
        """Override: Escape leaves the field, and stops nothing else."""
        own = isinstance(event, QKeyEvent) and event.key() in OWN
        if own and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: tell the keys that are for the list."""
        if event.key() in OWN:
            self.pressed.emit(event)
        else:
            super().keyPressEvent(event)


class Completion(QWidget):
    """`left` tells that Escape was hit. Whoever inherits says what is `meant`, and takes it (`take`)."""

    left = Signal()

    def __init__(self, names: tuple[Name, Name], wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self._found: tuple[Suggestion, ...] = ()
        self.vocabulary: Vocabulary | None = None
        self.field = identify(Typing(), names[0], wording.name)
        self.field.setPlaceholderText(wording.hint)
        self.field.setAccessibleDescription(wording.help)
        self.field.setMaxLength(120)
        self.list = identify(QListWidget(), names[1], f"{wording.name}: what this may mean")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the field keeps the keyboard, and walks the list
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.note = label("", "small", wrap=True)
        layout = column(gap=2)
        for widget in (self.field, self.list, self.note):
            layout.addWidget(widget)
        self.setLayout(layout)
        self.list.hide()
        self.note.hide()
        self.field.textChanged.connect(self._typed)
        self.field.pressed.connect(self._press)
        self.list.itemClicked.connect(self._clicked)

    def know(self, vocabulary: Vocabulary) -> None:
        """Complete from now on."""
        self.vocabulary = vocabulary
        self._typed(self.field.text())

    def begin(self) -> None:
        """Take the keyboard."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def clear(self) -> None:
        """Forget what was typed."""
        self.field.clear()

    def meant(self, text: str) -> tuple[Suggestion, ...]:
        """Return what a text may mean."""
        return self.vocabulary.find(text) if self.vocabulary is not None else ()

    def said(self, one: Suggestion) -> str:
        """Return one suggestion in words."""
        return f"{one.name}  ({one.form})" if one.form else one.name

    def take(self, one: Suggestion, *, shifted: bool) -> None:
        """Take what was chosen; the field is ready for the next."""

    def take_words(self, words: str) -> None:
        """Take what was typed where nothing is known by these words."""

    @Slot(str)
    def _typed(self, text: str) -> None:
        """Show what the words may mean, the likeliest chosen, or say why there is nothing."""
        self._found = self.meant(text) if text.strip() else ()
        self.list.clear()
        for one in self._found:
            words = one_line(self.said(one))
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setFixedHeight(len(self._found) * max(self.list.sizeHintForRow(0), 1) + 2)
        self.list.setVisible(bool(self._found))
        self._explain(text)
        if self._found:
            announce(self.list, self.said(self._found[0]))

    def _explain(self, text: str) -> None:
        """Say what the keys do, or why the list is empty."""
        nothing = READING if self.vocabulary is None else self._wording.nothing
        words = self._wording.help if self._found else nothing if len(text.strip()) > 2 else ""
        self.note.setText(words)
        self.note.setVisible(bool(words))

    @Slot(object)
    def _press(self, event: QKeyEvent) -> None:
        """Walk the list, take what is chosen, or leave."""
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        elif key in ENTER and not self._found:
            self.take_words(one_line(self.field.text()))
        elif key in ENTER:
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.take(self._found[self.list.currentRow()], shifted=shifted)
        elif self._found:
            place = min(max(self.list.currentRow() + WALK[key], 0), len(self._found) - 1)
            self.list.setCurrentRow(place)
            announce(self.list, self.said(self._found[place]))

    @Slot(QListWidgetItem)
    def _clicked(self, item: QListWidgetItem) -> None:
        """Take what was clicked."""
        self.take(self._found[self.list.row(item)], shifted=False)
