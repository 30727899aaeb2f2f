"""About: intended use, every reference of the packs, and the model card."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QPlainTextEdit, QTabWidget, QWidget

from copilot.knowledge.pack import Pack
from copilot.model.client import LoadedModel
from copilot.model.gate.standing import SHIPPED
from copilot.places import resources
from copilot.review.wording import reference_line
from ui.about.use import INTENDED_USE
from ui.about.viewer import MarkdownView
from ui.automation import Name, identify
from ui.chart.spans import editor_text
from ui.parts.boxes import Scroll, column, row
from ui.parts.button import button
from ui.parts.gate import gate_page, gate_words
from ui.parts.label import label

NOT_LOADED = "No model is loaded yet."


def model_card(loaded: LoadedModel | None = None) -> str:
    """Return the model card that is shipped beside the starter model, or why there is none.

    Of a model that came from elsewhere it is the gate's result page.
    """
    if loaded is not None and loaded.standing.words != SHIPPED:
        return gate_page(loaded) or "There is no result page: this model was not checked on this machine."
    folder = resources() / "models"
    for path in sorted(folder.glob("*.md")) if folder.is_dir() else []:
        try:
            return path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            continue
    return "No model card is installed with this build."


def reference_list(pack: Pack | None) -> str:
    """Return every reference of the packs as plain text, by publisher."""
    if pack is None:
        return "The knowledge packs are not loaded yet."
    every = sorted(pack.references.values(), key=lambda r: (r.publisher.casefold(), r.year or 0, r.title))
    head = f"{len(every)} sources, each opened and read by the project. Pack version {pack.version}.\n\n"
    return head + _rare(pack) + "\n\n".join(reference_line(reference) for reference in every)


def _rare(pack: Pack) -> str:
    """Return the acknowledgement that HPO's licence asks for: whose it is, which release, unaltered."""
    if pack.rare is None:
        return "The rare pack is not installed.\n\n"
    words = pack.rare.words
    return (
        f"Rare diseases: {len(words.members)} of OMIM and Orphanet, as annotated by the Human Phenotype Ontology, "
        f"release {words.version}, used under its licence (https://hpo.jax.org/app/license) and compiled to an index "
        "without change of content. Orphanet's annotations: Orphadata, CC BY 4.0.\n\n"
    )


class AboutDialog(QDialog):
    """Three tabs of words; nothing in it is a link."""

    def __init__(self, pack: Pack | None, parent: QWidget | None = None, *, model: LoadedModel | None = None) -> None:
        super().__init__(parent)
        identify(self, Name.ABOUT, "About Chartside")
        self.setWindowTitle("About Chartside")
        self.resize(700, 620)
        self.use = identify(label(INTENDED_USE, "", wrap=True, selectable=True), Name.ABOUT_USE, "Intended use")
        self.references = identify(QPlainTextEdit(), Name.ABOUT_REFERENCES, "References")
        self.references.setReadOnly(True)
        self.references.setPlainText(editor_text(reference_list(pack)))
        self.card = identify(MarkdownView(), Name.ABOUT_MODEL, "Model card")
        self.card.show_markdown(model_card(model))
        told = gate_words(model) if model is not None else NOT_LOADED
        self.gate = identify(label(told, "", wrap=True, selectable=True), Name.ABOUT_GATE, "The model and its check")
        self.tabs = identify(QTabWidget(), Name.ABOUT_TABS, "About")
        self.tabs.setDocumentMode(True)
        scroll = Scroll("pane", gap=0, margins=(0, 0, 8, 0))  # more words than the dialog is high
        scroll.column.addWidget(self.use)
        self.tabs.addTab(_padded(scroll), "Intended use")
        self.tabs.addTab(_padded(self.references), "References")
        self.tabs.addTab(_padded(self.card, self.gate), "Model card")
        close = button("Close", Name.ABOUT_CLOSE)
        close.clicked.connect(self.close)
        buttons = row()
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = column(gap=10, margins=(16, 12, 16, 14))
        layout.addWidget(self.tabs, 1)
        layout.addLayout(buttons)
        self.setLayout(layout)


def _padded(widget: QWidget, above: QWidget | None = None) -> QWidget:
    """Return the widget with air around it, below another."""
    made = QWidget()
    layout = column(gap=10, margins=(4, 12, 4, 4))
    if above is not None:
        layout.addWidget(above)
    layout.addWidget(widget)
    made.setLayout(layout)
    return made
