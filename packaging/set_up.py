"""Set up a checkout: Qt's system libraries, a virtual environment, the locked packages. Only the standard library.

    python3.11 packaging/set_up.py .venv
    python3.11 packaging/set_up.py --automation    # what the tests from outside need: a display, a message bus
    python3.11 packaging/set_up.py --release       # what makes packages, signs them and tries them

llama-cpp-python comes as source; its build takes about five minutes on two cores and is shown while it
runs. pip keeps the wheel it built, so that a second checkout on the same machine does not build it again.
"""

from __future__ import annotations

import ctypes.util
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ROOT / "requirements"
# What Qt's own wheel expects of the system: library (as the linker knows it) and Debian's package.
QT_LIBRARIES = {
    "EGL": "libegl1",
    "GL": "libgl1",
    "cups": "libcups2",
    "wayland-client": "libwayland-client0",
    "wayland-cursor": "libwayland-cursor0",
    "wayland-egl": "libwayland-egl1",
    "xkbcommon": "libxkbcommon0",
    "xkbcommon-x11": "libxkbcommon-x11-0",
    "dbus-1": "libdbus-1-3",
    "fontconfig": "libfontconfig1",
    "glib-2.0": "libglib2.0-0",
    "xcb-cursor": "libxcb-cursor0",
    "xcb-icccm": "libxcb-icccm4",
    "xcb-image": "libxcb-image0",
    "xcb-keysyms": "libxcb-keysyms1",
    "xcb-randr": "libxcb-randr0",
    "xcb-render-util": "libxcb-render-util0",
    "xcb-shape": "libxcb-shape0",
    "xcb-xinerama": "libxcb-xinerama0",
    "xcb-xkb": "libxcb-xkb1",
}
FONT_PACKAGE = "fonts-dejavu-core"
# What the tests that drive the window from outside need: command or file, and Debian's package.
AUTOMATION_TOOLS = {
    "Xvfb": "xvfb",
    "dbus-daemon": "dbus",
    "gnome-keyring-daemon": "gnome-keyring",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "xclip": "xclip",
    "/usr/share/dbus-1/services/org.a11y.Bus.service": "at-spi2-core",
}
# What a release is made, signed and tried with.
RELEASE_TOOLS = {
    "apt-ftparchive": "apt-utils",
    "debsig-verify": "debsig-verify",
    "debootstrap": "debootstrap",
    "g++": "g++",
    "gcc": "gcc",
    "git": "git",
    "gpg": "gnupg",
    "help2man": "help2man",
    "lintian": "lintian",
    "minisign": "minisign",
    "msiinfo": "msitools",
    "openssl": "openssl",
    "osslsigncode": "osslsigncode",
    "readelf": "binutils",
    "wixl": "wixl",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64-win32",
}


TOOLS = {
    "--automation": (AUTOMATION_TOOLS, "the tests from outside need"),
    "--release": (RELEASE_TOOLS, "a release needs"),
}


