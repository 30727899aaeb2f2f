"""A clean machine to try a package on: a Debian in a folder, without network; its mounts end with our process."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_CLONE_NEWNS = 0x00020000
DEVICES = ("null", "zero", "full", "random", "urandom")


class MachineError(Exception):
    """A command on the clean machine failed."""


def needed() -> str:
    """Return what stands in the way of a clean machine here, "" if nothing does."""
    if os.geteuid() != 0:
        return "only root makes a clean machine"
    lacking = [tool for tool in ("debootstrap", "chroot", "unshare", "tar") if shutil.which(tool) is None]
    return f"not installed: {', '.join(lacking)}" if lacking else ""


def own_mounts() -> None:
    """Let what this process mounts be seen by nobody else, and end with it, however it ends."""
    if ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWNS) != 0:
        raise OSError(ctypes.get_errno(), "a process could not have mounts of its own")
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)  # noqa: S607


class Machine:
    """A Debian in the folder `root`. Commands in it see no other files, and no network."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._mounted: list[Path] = []

    @classmethod
    @contextmanager
    def unpacked(cls, base: Path, root: Path) -> Iterator[Machine]:
        """Unpack a Debian into a folder and use it as a machine; the folder is gone afterwards.

        From then on, what this process mounts is its own.
        """
        own_mounts()
        _remove(root)
        root.mkdir(parents=True)
        subprocess.run(["tar", "-C", root, "-xf", base], check=True)  # noqa: S607
        machine = cls(root)
        try:
            machine.mount(Path("proc"), "proc", "-t", "proc")
            for name in DEVICES:
                machine.mount(Path("dev", name), f"/dev/{name}", "--bind")
            machine.mount(Path("dev/shm"), "shm", "-t", "tmpfs")
            yield machine
        finally:
            machine.close()
            _remove(root)

    def mount(self, place: Path, what: str, *how: str) -> None:
        """Mount something at a place of this machine."""
        target = self.root / str(place).lstrip("/")
        if Path(what).is_file() or Path(what).is_char_device():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.touch()
        else:
            target.mkdir(parents=True, exist_ok=True)
        subprocess.run(["mount", *how, what, target], check=True)  # noqa: S607
        self._mounted.append(target)

    @contextmanager
    def sharing(self, *folders: Path) -> Iterator[None]:
        """Let programs here see these folders of ours, at the same places, for a while."""
        before = len(self._mounted)
        try:
            for folder in folders:
                self.mount(folder, str(folder), "--bind")
            yield
        finally:
            self._unmount(keep=before)

    def command(self, *command: str, user: str = "root", network: bool = False) -> list[str]:
        """Return what starts a command on this machine; it keeps the process that starts it."""
        alone = [] if network else ["unshare", "--net"]
        return [*alone, "chroot", f"--userspec={user}:", str(self.root), *command]

    def run(
        self, *command: str, user: str = "root", network: bool = False, environment: Mapping[str, str] | None = None
    ) -> str:
        """Run a command on this machine to its end and return what it printed; raises with what it said."""
        done = self.attempt(*command, user=user, network=network, environment=environment)
        if done.returncode != 0:
            raise MachineError(f"{' '.join(command)}: {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
        return done.stdout

    def attempt(
        self, *command: str, user: str = "root", network: bool = False, environment: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command on this machine to its end, whatever end that is."""
        surroundings = {
            "PATH": PATH,
            "HOME": "/root" if user == "root" else f"/home/{user}",
            "LANG": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
            **(environment or {}),
        }
        started = self.command(*command, user=user, network=network)
        return subprocess.run(started, check=False, capture_output=True, text=True, env=surroundings)

    def close(self) -> None:
        """Unmount everything."""
        self._unmount(keep=0)

    def _unmount(self, keep: int) -> None:
        """Unmount what was mounted last, down to so many."""
        while len(self._mounted) > keep:
            subprocess.run(["umount", "--lazy", self._mounted.pop()], check=True)  # noqa: S607


def _remove(root: Path) -> None:
    """Remove a machine's folder, and never what something of ours is still mounted on."""
    mounted = [line.split()[1] for line in Path("/proc/self/mounts").read_text().splitlines()]
    held = [place for place in mounted if Path(place).is_relative_to(root)]
    if held:
        raise MachineError(f"{held[0]} is mounted: unmount it first, then remove {root}")
    shutil.rmtree(root, ignore_errors=True)
