"""The whole window: which patient is open, and a way to every other page."""

from __future__ import annotations

from tests.automation.pages.ask import Ask
from tests.automation.pages.assessment import Assessment
from tests.automation.pages.banner import Banner
from tests.automation.pages.chart import Chart
from tests.automation.pages.compare import Compare
from tests.automation.pages.dialogs import Dialogs
from tests.automation.pages.differential import Differential
from tests.automation.pages.lock import Lock
from tests.automation.pages.own_list import OwnList
from tests.automation.pages.page import PARTS, Page, name_and_key, names
from tests.automation.pages.passphrase import Passphrase
from tests.automation.pages.status import Status
from tests.automation.program import Program
from tests.automation.waiting import wait_for


class Workbench(Page):
    """The main window."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.ask = Ask(program)
        self.assessment = Assessment(program)
        self.banner = Banner(program)
        self.chart = Chart(program)
        self.compare = Compare(program)
        self.dialogs = Dialogs(program)
        self.lock = Lock(program)
        self.own_list = OwnList(program)
        self.passphrase = Passphrase(program)
        self.status = Status(program)
        self.differential = Differential(program)

    @property
    def patient(self) -> str:
        """Return the name in the banner."""
        return self.banner.name

    @property
    def focused(self) -> str:
        """Return the identifier of the control that has the keyboard, "" for none.

        Qt calls the current line or tab within a control focused too, wherever the keyboard is.
        """
        within = [e for window in self.program.windows() for e in window.with_state("focused")]
        return next((self.own(e) for e in within if e.role not in PARTS), "")

    def step(self, key: str = "Tab") -> str:
        """Press a key that moves the keyboard on; return the control that has it then."""
        before = self.focused
        self.keyboard.press(key)
        return wait_for(f"{key} to lead away from {before}", lambda: now if (now := self.focused) != before else "")

    def walk_to(self, name: str, *, key: str = "Tab", most: int = 60) -> str:
        """Press a key until a control of this name has the keyboard; return its whole identifier."""
        for _ in range(most):
            reached = self.step(key)
            if name_and_key(reached, names())[0] == name:
                return reached
        raise AssertionError(f"{most} times {key} did not lead to {name}")

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
        """Wait until the whole list of a patient is built, and the banner names this one."""

        def built() -> bool:
            since = self.program.events.after("patient-opening")
            return any(line["event"] == "differential-shown" for line in since)

        wait_for("the differential", built)
        wait_for(f"{name} in the banner", lambda: name in self.patient)
