"""The environment that a release is built from: the locked packages and nothing else, installed without a network.

    python3.11 packaging/release_environment.py build/release-venv build/wheels

What the locks name is fetched once, by hash, and kept in a folder; so is llama.cpp, compiled for every processor.
After that, this environment can be made again offline. Only the standard library is needed.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import llama_wheel

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ROOT / "requirements"
TOOLS, PACKAGES = LOCKS / "build.lock", LOCKS / "tree.lock"
READY = ".ready-release"


def make(venv: Path, kept: Path) -> Path:
    """Return the python of the environment, made anew where the locks have changed since."""
    state = hashlib.sha256(b"".join(path.read_bytes() for path in (TOOLS, PACKAGES, Path(llama_wheel.__file__))))
    python, ready = venv / "bin" / "python", venv / READY
    if ready.is_file() and ready.read_text("utf-8") == state.hexdigest():
        return python
    shutil.rmtree(venv, ignore_errors=True)
    print(f"Making the environment of a release in {venv}", flush=True)
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    folder = kept / "locked"
    folder.mkdir(parents=True, exist_ok=True)
    _install(python, TOOLS, folder)
    without = folder / "without-llama.txt"
    without.write_text(_without(llama_wheel.PACKAGE, PACKAGES.read_text("utf-8")), "utf-8")
    _install(python, without, folder)
    llama = llama_wheel.make(python, kept)
    llama_wheel.pip(python, "install", "--no-index", "--no-deps", str(llama))
    ready.write_text(state.hexdigest(), "utf-8")
    return python


def _install(python: Path, lock: Path, folder: Path) -> None:
    """Install a lock from the folder; what it lacks is fetched first, as wheels, each with the hash of the lock."""
    offline = ("install", "--no-deps", "--no-index", "--find-links", str(folder), "--require-hashes", "-r", str(lock))
    if llama_wheel.pip(python, *offline, must=False):
        return
    print(f"Fetching what {lock.name} names", flush=True)
    fetch = ("download", "--no-deps", "--require-hashes", "--only-binary", ":all:", "--dest", str(folder))
    llama_wheel.pip(python, *fetch, "-r", str(lock))
    llama_wheel.pip(python, *offline)


def _without(package: str, lock: str) -> str:
    """Return a lock without one package: its line, its hashes and the comments below it."""
    return re.sub(rf"^{package}==.*?\n(?=\S|\Z)", "", lock, flags=re.MULTILINE | re.DOTALL)


if __name__ == "__main__":
    print(make(Path(sys.argv[1]).absolute(), Path(sys.argv[2]).absolute()))
