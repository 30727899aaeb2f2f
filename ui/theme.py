"""One place for colours, sizes and fonts: light, dark, high contrast, or as the system says."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ui.stylesheet import stylesheet


class Scheme(StrEnum):
    """What the person chose; `SYSTEM` follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Colours:
    """Every colour of one scheme. A foreground reaches 4.5:1 on each ground it is used on, 7:1 in high contrast.

    `edge` frames the coloured boxes where their ground alone would say too little.
    """

    window: str
    canvas: str
    raised: str
    border: str
    edge: str
    text: str
    muted: str
    accent: str
    accent_ground: str
    supporting: str
    supporting_ground: str
    opposing: str
    opposing_ground: str
    highlight: str
    highlight_edge: str
    caution: str
    caution_ground: str
    danger: str
    danger_ground: str
    focus: str


LIGHT = Colours(
    window="#ffffff",
    canvas="#f4f6f8",
    raised="#ffffff",
    border="#dde2e7",
    edge="transparent",
    text="#1a202a",
    muted="#56616d",
    accent="#1b5a8c",
    accent_ground="#e6f0f8",
    supporting="#1a6648",
    supporting_ground="#e1f3ea",
    opposing="#98371b",
    opposing_ground="#fce9e3",
    highlight="#fff1b5",
    highlight_edge="#a77b00",
    caution="#654c00",
    caution_ground="#faf3da",
    danger="#8c1138",
    danger_ground="#fde7eb",
    focus="#1b5a8c",
)

DARK = Colours(
    window="#1b2028",
    canvas="#14181e",
    raised="#1b2028",
    border="#303844",
    edge="transparent",
    text="#e7ebf0",
    muted="#a0aab6",
    accent="#82bdec",
    accent_ground="#1e3448",
    supporting="#84d3ad",
    supporting_ground="#16382a",
    opposing="#f2ab8f",
    opposing_ground="#452519",
    highlight="#43390a",
    highlight_edge="#f0d264",
    caution="#ecd285",
    caution_ground="#393113",
    danger="#f6a3b8",
    danger_ground="#401823",
    focus="#82bdec",
)

CONTRAST = Colours(
    window="#ffffff",
    canvas="#ffffff",
    raised="#ffffff",
    border="#000000",
    edge="#000000",
    text="#000000",
    muted="#2b2b2b",
    accent="#00338a",
    accent_ground="#dbe8ff",
    supporting="#00431f",
    supporting_ground="#d3f5e0",
    opposing="#7a1500",
    opposing_ground="#ffe4dc",
    highlight="#ffe566",
    highlight_edge="#000000",
    caution="#3d2c00",
    caution_ground="#fff3bf",
    danger="#7a0026",
    danger_ground="#ffe0e8",
    focus="#00338a",
)

BASE_POINTS = 9.75  # 13 px at 96 dpi; points, so that the desktop's own scaling counts
ZOOMS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
LINUX_FAMILIES = ("Inter", "Cantarell", "Noto Sans", "DejaVu Sans")


class Theme(QObject):
    """Holds the scheme and the zoom, and dresses the application; `changed` tells painters to repaint."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.scheme = Scheme.SYSTEM
        self.zoom = 1.0
        self.colours = LIGHT

    def load(self) -> None:
        """Take scheme and zoom from the settings; anything unreadable there falls back."""
        stored = QSettings()
        scheme = str(stored.value("theme", Scheme.SYSTEM.value))
        self.scheme = Scheme(scheme) if scheme in set(Scheme) else Scheme.SYSTEM
        try:
            zoom = float(str(stored.value("zoom", 1.0)))
        except ValueError:
            zoom = 1.0
        self.zoom = min(ZOOMS, key=lambda step: abs(step - zoom))

    @Slot()
    def follow(self) -> None:
        """Dress the application again after the desktop changed its colours."""
        if self.scheme is Scheme.SYSTEM:
            self.apply()

    def choose(self, scheme: Scheme) -> None:
        """Switch and remember the scheme."""
        self.scheme = scheme
        QSettings().setValue("theme", scheme.value)
        self.apply()

    def toggle(self) -> None:
        """Switch to the other of light and dark; from high contrast to light."""
        self.choose(Scheme.DARK if self.colours is LIGHT else Scheme.LIGHT)

    def step_zoom(self, direction: int) -> None:
        """Go one zoom step up (1), down (-1), or back to 100 % (0), and remember it."""
        place = ZOOMS.index(self.zoom) + direction
        self.zoom = ZOOMS[min(max(place, 0), len(ZOOMS) - 1)] if direction else 1.0
        QSettings().setValue("zoom", self.zoom)
        self.apply()

    def apply(self) -> None:
        """Give the application palette, font and style sheet of the scheme in force."""
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            return
        self.colours = self._in_force()
        application.setPalette(palette(self.colours))
        application.setFont(font(self.zoom))
        application.setStyleSheet(stylesheet(self.colours, self.points))
        self.changed.emit()

    def points(self, step: float = 0.0) -> float:
        """Return the base font size plus `step`, in points at this zoom."""
        return round((BASE_POINTS + step) * self.zoom, 2)

    def px(self, length: float) -> int:
        """Return a length given for 100 % at this zoom."""
        return round(length * self.zoom)

    def colour(self, name: str) -> QColor:
        """Return a colour of the scheme in force by its field name."""
        return QColor(getattr(self.colours, name))

    def _in_force(self) -> Colours:
        """Return the colours of the scheme, or what the desktop asks for."""
        if self.scheme is not Scheme.SYSTEM:
            return {Scheme.LIGHT: LIGHT, Scheme.DARK: DARK, Scheme.CONTRAST: CONTRAST}[self.scheme]
        hints = QGuiApplication.styleHints()
        if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
            return CONTRAST
        return DARK if hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT


def font(zoom: float = 1.0) -> QFont:
    """Return the system's font, with named fallbacks where a bare Linux desktop sets none."""
    base = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if sys.platform.startswith("linux"):
        known = set(QFontDatabase.families())
        base.setFamilies([*(name for name in LINUX_FAMILIES if name in known), base.family()])
    base.setPointSizeF(round(BASE_POINTS * zoom, 2))
    return base


def palette(colours: Colours) -> QPalette:
    """Return Qt's palette roles for a set of colours, disabled state included."""
    roles = {
        QPalette.ColorRole.Window: colours.window,
        QPalette.ColorRole.Base: colours.raised,
        QPalette.ColorRole.AlternateBase: colours.canvas,
        QPalette.ColorRole.Button: colours.window,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.BrightText: colours.danger,
        QPalette.ColorRole.PlaceholderText: colours.muted,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.LinkVisited: colours.accent,
        QPalette.ColorRole.Highlight: colours.accent_ground,
        QPalette.ColorRole.HighlightedText: colours.text,
        QPalette.ColorRole.ToolTipBase: colours.window,
        QPalette.ColorRole.ToolTipText: colours.text,
        QPalette.ColorRole.Mid: colours.border,
        QPalette.ColorRole.Light: colours.window,
        QPalette.ColorRole.Dark: colours.border,
        QPalette.ColorRole.Accent: colours.accent,
    }
    made = QPalette()
    for role, value in roles.items():
        made.setColor(role, QColor(value))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.muted))
    return made


THEME = Theme()


def connect_to_system() -> None:
    """Load the stored choice, dress the application, and follow the desktop from now on."""
    THEME.load()
    THEME.apply()
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.connect(THEME.follow)
    hints.accessibility().contrastPreferenceChanged.connect(THEME.follow)
