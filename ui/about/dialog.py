"""About: intended use, instructions, method and model card, references, licences and versions, without a network."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QTabWidget, QWidget

from copilot.knowledge.pack import Pack
from copilot.model.client import LoadedModel
from ui.about.notices import NoticesPage
from ui.about.texts import method_card, model_card, reference_list, text, versions
from ui.about.viewer import MarkdownView
from ui.automation import Name, identify
from ui.chart.spans import editor_text
from ui.parts.boxes import column, row
from ui.parts.button import button
from ui.parts.gate import gate_words
from ui.parts.label import label

NOT_LOADED = "No model is loaded yet."


class AboutDialog(QDialog):
    """Six tabs of words and one line of versions; nothing in it is a link."""

    def __init__(self, pack: Pack | None, parent: QWidget | None = None, *, model: LoadedModel | None = None) -> None:
        super().__init__(parent)
        identify(self, Name.ABOUT, "About Chartside")
        self.setWindowTitle("About Chartside")
        self.resize(760, 680)
        self.use = identify(MarkdownView(), Name.ABOUT_USE, "Intended use")
        self.instructions = identify(MarkdownView(), Name.ABOUT_INSTRUCTIONS, "Instructions and support")
        self.method = identify(MarkdownView(), Name.ABOUT_METHOD, "Method card")
        self.card = identify(MarkdownView(), Name.ABOUT_MODEL, "Model card")
        self.references = identify(QPlainTextEdit(), Name.ABOUT_REFERENCES, "References")
        self.references.setReadOnly(True)
        self.notices = NoticesPage()
        told = gate_words(model) if model is not None else NOT_LOADED
        self.gate = identify(label(told, "", wrap=True, selectable=True), Name.ABOUT_GATE, "The model and its check")
        self.tabs = identify(QTabWidget(), Name.ABOUT_TABS, "About")
        identify(self.tabs.tabBar(), Name.ABOUT_TAB_BAR, "About")
        self.tabs.setDocumentMode(True)
        self._to_fill: dict[int, Callable[[], None]] = {}
        self._pages: list[str] = []
        self._add("Intended use", self.use, lambda: self.use.show_markdown(text("intended-use")))
        self._add("How to use it", self.instructions, lambda: self.instructions.show_markdown(text("instructions")))
        self._add("Method", self.method, lambda: self.method.show_markdown(method_card(pack)))
        self._add("Model", self.card, lambda: self.card.show_markdown(model_card(model)), above=self.gate)
        self._add("References", self.references, lambda: self._list_references(pack))
        self._add("Licences", self.notices, self.notices.fill, named=Name.ABOUT_NOTICES)
        self.tabs.currentChanged.connect(self._fill)
        self._fill(0)
        said = versions(pack, model)
        self.versions = identify(label(said, "small", wrap=True, selectable=True), Name.ABOUT_VERSIONS, said)
        close = button("Close", Name.ABOUT_CLOSE)
        close.clicked.connect(self.close)
        foot = row(gap=12)
        foot.addWidget(self.versions, 1)
        foot.addWidget(close)
        layout = column(gap=10, margins=(16, 12, 16, 14))
        layout.addWidget(self.tabs, 1)
        layout.addLayout(foot)
        self.setLayout(layout)

    def show_page(self, name: Name) -> None:
        """Go to the page with this name."""
        self.tabs.setCurrentIndex(self._pages.index(name.value))

    def _add(
        self,
        words: str,
        page: QWidget,
        fill: Callable[[], None],
        *,
        above: QWidget | None = None,
        named: Name | None = None,
    ) -> None:
        """Add a tab, which is filled when it is first shown: all six at once would hold the window up."""
        self._to_fill[self.tabs.count()] = fill
        self._pages.append(named.value if named else page.accessibleIdentifier())
        self.tabs.addTab(_padded(page, above), words)

    def _list_references(self, pack: Pack | None) -> None:
        """List the references."""
        self.references.setPlainText(editor_text(reference_list(pack)))

    @Slot(int)
    def _fill(self, number: int) -> None:
        """Fill a tab that is shown for the first time."""
        fill = self._to_fill.pop(number, None)
        if fill is not None:
            fill()


def _padded(widget: QWidget, above: QWidget | None = None) -> QWidget:
    """Return the widget with air around it, below another."""
    made = QWidget()
    layout = column(gap=10, margins=(4, 12, 4, 4))
    if above is not None:
        layout.addWidget(above)
    layout.addWidget(widget)
    made.setLayout(layout)
    return made
