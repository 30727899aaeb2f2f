"""Every view of one demo patient: three schemes, every tab, beside an EHR, at 200 %, with the overlays."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from copilot.review.decision import Verdict
from pictures.photographer import NARROW, SMALL, WIDE, Photographer, begin
from ui.application import make_window
from ui.chart.arrange import Tab
from ui.picker.demo import find
from ui.theme import Scheme
from ui.window.columns import Place

SCHEMES = (Scheme.LIGHT, Scheme.DARK, Scheme.CONTRAST)


def main() -> None:
    """Open the patient and photograph."""
    made = argparse.ArgumentParser(description=__doc__)
    made.add_argument("folder", type=Path)
    made.add_argument("patient")
    made.add_argument("--overview-only", action="store_true")
    options = made.parse_args()
    path = find(options.patient)
    if path is None:
        raise SystemExit(f"No demo patient is called '{options.patient}'.")
    application = begin()
    window = make_window(keeps=False)
    photographer = Photographer(window, options.folder)
    window.resize(*WIDE)
    window.show()
    window.start()
    window.open(path)
    photographer.settle()
    if options.overview_only:
        photographer.save(f"{options.patient}-scale-{os.environ.get('QT_SCALE_FACTOR', '1')}")
    else:
        for scheme in SCHEMES:
            _wide(photographer, options.patient, scheme)
        _small(photographer, options.patient)
        _columns(photographer, f"{options.patient}-narrow", 1.0, NARROW)
        _columns(photographer, f"{options.patient}-zoom-200", 2.0, WIDE)
        _overlays(photographer, options.patient)
        _worked(photographer, options.patient)
    window.close()
    application.processEvents()


def _wide(photographer: Photographer, patient: str, scheme: Scheme) -> None:
    """Every tab of the chart, and every page beside the differential."""
    window = photographer.window
    photographer.dress(scheme)
    for tab in Tab:
        window.chart.show_tab(tab)
        photographer.settle()
        photographer.save(f"{patient}-{scheme.value}-{tab.name.lower().replace('_', '-')}")
    window.chart.show_tab(Tab.OVERVIEW)
    for number in range(1, window.side.tabs.count()):
        window.side.tabs.setCurrentIndex(number)
        photographer.settle()
        page = window.side.tabs.tabText(number).casefold().replace(" ", "-")
        photographer.save(f"{patient}-{scheme.value}-side-{page}")
    window.side.tabs.setCurrentIndex(0)


def _small(photographer: Photographer, patient: str) -> None:
    """The smallest window that still holds three columns."""
    photographer.dress(size=SMALL)
    photographer.save(f"{patient}-1024x768")


def _columns(photographer: Photographer, name: str, zoom: float, size: tuple[int, int]) -> None:
    """Each column of a window that shows one at a time."""
    photographer.dress(zoom=zoom, size=size)
    window = photographer.window
    for place in Place:
        photographer.show(place)
        window.resize(*size)
        photographer.save(f"{name}-{place.value.casefold().replace(' ', '-')}")
    photographer.show(Place.CHART)
    for tab in Tab:
        window.chart.show_tab(tab)
        photographer.settle()
        photographer.save(f"{name}-{tab.name.lower().replace('_', '-')}")
    window.chart.show_tab(Tab.OVERVIEW)
    photographer.show(Place.DIFFERENTIAL)


def _worked(photographer: Photographer, patient: str) -> None:
    """What a clinician does: open the evidence, compare the first two, accept one, leave with a text, lock."""
    window = photographer.window
    first, second = list(window.differential.rows.values())[:2]
    first.set_open(True)
    photographer.settle()
    photographer.save(f"{patient}-evidence")
    for row in (first, second):
        row.compare.click()
    first.decide(Verdict.ACCEPTED)
    second.decide(Verdict.REJECTED)
    for number in range(1, window.side.tabs.count()):
        window.side.tabs.setCurrentIndex(number)
        photographer.settle()
        photographer.save(f"{patient}-worked-{window.side.tabs.tabText(number).casefold().replace(' ', '-')}")
    window.side.tabs.setCurrentIndex(0)
    window.locking.lock()
    photographer.save(f"{patient}-locked")


def _overlays(photographer: Photographer, patient: str) -> None:
    """The palette, the list of keys, About."""
    photographer.dress()
    window = photographer.window
    window.command_palette.begin()
    window.command_palette.field.setText("show")
    photographer.save(f"{patient}-palette")
    window.command_palette.leave()
    window.shortcuts.begin()
    photographer.save(f"{patient}-keys")
    window.shortcuts.leave()


if __name__ == "__main__":
    main()
