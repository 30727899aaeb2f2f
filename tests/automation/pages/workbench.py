"""The whole window: which patient is open, and a way to every other page."""

from __future__ import annotations

from tests.automation.keyboard import Keyboard
from tests.automation.pages.chart import Chart
from tests.automation.pages.differential import Differential
from tests.automation.pages.page import Page
from tests.automation.program import Program
from tests.automation.waiting import wait_for


class Workbench(Page):
    """The main window."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.keyboard = Keyboard(program.desk)
        self.chart = Chart(program)
        self.differential = Differential(program)

    @property
    def patient(self) -> str:
        """Return the name in the banner."""
        return self.find("banner.name").name

    def patients(self) -> list[str]:
        """Return the lines of the list of patients, once there are any."""
        listed = self.find("picker.list")
        return wait_for("patients in the list", lambda: [line.name for line in listed.children])

    def open_patient(self, name: str) -> None:
        """Choose a patient by a part of the name, and wait until the differential is there."""
        listed = self.find("picker.list")
        wait_for("patients in the list", lambda: listed.children)
        self.find("picker.filter").fill(name)
        wait_for("one patient", lambda: len(listed.children) == 1)
        self.find("picker.filter").focus()
        self.keyboard.press("Return")
        self.wait_for_patient(name)
        self.find("picker.filter").fill("")

    def wait_for_patient(self, name: str) -> None:
        """Wait until the banner names the patient and the whole list is built."""
        wait_for(f"{name} in the banner", lambda: name in self.patient)
        wait_for("the differential", self.differential.is_built)
