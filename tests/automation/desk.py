"""`Desk`: a display, a session bus and a window manager that nobody else uses, ended without a trace."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.automation.bus import Bus
from tests.automation.processes import Child

TOOLS = ("Xvfb", "dbus-daemon", "openbox", "xdotool", "xclip")
SERVICES = Path("/usr/share/dbus-1/services")
REGISTRY = SERVICES / "org.a11y.Bus.service"
SIZE = "1600x1000x24"
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
ACCESSIBILITY = ("org.a11y.Bus", "/org/a11y/bus")


def missing() -> list[str]:
    """Return which of the tools this machine lacks."""
    found = [tool for tool in TOOLS if shutil.which(tool) is None]
    return found if REGISTRY.exists() else [*found, "at-spi2-core"]


class Desk:
    """What a workstation offers to a program; all of it lives in one folder."""

    def __init__(self, folder: Path, cache: Path, *, offers: tuple[str, ...] = ()) -> None:
        """Make one; `offers` names the services that its bus starts when asked for; without, all of the system's."""
        self.folder = folder
        home, runtime, screen = (folder / name for name in ("home", "run", "screen"))
        for made in (home, runtime, screen, cache):
            made.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.environment = {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_CACHE_HOME": str(cache),
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
        }
        self._children: list[Child] = []
        self.screen = screen / "Xvfb_screen0"
        self.environment["DISPLAY"] = self._start_display(screen)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self._start_bus(offers)
        self._start("openbox", ["openbox", "--sm-disable"])
        self.run("xdotool", "mousemove", "0", "0")  # the pointer shall point at nothing
        session = Bus(self.environment["DBUS_SESSION_BUS_ADDRESS"])
        self.bus = Bus(str(session.call(ACCESSIBILITY, "org.a11y.Bus", "GetAddress")))
        session.close()

    def close(self) -> list[str]:
        """End everything; return what would not go."""
        self.bus.close()
        left: list[str] = []
        for child in reversed(self._children):
            left += child.end()
        return left

    def _start(self, name: str, command: list[str], *, fds: tuple[int, ...] = ()) -> Child:
        """Start a part of the desk; what it says goes into a file."""
        child = Child(command, self.environment, self.folder / f"{name}.log", fds=fds)
        self._children.append(child)
        return child

    def _start_display(self, screen: Path) -> str:
        """Start a display on a free number and return its name; its picture is a file."""
        reads, writes = os.pipe()
        command = ["Xvfb", "-displayfd", str(writes), "-screen", "0", SIZE, "-nolisten", "tcp", "-fbdir", str(screen)]
        self._start("display", command, fds=(writes,))
        os.close(writes)
        with os.fdopen(reads) as pipe:
            return f":{pipe.readline().strip()}"

    def _start_bus(self, offers: tuple[str, ...]) -> str:
        """Start the session's message bus and return its address."""
        reads, writes = os.pipe()
        kind = f"--config-file={self._only(offers)}" if offers else "--session"
        command = ["dbus-daemon", kind, "--nofork", "--nopidfile", f"--print-address={writes}"]
        self._start("bus", command, fds=(writes,))
        os.close(writes)
        with os.fdopen(reads) as pipe:
            return pipe.readline().strip()

    def _only(self, offers: tuple[str, ...]) -> Path:
        """Write the configuration of a bus that offers these services and no others."""
        services = self.folder / "services"
        services.mkdir()
        for name in offers:
            shutil.copy(SERVICES / f"{name}.service", services)
        made = self.folder / "bus.conf"
        made.write_text(BUS.format(socket=self.folder / "run" / "bus", services=services), "utf-8")
        return made

    def run(self, *command: str, given: str = "") -> str:
        """Run a small tool on this desk and return what it prints."""
        done = subprocess.run(
            command, env=self.environment, input=given, capture_output=True, text=True, timeout=30, check=True
        )
        return done.stdout
