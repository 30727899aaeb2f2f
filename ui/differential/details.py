"""The evidence of an opened hypothesis: for, against, unknown, what else counted, and the sources."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from copilot.differential.differential import Hypothesis
from copilot.review.wording import parts_words, reference_line
from ui.automation import Name, identify
from ui.differential.evidence import EvidenceLine, Sources
from ui.differential.side import UNKNOWNS, Shown, Side
from ui.parts.boxes import column
from ui.parts.gradual import Gradual
from ui.parts.label import label
from ui.parts.text import tip
from ui.theme import THEME

ALSO = "Editorial weights, natural logarithms of a ratio; with the lines above they add up to the score."


class Details(QWidget):
    """Built in steps; `hovered` and `activated` speak of facts, as its lines do, `corrected` of a finding."""

    hovered = Signal(object)
    activated = Signal(str)
    corrected = Signal(str, object)

    def __init__(self, hypothesis: Hypothesis, sources: Sources) -> None:
        super().__init__()
        self.hypothesis = hypothesis
        self._from = sources
        self._sides: dict[str, Side] = {}
        self._parts: QLabel | None = None
        self.sources: QLabel | None = None
        self._lit: frozenset[str] = frozenset()
        self._narrow = False
        self._gradual = Gradual(self)

    @property
    def lines(self) -> list[EvidenceLine]:
        """Return the lines that are built, in reading order."""
        return [line for side in self._sides.values() for line in side.lines]

    @property
    def busy(self) -> bool:
        """Return whether evidence is still to be built."""
        return self._gradual.busy

    def begin(self) -> None:
        """Build in steps of its own."""
        self._gradual.add(self.build)

    def finish(self) -> None:
        """Build the rest now."""
        self._gradual.finish()

    def set_narrow(self, narrow: bool) -> None:
        """Rearrange for a narrow pane, or back."""
        self._narrow = narrow
        for side in self._sides.values():
            side.set_narrow(narrow)

    def light(self, facts: frozenset[str]) -> None:
        """Highlight the evidence that rests on these facts."""
        self._lit = facts
        for side in self._sides.values():
            side.light(facts)

    def build(self) -> Iterator[None]:
        """Build the evidence: for, against, unknown, then the sources."""
        layout = column(gap=0, margins=(THEME.px(16), 2, 0, 2))
        self.setLayout(layout)
        for name in ("for", "against", "unknown"):
            side = Side(self.hypothesis.condition.id, name)
            side.hovered.connect(self.hovered)
            side.activated.connect(self.activated)
            side.corrected.connect(self.corrected)
            side.rest_wanted.connect(partial(self._show_rest, side))
            side.set_narrow(self._narrow)
            side.light(self._lit)
            self._sides[name] = side
            layout.addWidget(side)
            yield from side.show_lines(self._shown(name), self._from)
        self._parts = self._words("", 22)
        self.sources = self._words("", 26, selectable=True)
        layout.addWidget(self._parts)
        layout.addWidget(self.sources)
        self._tell()

    def update_hypothesis(self, hypothesis: Hypothesis, sources: Sources) -> None:
        """Show what the same hypothesis rests on now, in place; what is not built yet is built so."""
        self.hypothesis, self._from = hypothesis, sources
        if self.busy:
            self.finish()
        for name, side in self._sides.items():
            for _ in side.show_lines(self._shown(name), sources):
                pass
        if self._sides:
            self._tell()

    def _shown(self, side: str) -> list[Shown]:
        """Return the lines of one side; what is paused stays where it stood."""
        h = self.hypothesis
        if side == "unknown":
            return [Shown(line) for line in h.unknown]
        stands = h.supporting if side == "for" else h.opposing
        paused = (line for line in h.paused if (line.weight > 0) is (side == "for"))
        return [*(Shown(line) for line in stands), *(Shown(line, paused=True) for line in paused)]

    def _show_rest(self, side: Side) -> None:
        """Add the lines kept back, in steps, so that what speaks against was in sight before them."""
        self._gradual.add(lambda: side.show_rest(self._from))

    def _words(self, text: str, indent: int, *, selectable: bool = False) -> QLabel:
        """Return small words below the lines."""
        words = label(text, "small", wrap=True, selectable=selectable)
        words.setContentsMargins(THEME.px(indent), 2, 0, 2)
        return words

    def _tell(self) -> None:
        """Say what counts besides the findings, and name the sources as words that can be copied."""
        h, parts, sources = self.hypothesis, self._parts, self.sources
        assert parts is not None
        assert sources is not None
        text = f"Also counted: {parts_words(h)}" if h.parts else ""
        parts.setText(text)
        parts.setVisible(bool(text))
        tip(parts, ALSO)
        identify(parts, Name.ALSO_COUNTED, text, key=h.condition.id)
        named = self._named()
        sources.setText(f"Sources\n{named}" if named else "")
        sources.setVisible(bool(named))
        identify(sources, Name.REFERENCES, f"Sources: {named}", key=h.condition.id)

    def _named(self) -> str:
        """Return the sources of what is in sight, one a line."""
        h, known = self.hypothesis, self._from.references
        lines = (*h.supporting, *h.opposing, *h.paused, *h.unknown[:UNKNOWNS])
        cited = dict.fromkeys((*(r for line in lines for r in line.references), *h.condition.references))
        return "\n".join(f"{self._from.short.get(r, '·')}  {reference_line(known[r])}" for r in cited if r in known)
