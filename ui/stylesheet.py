"""The style sheet, written from the theme's colours; widgets choose a look by their `role` property."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.theme import Colours


ICON = 6.25  # above the base size of the letters in points: 16 px at 100 %


def stylesheet(c: Colours, points: Callable[[float], float]) -> str:
    """Return the whole style sheet for these colours; `points(step)` gives font sizes."""
    return _surfaces(c) + _labels(c, points) + _controls(c, points) + _tables(c)


def _surfaces(c: Colours) -> str:
    """Return the grounds: window, panes, cards, boxes."""
    return f"""
    QMainWindow, QDialog {{ background: {c.window}; }}
    QWidget[role="pane"] {{ background: {c.window}; }}
    QWidget[role="canvas"] {{ background: {c.canvas}; }}
    QScrollArea, QScrollArea > QWidget > QWidget[role="plain"] {{ background: transparent; border: 0; }}
    QFrame[role="card"] {{ background: {c.raised}; border: 1px solid {c.border}; border-radius: 6px; }}
    QFrame[role="caution"] {{ background: {c.caution_ground}; border: 1px solid {c.edge}; border-radius: 6px; }}
    QFrame[role="danger"] {{ background: {c.danger_ground}; border: 1px solid {c.edge}; border-radius: 6px; }}
    QFrame[role="info"] {{ background: {c.accent_ground}; border: 1px solid {c.edge}; border-radius: 6px; }}
    QFrame[role="overlay"] {{ background: {c.window}; border: 1px solid {c.muted}; border-radius: 8px; }}
    QFrame[role="quiet"] {{ background: transparent; border: 0; }}
    QFrame[role="rule"] {{ background: {c.border}; border: 0; }}
    QSplitter::handle {{ background: {c.border}; }}
    QSplitter::handle:hover {{ background: {c.muted}; }}
    QSplitter::handle:horizontal {{ width: 2px; }}
    QSplitter::handle:vertical {{ height: 2px; }}
    QToolTip {{ background: {c.window}; color: {c.text}; border: 1px solid {c.border}; padding: 4px; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
    QScrollBar::handle {{ background: {c.border}; border-radius: 4px; margin: 2px; }}
    QScrollBar::handle:vertical {{ min-height: 28px; }}
    QScrollBar::handle:horizontal {{ min-width: 28px; }}
    QScrollBar::handle:hover {{ background: {c.muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """


def _labels(c: Colours, points: Callable[[float], float]) -> str:
    """Return the kinds of words: title, heading, muted, coloured, pills."""
    return f"""
    QLabel {{ background: transparent; color: {c.text}; }}
    QLabel[role="title"] {{ font-size: {points(2)}pt; font-weight: 700; }}
    QLabel[role="heading"] {{ font-size: {points(0.75)}pt; font-weight: 700; }}
    QLabel[role="card-title"] {{ color: {c.muted}; font-size: {points(-0.75)}pt; font-weight: 700; }}
    QLabel[role="strong"] {{ font-weight: 700; }}
    QLabel[role="muted"] {{ color: {c.muted}; }}
    QLabel[role="small"] {{ color: {c.muted}; font-size: {points(-1)}pt; }}
    QLabel[role="for"] {{ color: {c.supporting}; }}
    QLabel[role="against"] {{ color: {c.opposing}; }}
    QLabel[role="figure"] {{ color: {c.accent}; }}
    QLabel[role="editorial"] {{ color: {c.muted}; font-style: italic; }}
    QLabel[role="caution"] {{ background: transparent; border: 0; color: {c.caution}; }}
    QLabel[role="caution-strong"] {{ color: {c.caution}; font-weight: 700; }}
    QLabel[role="caution-plain"] {{ color: {c.caution}; }}
    QLabel[role="danger"] {{ background: transparent; border: 0; color: {c.danger}; }}
    QLabel[role="danger-strong"] {{ color: {c.danger}; font-weight: 700; }}
    QLabel[role="pill"], QLabel[role="pill-strong"], QLabel[role="pill-muted"], QLabel[role="pill-danger"] {{
        border: 1px solid {c.border}; border-radius: 5px; padding: 1px 7px; font-size: {points(-0.75)}pt; }}
    QLabel[role="pill-strong"] {{ color: {c.accent}; background: {c.accent_ground};
        border-color: {c.accent_ground if c.edge == "transparent" else c.edge}; font-weight: 700; }}
    QLabel[role="key"] {{ color: {c.muted}; background: {c.canvas}; border: 1px solid {c.border};
        border-radius: 4px; padding: 0 5px; font-size: {points(-0.75)}pt; }}
    QLabel[role="pill-muted"] {{ color: {c.muted}; }}
    QLabel[role="pill-danger"] {{ color: {c.danger}; border-color: {c.danger}; }}
    """


def _controls(c: Colours, points: Callable[[float], float]) -> str:
    """Return buttons, fields, tabs, lists of patients."""
    return f"""
    QPushButton {{ icon-size: {round(points(ICON))}px; }}
    QPushButton {{ background: {c.window}; color: {c.text}; border: 1px solid {c.border};
        border-radius: 5px; padding: 3px 10px; }}
    QPushButton:hover {{ border-color: {c.muted}; }}
    QPushButton:pressed, QPushButton:checked {{ background: {c.accent_ground}; color: {c.accent}; }}
    QPushButton:focus {{ border: 2px solid {c.focus}; padding: 2px 9px; }}
    QPushButton:disabled {{ color: {c.muted}; }}
    QPushButton[role="link"] {{ background: transparent; border: 1px solid transparent; color: {c.accent};
        padding: 1px 3px; text-align: left; }}
    QPushButton[role="link"]:hover {{ text-decoration: underline; }}
    QLabel[selectable="true"] {{ border: 1px solid transparent; }}
    QLabel[selectable="true"]:focus {{ border-color: {c.focus}; }}
    QPushButton[role="link"]:focus {{ border: 1px solid {c.focus}; }}
    QPushButton[role="primary"] {{ background: {c.accent}; color: {c.window}; border-color: {c.accent}; }}
    QPushButton[role="primary"]:disabled {{ background: {c.canvas}; color: {c.muted}; border-color: {c.border}; }}
    QPushButton[role="icon"] {{ padding: 3px; }}
    QPushButton[role="quiet"] {{ background: transparent; border: 1px solid transparent; padding: 0; }}
    QPushButton[role="quiet"]:hover {{ border-color: {c.border}; }}
    QPushButton[role="icon"]:focus {{ padding: 2px; }}
    QLineEdit {{ background: {c.canvas}; color: {c.text}; border: 1px solid {c.border}; border-radius: 5px;
        padding: 4px 7px; selection-background-color: {c.accent}; selection-color: {c.window}; }}
    QLineEdit {{ placeholder-text-color: {c.muted}; }}
    QLineEdit:focus {{ border-color: {c.focus}; }}
    QPlainTextEdit, QTextBrowser {{ background: {c.raised}; color: {c.text}; border: 0;
        selection-background-color: {c.accent}; selection-color: {c.window}; }}
    QPlainTextEdit[role="field"] {{ border: 1px solid {c.border}; border-radius: 5px; padding: 2px; }}
    QPlainTextEdit[role="field"]:focus {{ border-color: {c.focus}; }}
    QCheckBox::indicator {{ width: 1em; height: 1em; border: 1px solid {c.muted};
        border-radius: 2px; background: {c.canvas}; }}
    QCheckBox::indicator:checked {{ background: {c.accent}; border-color: {c.accent}; }}
    QCheckBox::indicator:focus {{ border: 2px solid {c.focus}; }}
    QTabBar {{ background: transparent; qproperty-drawBase: 0; }}
    QTabBar::tab {{ background: transparent; color: {c.muted}; border: 0; border-bottom: 2px solid transparent;
        padding: 6px 1px; margin-right: 12px; }}
    QTabBar::tab:hover {{ color: {c.text}; }}
    QTabBar::tab:selected {{ color: {c.text}; font-weight: 700; border-bottom: 2px solid {c.accent}; }}
    QTabBar::tab:focus {{ color: {c.accent}; background: {c.accent_ground}; }}
    QTabBar QToolButton {{ background: {c.canvas}; color: {c.muted}; border: 1px solid {c.border};
        border-radius: 4px; }}
    QTabBar QToolButton:disabled {{ color: {c.border}; }}
    QListWidget::item {{ padding: 6px 8px; border-radius: 4px; color: {c.text}; }}
    QListWidget::item:hover {{ background: {c.canvas}; }}
    QListWidget::item:selected {{ background: {c.accent_ground}; color: {c.text}; }}
    QListView {{ background: transparent; color: {c.text}; border: 0; outline: 0; }}
    QMenu {{ background: {c.window}; color: {c.text}; border: 1px solid {c.border}; padding: 4px; }}
    QMenu::item {{ padding: 4px 22px; }}
    QMenu::item:selected {{ background: {c.accent_ground}; color: {c.text}; }}
    QProgressBar {{ background: {c.border}; border: 0; border-radius: 1px; max-height: 3px; }}
    QProgressBar::chunk {{ background: {c.accent}; }}
    QLabel[role="status"], QPushButton[role="status"] {{ color: {c.muted}; font-size: {points(-0.75)}pt; }}
    """


def _tables(c: Colours) -> str:
    """Return tables and their headers."""
    return f"""
    QTableView {{ background: {c.raised}; color: {c.text}; border: 0; gridline-color: {c.border};
        selection-background-color: {c.accent_ground}; selection-color: {c.text}; outline: 0; }}
    QTableView::item {{ padding: 0 6px; }}
    QHeaderView {{ background: {c.raised}; border: 0; }}
    QHeaderView::section {{ background: {c.raised}; color: {c.muted}; border: 0; padding: 3px 6px; }}
    QTableView[role="patients"] QHeaderView::section {{ padding: 3px 9px; }}
    QHeaderView::section:vertical {{ color: {c.text}; }}
    QTableCornerButton::section {{ background: {c.raised}; border: 0; }}
    """
