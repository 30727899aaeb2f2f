"""What the window itself can be told to do; views that can do more add their own commands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ui.automation import Name
from ui.chart.arrange import Tab
from ui.chart.view import TABS
from ui.theme import THEME, Scheme
from ui.window.columns import Place
from ui.window.commands import Command

if TYPE_CHECKING:
    from ui.window.window import MainWindow

NO_PATIENT = "needs an open patient"
NARROW = "needs a wider window"


def own_commands(window: MainWindow) -> tuple[Command, ...]:
    """Return them in the order in which the palette and the list of keys show them."""
    return (*_patients(window), *_chart(window), *_words(window), *_view(window), *_help(window))


def _patients(window: MainWindow) -> tuple[Command, ...]:
    """Return how a patient is opened."""
    connect, fold = window.connecting.begin, window.columns.toggle_patients

    def go_to_patients() -> None:
        window.columns.show_place(Place.PATIENTS)
        window.picker.focus()

    return (
        Command("open.file", "Open a file", "Patients", window.ask_file, ("Ctrl+O",)),
        Command("open.patient", "Go to the list of patients", "Patients", go_to_patients, ("Ctrl+P",)),
        Command("view.patients", "Show or hide the list of patients", "Patients", fold, ("Ctrl+B",)),
        Command("open.server", "Connect to a hospital server", "Patients", connect, ("Ctrl+Shift+O",)),
    )


def _chart(window: MainWindow) -> tuple[Command, ...]:
    """Return how one moves in the chart."""
    chart = window.chart

    def is_open() -> bool:
        return window.session.arranged is not None

    def is_selected() -> bool:
        return bool(chart.fact)

    def in_chart(name: str, words: str, run: object, key: str) -> Command:
        return Command(f"chart.{name}", words, "Chart", run, (key,), is_open, NO_PATIENT)  # type: ignore[arg-type]

    def show_tab(tab: Tab) -> None:
        window.columns.show_place(Place.CHART)
        chart.show_tab(tab)

    def go_back() -> None:
        chart.go_back()
        window.columns.go_back()

    tabs = (
        in_chart(f"tab.{tab.name.lower()}", f"Show {tab.value}", partial(show_tab, tab), f"Ctrl+{number}")
        for number, tab in enumerate(TABS, 1)
    )
    return (
        in_chart("find", "Find in the whole chart", window.find_in_chart, "Ctrl+F"),
        Command(
            "chart.raw",
            "Show the raw JSON of the selected line",
            "Chart",
            chart.show_raw,
            ("Ctrl+J",),
            is_selected,
            "needs a line selected in the chart",
        ),
        Command(
            "chart.back",
            "Go back to where the last jump started",
            "Chart",
            go_back,
            ("Alt+Left",),
            chart.back.isEnabled,
            "nothing was jumped to",
        ),
        *tabs,
    )


def _words(window: MainWindow) -> tuple[Command, ...]:
    """Return what the model can be told."""
    return (
        Command("stop", "Stop what is running", "Words", window.escape, ("Esc",)),
        Command(
            "words.again",
            "Let the model write again",
            "Words",
            window.writing.restart,
            (),
            window.narrative.start.isVisible,
            "needs a model at rest",
        ),
    )


def _view(window: MainWindow) -> tuple[Command, ...]:
    """Return how everything looks."""
    columns = window.columns

    def is_wide() -> bool:
        return not columns.narrow

    return (
        Command("view.theme", "Switch between light and dark", "View", THEME.toggle, ("Ctrl+T",)),
        Command("view.contrast", "Show everything in high contrast", "View", partial(THEME.choose, Scheme.CONTRAST)),
        Command("view.system", "Take light or dark from the desktop", "View", partial(THEME.choose, Scheme.SYSTEM)),
        Command("view.larger", "Make everything larger", "View", partial(THEME.step_zoom, 1), ("Ctrl++", "Ctrl+=")),
        Command("view.smaller", "Make everything smaller", "View", partial(THEME.step_zoom, -1), ("Ctrl+-",)),
        Command("view.zoom", "Show everything at 100 %", "View", partial(THEME.step_zoom, 0), ("Ctrl+0",)),
        Command("view.next", "Go to the next column", "View", columns.next_part, ("F6",)),
        Command("view.chart", "Give the chart more room", "View", partial(columns.widen_chart, 1), (), is_wide, NARROW),
        Command(
            "view.side",
            "Give the differential more room",
            "View",
            partial(columns.widen_chart, -1),
            (),
            is_wide,
            NARROW,
        ),
    )


def _help(window: MainWindow) -> tuple[Command, ...]:
    """Return where one finds what can be done."""
    about = "Show intended use and versions"
    return (
        Command("help.palette", "Find a command", "Help", window.command_palette.begin, ("Ctrl+K",)),
        Command("help.keys", "Show the list of keys", "Help", window.shortcuts.begin, ("F1",)),
        Command("help.about", about, "Help", window.show_about, ("Shift+F1",)),
        *(
            Command(f"help.{name.value.partition('.')[2]}", words, "Help", partial(window.show_about, name))
            for name, words in (
                (Name.ABOUT_INSTRUCTIONS, "Show how to use it, and who helps"),
                (Name.ABOUT_METHOD, "Show the method card: how the list comes about"),
                (Name.ABOUT_MODEL, "Show the model card"),
                (Name.ABOUT_REFERENCES, "Show all references"),
                (Name.ABOUT_NOTICES, "Show the licences of what is inside"),
            )
        ),
    )
