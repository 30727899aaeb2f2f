"""The status line: which model, where it runs, how fast; which packs; theme and about."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame

from copilot.knowledge.pack import Pack
from copilot.model.client import LoadedModel
from copilot.narrative.narrative import Narrative
from ui.automation import Name, identify
from ui.parts.boxes import row
from ui.parts.button import button
from ui.parts.gate import gate_words
from ui.parts.label import Elided, label
from ui.theme import DARK, THEME

HEIGHT = 26
LOCAL = "local only"


class StatusLine(QFrame):
    """Always at the bottom."""

    about_wanted = Signal()
    model_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        identify(self, Name.STATUS, "Status")
        self.model = identify(Elided("No model", "status"), Name.STATUS_MODEL, "Model")
        self.pack = identify(Elided("", "status"), Name.STATUS_PACK, "Knowledge packs")
        self.theme = button("", Name.STATUS_THEME, role="link", says="Switch between light and dark, Ctrl+T")
        self.about = button("About and intended use", Name.STATUS_ABOUT, role="link", says="About, Shift+F1")
        self._identity = ""
        layout = row(gap=16, margins=(16, 0, 12, 0))
        layout.addWidget(self.model, 4)
        layout.addWidget(self.pack, 4)
        layout.addWidget(label("For clinicians. Not for time-critical decisions.", "status"))
        layout.addWidget(self.theme)
        layout.addWidget(self.about)
        self.setLayout(layout)
        self.about.clicked.connect(self.about_wanted)
        self.theme.clicked.connect(self._toggle)
        THEME.changed.connect(self._dress)
        self._dress()

    def show_model(self, loaded: LoadedModel) -> None:
        """Name the model that runs."""
        info = loaded.info
        context = f"context {loaded.runs.context:,}"
        where = (f"at {loaded.destination}", context) if loaded.destination else (loaded.runs.device, context, LOCAL)
        parts = (info.name, loaded.standing.words, info.quantization, *where)
        self._identity = " · ".join(part for part in parts if part)
        self.model.set_text(self._identity)
        if loaded.destination:
            sent = f"Questions about the chart are sent to {loaded.destination}, as IT has set."
            self.model.set_detail(f"{gate_words(loaded)}\n{sent}")
            return
        lines = [gate_words(loaded), info.path.name, f"SHA-256 {loaded.sha256}", f"llama.cpp {loaded.runs.build}"]
        lines += [str(loaded.settings)] if loaded.settings else []
        lines += [f"Not all on a GPU: {loaded.runs.reason}"] if loaded.runs.reason else []
        self.model.set_detail("\n".join(lines))

    def show_speed(self, narrative: Narrative) -> None:
        """Add how fast it wrote."""
        speed = f" · {narrative.tokens_per_second:.0f} tokens/s" if narrative.tokens_per_second else ""
        self.model.set_text(self._identity + speed)

    def say_model(self, words: str) -> None:
        """Say what the model does, or why there is none."""
        self.model.set_text(words)

    def show_pack(self, pack: Pack) -> None:
        """Say which knowledge is in force."""
        names = sorted({condition.pack for condition in pack.conditions.values()})
        self.pack.set_text(
            f"Packs: {', '.join(names) or 'none'} · {len(pack.conditions):,} conditions · "
            f"{len(pack.references):,} references · version {pack.version[:8]}"
        )
        self.pack.set_detail(f"{len(pack.terms):,} findings, {len(pack.tests):,} tests\nversion {pack.version}")

    @Slot()
    def _toggle(self) -> None:
        """Switch the theme."""
        THEME.toggle()

    @Slot()
    def _dress(self) -> None:
        """Name the theme one can switch to."""
        self.theme.setText("Light" if THEME.colours is DARK else "Dark")
        self.setFixedHeight(THEME.px(HEIGHT))
