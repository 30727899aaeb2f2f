"""The names under which screen readers and test robots find every control; they do not change lightly."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from PySide6.QtWidgets import QWidget


class Name(StrEnum):
    """Stable identifiers (`QWidget.accessibleIdentifier`); repeated rows add `.` and their id."""

    WINDOW = "chartside"
    BANNER = "banner"
    BANNER_NAME = "banner.name"
    BANNER_DETAILS = "banner.details"
    BANNER_ALLERGIES = "banner.allergies"
    BANNER_SOURCE = "banner.source"
    BANNER_LOCAL = "banner.local-only"
    PICKER = "picker"
    PICKER_FILTER = "picker.filter"
    PICKER_LIST = "picker.list"
    PICKER_OPEN = "picker.open-file"
    CHOOSER = "chooser"
    CHOOSER_LIST = "chooser.list"
    CHOOSER_ACCEPT = "chooser.open"
    CHOOSER_CANCEL = "chooser.cancel"
    CHART = "chart"
    CHART_TABS = "chart.tabs"
    CHART_BACK = "chart.back"
    CHART_RAW = "chart.raw-json"
    OVERVIEW = "chart.overview"
    OVERVIEW_LABS = "chart.overview.labs"
    OVERVIEW_LINE = "chart.overview.line"
    OVERVIEW_MORE = "chart.overview.more"
    LABS = "chart.labs"
    LABS_TABLE = "chart.labs.table"
    LABS_TREND = "chart.labs.trend"
    LABS_KIND = "chart.labs.kind"
    LABS_FLAGGED = "chart.labs.flagged-only"
    NOTES = "chart.notes"
    NOTES_LIST = "chart.notes.list"
    NOTES_TEXT = "chart.notes.text"
    MEDICATIONS = "chart.medications"
    DOCUMENTS = "chart.documents"
    FACTS = "chart.facts"
    FACTS_TABLE = "chart.facts.table"
    FACTS_FILTER = "chart.facts.filter"
    RAW = "raw"
    RAW_TEXT = "raw.text"
    RAW_CLOSE = "raw.close"
    DIFFERENTIAL = "differential"
    DIFFERENTIAL_ABSTENTION = "differential.abstention"
    HYPOTHESIS = "differential.hypothesis"
    HYPOTHESIS_TOGGLE = "differential.hypothesis.toggle"
    DIFFERENTIAL_MORE = "differential.more"
    EVIDENCE = "differential.evidence"
    ALSO_COUNTED = "differential.also-counted"
    EVIDENCE_MORE = "differential.evidence.more"
    REFERENCES = "differential.references"
    CANT_MISS = "differential.cant-miss"
    CANT_MISS_OPEN = "differential.cant-miss.open"
    NEXT_STEPS = "differential.next-steps"
    NEXT_STEP_DONE = "differential.next-steps.in-chart"
    NEXT_STEPS_MORE = "differential.next-steps.more"
    UNKNOWNS = "unknowns"
    UNKNOWNS_TOGGLE = "unknowns.toggle"
    UNKNOWN = "unknowns.line"
    NARRATIVE = "narrative"
    NARRATIVE_TEXT = "narrative.text"
    NARRATIVE_STOP = "narrative.stop"
    NARRATIVE_START = "narrative.start"
    NARRATIVE_LABEL = "narrative.draft-label"
    MESSAGES = "messages"
    MESSAGE = "messages.text"
    MESSAGE_ACTION = "messages.action"
    MESSAGE_CLOSE = "messages.close"
    STATUS = "status"
    STATUS_MODEL = "status.model"
    STATUS_PACK = "status.pack"
    STATUS_THEME = "status.theme"
    STATUS_ABOUT = "status.about"
    ABOUT = "about"
    ABOUT_TABS = "about.tabs"
    ABOUT_USE = "about.intended-use"
    ABOUT_REFERENCES = "about.references"
    ABOUT_MODEL = "about.model-card"
    ABOUT_CLOSE = "about.close"
    WELCOME = "welcome"
    WELCOME_OPEN = "welcome.open"


_Widget = TypeVar("_Widget", bound=QWidget)


def identify(widget: _Widget, name: Name, label: str, *, key: str = "") -> _Widget:
    """Give a widget its identifier and the words a screen reader says; return the widget."""
    identifier = f"{name.value}.{key}" if key else name.value
    widget.setObjectName(identifier)
    widget.setAccessibleIdentifier(identifier)
    widget.setAccessibleName(label)
    return widget
