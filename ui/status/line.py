"""The status line: which model, where it runs, how fast; which packs; theme and about."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame

from copilot.knowledge.pack import Pack
from copilot.model.client import LoadedModel
from copilot.narrative.narrative import Narrative
from ui.automation import Name, identify
from ui.parts.boxes import row, turn
from ui.parts.button import button
from ui.parts.gate import gate_words
from ui.parts.label import Elided, label
from ui.theme import LIGHT, THEME

HEIGHT = 26
NARROW = 900
LEAST = 380
LOCAL = "local only"


class StatusLine(QFrame):
    """Always at the bottom."""

    about_wanted = Signal()
    commands_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        identify(self, Name.STATUS, "Status")
        self.model = identify(Elided("No model", "status"), Name.STATUS_MODEL, "Model")
        self.pack = identify(Elided("", "status"), Name.STATUS_PACK, "Knowledge packs")
        self.keeping = identify(label("", "status"), Name.STATUS_KEEPING, "What is kept")
        self.keep = button("Keep reviews", Name.STATUS_KEEP, role="link", says="Keep reviews behind a passphrase")
        self.keep.hide()
        self.theme = button("", Name.STATUS_THEME, role="link", says="Switch between light and dark, Ctrl+T")
        self.about = button("About and intended use", Name.STATUS_ABOUT, role="link", says="About, Shift+F1")
        self._identity = ""
        self.commands = button("Commands  Ctrl+K", Name.STATUS_COMMANDS, role="link", says="Find a command, Ctrl+K")
        self.use = label("For clinicians. Not for time-critical decisions.", "status", wrap=True)
        self._facts = row(gap=16)
        self._facts.addWidget(self.model, 4)
        self._facts.addWidget(self.pack, 4)
        self._facts.addWidget(self.keeping)
        self._facts.addWidget(self.keep)
        controls = row(gap=12)
        controls.addWidget(self.use, 1)
        for control in (self.commands, self.theme, self.about):
            controls.addWidget(control)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lines.setContentsMargins(16, 0, 12, 0)
        self._lines.addLayout(self._facts, 5)
        self._lines.addLayout(controls, 1)
        self.setLayout(self._lines)
        self.about.clicked.connect(self.about_wanted)
        self.commands.clicked.connect(self.commands_wanted)
        self.theme.clicked.connect(self._toggle)
        THEME.changed.connect(self._dress)
        self._dress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: another width, perhaps another number of lines."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Override: it stands on two lines before it widens the window."""
        return QSize(THEME.px(LEAST), THEME.px(HEIGHT))

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

    @Slot(str, bool)
    def show_keeping(self, words: str, offered: bool) -> None:
        """Say whether what happens here is kept; `offered`: it could be, behind a passphrase."""
        self.keep.setVisible(offered)
        self.keeping.setText(words)
        self.keeping.setAccessibleName(words)

    @Slot()
    def _toggle(self) -> None:
        """Switch the theme."""
        THEME.toggle()

    @Slot()
    def _dress(self) -> None:
        """Name the theme one can switch to."""
        self.theme.setText("Dark" if THEME.colours is LIGHT else "Light")
        self._fit()

    def _fit(self) -> None:
        """Stand on one line where there is room, on two in a narrow window."""
        narrow = self.width() < THEME.px(NARROW)
        turn(self._lines, upright=narrow)
        self._lines.setSpacing(0 if narrow else 16)
        self.use.setWordWrap(narrow)
        self.use.setMinimumWidth(1 if narrow else self.use.sizeHint().width())
        self.about.setText("About" if narrow else "About and intended use")
        self.setFixedHeight(THEME.px(HEIGHT) * (2 if narrow else 1))