def main() -> int:
    """Set up what the first argument names; returns an exit code, errors in plain words."""
    asked = sys.argv[1] if len(sys.argv) > 1 else ".venv"
    if asked in TOOLS:
        tools, who = TOOLS[asked]
        # With Qt's: whoever is not root is asked once for everything, and before anything is compiled.
        interpreter = _missing_interpreter() if asked == "--release" else []
        return 0 if _install([*_missing(tools), *_missing_libraries(), *interpreter], who) else 1
    venv = Path(asked).resolve()
    if sys.version_info < (3, 11):
        return _fail(f"Chartside needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    missing_tools = [tool for tool in ("gcc", "g++") if shutil.which(tool) is None]
    if missing_tools:
        return _fail(f"{' and '.join(missing_tools)} not found. Install with: apt-get install -y gcc g++")
    if sys.platform == "linux" and not _install(_missing_libraries(), "Qt needs"):
        return 1
    return _python_packages(venv)


def _missing_libraries() -> list[str]:
    """Return the packages of Qt's libraries, of a font and of virtual environments that are not here."""
    missing = ["python3-venv"] if importlib.util.find_spec("ensurepip") is None else []
    missing += [package for library, package in QT_LIBRARIES.items() if ctypes.util.find_library(library) is None]
    if not _has_font():
        missing.append(FONT_PACKAGE)
    return missing


def _missing_interpreter() -> list[str]:
    """Return the package of the interpreter as a library, which PyInstaller takes, where only the program is here."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    beside = Path(str(sysconfig.get_config_var("LIBDIR")), str(sysconfig.get_config_var("INSTSONAME")))
    return [] if beside.exists() or ctypes.util.find_library(f"python{version}") else [f"libpython{version}"]


def _missing(tools: dict[str, str]) -> list[str]:
    """Return the packages of the tools that are not here."""
    return [package for tool, package in tools.items() if not (shutil.which(tool) or Path(tool).exists())]


def _install(missing: list[str], who: str) -> bool:
    """Install system packages as root, else name the command; return whether they are all there."""
    if not missing:
        return True
    line = f"apt-get install -y --no-install-recommends {' '.join(sorted(set(missing)))}"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        _fail(f"System packages that {who} are missing here. Install them with:\n    sudo {line}")
        return False
    print(f"Installing what {who}: {line}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-q"], line.split()):
        done = subprocess.run(command, check=False, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        _fail(f"{line} failed:\n{done.stderr[-2000:]}")
    return done.returncode == 0


def _has_font() -> bool:
    folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts"]
    return any(next(folder.rglob(f"*.{kind}"), None) for folder in folders for kind in ("ttf", "otf"))


def _python_packages(venv: Path) -> int:
    python = venv / "bin" / "python"
    if not python.exists():
        print(f"Making a virtual environment in {venv}", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    install = [str(python), "-m", "pip", "install", "--no-input"]
    print("Installing the build tools", flush=True)
    if not pip([*install, "--require-hashes", "-r", str(LOCKS / "build.lock")]):
        return 1
    print("Installing the packages; llama.cpp is compiled from source, about five minutes on two cores", flush=True)
    # The vision part (libmtmd) is not used and would add a minute to the build.
    os.environ.setdefault("CMAKE_ARGS", "-DLLAVA_BUILD=OFF")
    locked = ["--no-build-isolation", "--require-hashes", "-v", "-r", str(LOCKS / "dev.lock")]
    if not pip([*install, *locked]):
        return 1
    return 0 if pip([*install, "--no-build-isolation", "--no-deps", "-e", str(ROOT)]) else 1


def pip(command: list[str], surroundings: Mapping[str, str] = os.environ) -> bool:
    """Run pip with the tools of its environment, show a line for each stage, and on failure the end of what it said."""
    own = {**surroundings, "PATH": f"{Path(command[0]).parent}{os.pathsep}{surroundings['PATH']}"}
    process = subprocess.Popen(
        command, env=own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    assert process.stdout is not None
    tail: list[str] = []
    for text in _progress(process.stdout, tail):
        print(text, flush=True)
    if process.wait() == 0:
        return True
    _fail("pip failed; the end of what it said:\n" + "".join(tail))
    return False


def _progress(lines: Iterable[str], tail: list[str]) -> Iterator[str]:
    """Yield what a person wants to see of pip's output; keep its last lines in `tail`."""
    last = time.monotonic()
    for line in lines:
        tail.append(line)
        del tail[:-40]
        compiled = re.match(r"\s*\[(\d+)/(\d+)\]", line)
        if compiled and time.monotonic() - last > 5:
            last = time.monotonic()
            yield f"  compiling llama.cpp {compiled[1]}/{compiled[2]}"
        elif line.startswith(("Building wheel", "Successfully built", "Installing collected")):
            yield f"  {line.strip()[:100]}"


def _fail(text: str) -> int:
    print(f"set-up: {text}", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
