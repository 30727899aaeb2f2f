"""The installer that a machine without Windows can make: same tables, policy and signatures, no program.

    PYTHONPATH=packaging python -m windows.structure dist/chartside dist/release

It holds what is the same on every system (resources and packs) and, where the program would be, a notice that
says that it is not there. It is a product of its own to Windows and never takes the place of the real one.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from command import ended
from copilot import __version__
from windows import msi, signing
from windows.commands import COMPILING, PackagingError, need, run

NOTICE = Path(__file__).parent / "notice.c"
# Where the build puts what is the same bytes on every system.
RESOURCES = Path("_internal", "resources")


def make(tree: Path, out: Path, version: str = __version__, command: str = "") -> Path:
    """Make the installer from a program's folder of any system, signed where a command is given."""
    need(COMPILING)
    if not (tree / RESOURCES).is_dir():
        raise PackagingError(f"{tree} is no program's folder: there are no resources in it.")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        shutil.copytree(tree / RESOURCES, folder / RESOURCES)
        _notice(folder / msi.PROGRAM)
        if command:
            signing.sign([folder], command)
        made = msi.make(folder, out, version, msi.STRUCTURE)
        if command:
            signing.sign([made], command)
    return made


def _notice(out: Path) -> None:
    """Compile the notice; the same bytes each time."""
    compiler = ["x86_64-w64-mingw32-gcc", "-Os", "-s", "-Wl,--no-insert-timestamp", "-Wl,--dynamicbase"]
    run([*compiler, "-Wall", "-Werror", "-o", str(out), str(NOTICE)])


def main() -> int:
    """Make the structure's installer of the folder that is named."""
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("tree", type=Path)
    made.add_argument("out", type=Path)
    options = made.parse_args()
    command = signing.from_environment()
    return ended("structure", lambda: make(options.tree, options.out, command=command), PackagingError)


if __name__ == "__main__":
    sys.exit(main())
