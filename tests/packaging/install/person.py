"""`Person`: somebody with a home on the clean machine, a session bus and a real keyring; these two run beside it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from pwd import getpwnam

from linux.machine import PATH, Machine
from tests.store import keyrings

NAME = "nobody"  # bus and keyring look for the account on this machine too
NUMBER = getpwnam(NAME).pw_uid


class Person:
    """An ordinary user; commands of theirs find bus and keyring as on a desktop."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        runtime = machine.root / f"run/user/{NUMBER}"
        for folder in (self.home, runtime):
            folder.mkdir(mode=0o700, parents=True)
            os.chown(folder, NUMBER, NUMBER)
        self._environment = {
            "XDG_RUNTIME_DIR": f"/run/user/{NUMBER}",
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path=/run/user/{NUMBER}/bus",
        }
        outside = {
            "PATH": PATH,
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(runtime),
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={runtime}/bus",
        }
        self._bus = self._start_bus(outside)
        try:
            self._keyring = keyrings.start(outside, user=NUMBER)
        except RuntimeError:
            keyrings.end(self._bus)
            raise

    @property
    def home(self) -> Path:
        """Return their home, as seen from outside."""
        return self.machine.root / "home" / NAME

    def run(self, *command: str) -> str:
        """Run a command of theirs on the clean machine and return what it printed; raises with what it said."""
        return self.machine.run(*command, user=NAME, environment=self._environment)

    def leave(self) -> None:
        """End their session."""
        for process in (self._keyring, self._bus):
            keyrings.end(process)

    def _start_bus(self, environment: dict[str, str]) -> subprocess.Popen[bytes]:
        """Start the session's message bus, and wait until it is there."""
        address = environment["DBUS_SESSION_BUS_ADDRESS"]
        bus = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}", "--print-address"],
            env=environment,
            user=NUMBER,
            group=NUMBER,
            extra_groups=[],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert bus.stdout is not None
        bus.stdout.readline()
        bus.stdout.close()
        return bus
