"""Colours that can be read, and one place for them."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QWidget
from pytestqt.qtbot import QtBot

import ui
from ui.stylesheet import stylesheet
from ui.theme import CONTRAST, DARK, LIGHT, Colours

GROUNDS = {
    "text": ("window", "canvas", "raised", "highlight", "accent_ground", "danger_ground", "caution_ground"),
    "muted": ("window", "canvas", "raised", "highlight", "accent_ground"),
    "accent": ("window", "raised", "accent_ground", "danger_ground", "highlight"),
    "supporting": ("window", "raised", "supporting_ground", "highlight"),
    "opposing": ("window", "raised", "opposing_ground", "highlight"),
    "caution": ("caution_ground",),
    "danger": ("danger_ground", "window"),
    "window": ("accent",),
}


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_words_reach_a_contrast_of_four_and_a_half(colours: Colours) -> None:
    for foreground, grounds in GROUNDS.items():
        for ground in grounds:
            found = contrast(getattr(colours, foreground), getattr(colours, ground))
            assert found >= 4.5, f"{foreground} on {ground}: {found:.2f}"


def test_words_reach_seven_in_high_contrast() -> None:
    for foreground, grounds in GROUNDS.items():
        for ground in grounds:
            found = contrast(getattr(CONTRAST, foreground), getattr(CONTRAST, ground))
            assert found >= 7, f"{foreground} on {ground}: {found:.2f}"


def test_frames_are_seen_in_high_contrast() -> None:
    for frame in ("border", "edge", "focus", "highlight_edge"):
        assert contrast(getattr(CONTRAST, frame), CONTRAST.window) >= 7


@pytest.mark.parametrize("colours", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_the_box_to_tick_is_seen_ticked_or_not(qtbot: QtBot, colours: Colours) -> None:
    page, box = QWidget(), QCheckBox()
    qtbot.addWidget(page)
    page.setObjectName("page")
    page.setStyleSheet(f"#page {{ background: {colours.window}; }}" + stylesheet(colours, lambda step: 10 + step))
    page.resize(60, 40)
    box.setParent(page)
    box.setGeometry(10, 10, 24, 24)
    seen: list[int] = []
    for ticked in (False, True):
        box.setChecked(ticked)
        picture = page.grab().toImage()
        painted = [picture.pixelColor(x, y).name() for x in range(60) for y in range(40)]
        seen.append(sum(contrast(colour, colours.window) >= 3 for colour in painted))
    assert seen[0] >= 30  # a frame
    assert seen[1] >= 2 * seen[0]  # filled


def test_colours_stand_in_one_place() -> None:
    folder = Path(ui.__file__).parent
    for path in folder.rglob("*.py"):
        if path.name != "theme.py":
            assert not re.search(r"#[0-9a-fA-F]{6}\b", path.read_text("utf-8")), path
    assert len(dataclasses.fields(Colours)) == len(dataclasses.astuple(LIGHT))
