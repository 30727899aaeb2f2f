"""`Program`: the workbench as a child process, from the source or as installed."""

from __future__ import annotations

from pathlib import Path

from tests.automation.bus import Ref
from tests.automation.desk import Desk
from tests.automation.element import ACCESSIBLE, Element, elements
from tests.automation.events import Events
from tests.automation.processes import Child
from tests.automation.waiting import wait_for

ROOT = Path(__file__).resolve().parents[2]
REGISTRY: Ref = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
DBUS: Ref = ("org.freedesktop.DBus", "/org/freedesktop/DBus")
DISPLAY = {"QT_QPA_PLATFORM": "xcb", "QT_ACCESSIBILITY": "1", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
WINDOW = "chartside"


class Program:
    """One run of the program on a desk, with settings of its own in `home`.

    `window` is what assistive technology sees of it, `events` what it says that it does.
    """

    def __init__(self, desk: Desk, command: list[str], home: Path) -> None:
        self.desk = desk
        home.mkdir(parents=True, exist_ok=True)
        environment = {**desk.environment, **DISPLAY, "HOME": str(home)}
        self.events = Events(home / "events.jsonl")
        command = [*command, "--event-log", str(self.events.path)]
        self._child = Child(command, environment, home / "program.log", folder=ROOT)
        self._root = wait_for("the program on the accessibility bus", self._find)
        self.window = wait_for("its window", lambda: next(iter(self.windows()), None))

    def windows(self) -> list[Element]:
        """Return its top-level windows and dialogs in sight, the main window first."""
        found = [window for window in self._root.children if window.shows()]
        return sorted(found, key=lambda window: window.identifier != WINDOW)

    def within(self) -> list[Element]:
        """Return everything in sight in all windows."""
        return [element for window in self.windows() for element in (window, *window.within())]

    def log(self) -> str:
        """Return what it wrote to its standard output and error."""
        return self._child.said()

    def close(self) -> list[str]:
        """Close the window as a person does; return everything that was not as it should be."""
        wrong = []
        if self._child.code is None:
            for _ in self.windows():  # dialogs first
                self.desk.run("xdotool", "key", "alt+F4")
                self._child.wait(0.5)
            if not self._child.wait():
                wrong.append("the program did not close with its window")
        wrong += [f"left running: {line}" for line in self._child.end()]
        if self._child.code and not wrong:
            wrong.append(f"exit code {self._child.code}")
        if "Traceback" in self.log():
            wrong.append(f"an exception, see {self._child.log}")
        return wrong

    def _find(self) -> Element | None:
        """Return the root of the program's tree, once it has joined the bus."""
        if self._child.code is not None:
            raise AssertionError(f"the program ended with {self._child.code}:\n{self.log()[-2000:]}")
        bus = self.desk.bus
        for owner, path in bus.call(REGISTRY, ACCESSIBLE, "GetChildren"):
            if bus.call(DBUS, "org.freedesktop.DBus", "GetConnectionUnixProcessID", "s", owner) == self._child.pid:
                return elements(bus, [(owner, path)])[0]
        return None
