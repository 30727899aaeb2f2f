"""What QA builds on: names and identifiers of everything that takes the keyboard, and nothing left of a patient."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress

import pytest

from tests.automation.conftest import Start
from tests.automation.element import Element
from tests.automation.pages.page import PARTS, name_and_key
from tests.automation.pages.workbench import Workbench
from tests.automation.program import ROOT
from tests.automation.waiting import wait_for
from ui.automation import Name

RUTH, TOMAS, GCA = "Ruth Elisabet Lindqvist", "Tomás Rivera", "giant-cell-arteritis"
OVERLAYS = {"ctrl+k": "palette.field", "F1": "shortcuts.close", "ctrl+f": "chart.search.words"}
QTS_OWN = {"ScrollLeftButton", "ScrollRightButton"}  # of a tab bar that is too narrow


def controls(workbench: Workbench) -> list[Element]:
    """Return every control in sight that takes the keyboard."""
    found = [e for window in workbench.program.windows() for e in window.with_state("focusable")]
    mine = [e for e in found if e.identifier.rpartition(".")[2] not in QTS_OWN]
    return [element for element in mine if element.role not in PARTS]


def faults(workbench: Workbench, where: str) -> list[str]:
    """Return the controls in sight without words, without a promised identifier, or with one that another has."""
    found = controls(workbench)
    promised, times = tuple(name.value for name in Name), Counter(element.identifier for element in found)
    wrong = [f"{element} has no words" for element in found if not element.name.strip()]
    wrong += [
        f"{e} has no identifier of ui/automation.py" for e in found if not name_and_key(workbench.own(e), promised)[0]
    ]
    wrong += [f"{element} ({element.role}) stands twice" for element in found if times[element.identifier] > 1]
    return [f"{where}: {fault}" for fault in wrong or ([] if found else ["no control is in sight"])]


def test_every_control_has_words_and_an_identifier_of_its_own(workbench: Workbench) -> None:
    wait_for("patients in the list", workbench.patients)
    assert faults(workbench, "before a patient is open") == []
    workbench.open_patient(RUTH)
    workbench.differential.open(GCA)
    for tab in workbench.chart.tabs():
        tab.press()
        assert faults(workbench, tab.name) == []
    workbench.assessment.accept(GCA)
    workbench.assessment.show()
    assert faults(workbench, "the assessment") == []
    for keys, shown in OVERLAYS.items():
        workbench.keyboard.press(keys)
        workbench.find(shown)
        assert faults(workbench, shown) == []
        workbench.keyboard.press("Escape")
        wait_for(f"{shown} to go", lambda shown=shown: workbench.look(shown) is None)
    workbench.press("status.about")
    workbench.find("about.close")
    assert faults(workbench, "About") == []


def test_every_control_has_words_and_an_identifier_in_a_narrow_window(start: Start) -> None:
    workbench = start("--no-model", "--size", "440x900", "--patient", "ruth")
    workbench.wait_for_patient(RUTH)
    places = workbench.find("places").children
    for place in (place for place in places if place.role == "page tab"):
        place.press()
        assert faults(workbench, f"narrow: {place.name}") == []
        if place.name == "Differential":
            for page in ("Compare", "My list", "Assessment"):
                workbench.show_side(page)
                assert faults(workbench, f"narrow: {page}") == []


def said(element: Element) -> str:
    """Return everything that can be read of an element."""
    words = [element.name, element.description]
    if element.role in ("text", "label", "paragraph"):
        with suppress(LookupError):
            words.append(element.text)
    return "\n".join(words)


@pytest.fixture
def secrets() -> list[str]:
    """What must not be read once another patient is open: name, record number, words of a note."""
    bundle = json.loads((ROOT / "resources/demo/ruth-lindqvist.json").read_text("utf-8"))
    person = next(e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "Patient")
    return ["Lindqvist", *(i["value"] for i in person["identifier"]), "Combing her hair", "scalp", "Penicillin"]


def left_of(workbench: Workbench, secrets: list[str]) -> list[str]:
    """Return what in any window, in sight or not, still says one of these; the list of demo patients may name them."""
    every = [e for window in workbench.program.windows() for e in (window, *window.within(hidden=True))]
    listed = {part.ref for e in every if e.identifier == "picker" for part in e.within(hidden=True)}
    return [str(e) for e in every if e.ref not in listed and any(secret in said(e) for secret in secrets)]


def test_nothing_of_the_patient_can_be_read_while_the_window_is_locked(
    workbench: Workbench, secrets: list[str]
) -> None:
    workbench.open_patient(RUTH)
    workbench.differential.open(GCA)
    workbench.lock.close()
    wait_for("nothing of the patient", lambda: not left_of(workbench, secrets))
    assert workbench.look("differential") is None
    workbench.lock.unlock()
    workbench.find("banner")


def test_nothing_of_the_patient_before_can_be_read(workbench: Workbench, secrets: list[str]) -> None:
    workbench.open_patient(RUTH)
    workbench.differential.open(GCA)
    workbench.assessment.accept(GCA)
    for tab in workbench.chart.tabs():
        tab.press()
    workbench.differential.evidence(GCA)[0].element.press()
    wait_for("a current line", lambda: workbench.chart.current)
    workbench.press("chart.raw-json")
    workbench.press("raw.close")
    wait_for("the window to be in front again", lambda: "active" in workbench.program.window.states)
    workbench.keyboard.press("ctrl+f")
    workbench.find("chart.search.words").fill("scalp")
    shown = [said(element) for element in workbench.program.within()]
    assert [secret for secret in secrets if not any(secret in words for words in shown)] == []

    workbench.open_patient(TOMAS)
    assert left_of(workbench, secrets) == []
    assert not any(secret in workbench.program.log() for secret in secrets)
