"""llama.cpp for every processor: its binding compiled once, with one library per family of processors, and kept.

    python packaging/llama_wheel.py build/release-venv/bin/python build/wheels

The product's baseline is AVX2. ggml builds its arithmetic several times, each time for more of what processors can,
and takes the best that runs when it starts (`copilot/model/backends.py` says where it looks). Only the source's own
hash in `requirements/runtime.lock` is trusted; the compiler is told to forget in which folder it worked.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import set_up

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements" / "runtime.lock"
PACKAGE = "llama-cpp-python"
EPOCH = "315532800"  # 1980-01-01, the first day that a wheel can hold
_NO_ID = "-Wl,--build-id=none"  # a hash that differs from one compilation to the next, and nobody asks for
_LINUX = (f"-DCMAKE_SHARED_LINKER_FLAGS={_NO_ID}", f"-DCMAKE_MODULE_LINKER_FLAGS={_NO_ID}")
FLAGS = (
    "-DGGML_NATIVE=OFF",
    "-DGGML_BACKEND_DL=ON",
    "-DGGML_CPU_ALL_VARIANTS=ON",
    "-DLLAVA_BUILD=OFF",  # the vision part is not used
    "-DCMAKE_INSTALL_BINDIR=llama_cpp/lib",  # beside the library, where the program looks for them
    "-DCMAKE_INSTALL_RPATH=$ORIGIN",
    *(_LINUX if sys.platform == "linux" else ()),
)


def make(python: Path, kept: Path) -> Path:
    """Return the wheel of the locked version with these flags: the one that was kept, else a new one."""
    pinned = _pinned()
    key = hashlib.sha256("\n".join((pinned, *FLAGS)).encode()).hexdigest()[:12]
    folder = kept / f"llama-{key}"
    found = next(iter(sorted(folder.glob("*.whl"))), None)
    return found or _compile(python, _source(python, pinned, folder), folder)


def _pinned() -> str:
    """Return the lock's lines about the binding: its version and the hash of its source."""
    found = re.search(rf"^{PACKAGE}==.*?\n(?=\S)", LOCK.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    if found is None:
        raise SystemExit(f"{LOCK} pins no {PACKAGE}.")
    return re.sub(r"^\s*#.*\n", "", found[0], flags=re.MULTILINE)


def _source(python: Path, pinned: str, folder: Path) -> Path:
    """Fetch the source, whose hash must be that of the lock, and unpack it."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = folder / "source.txt"
    wanted.write_text(pinned, "utf-8")
    fetch = ["download", "--quiet", "--no-deps", "--no-build-isolation", "--require-hashes", "--no-binary", PACKAGE]
    pip(python, *fetch, "--dest", str(folder), "-r", str(wanted))
    archive = next(iter(folder.glob("*.tar.gz")))
    shutil.unpack_archive(archive, folder)  # Debian 12's own Python knows no filters; its hash is that of the lock
    return folder / archive.name.removesuffix(".tar.gz")


def _compile(python: Path, source: Path, folder: Path) -> Path:
    """Compile; about fifteen minutes on two cores."""
    print(f"Compiling llama.cpp for every processor from {source.name}; about fifteen minutes on two cores", flush=True)
    forget = f"-ffile-prefix-map={source}=."
    own = {"CMAKE_ARGS": " ".join(FLAGS), "CFLAGS": forget, "CXXFLAGS": forget}
    line = ["wheel", "-v", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(source)]
    if not set_up.pip([str(python), "-m", "pip", *line], {**_surroundings(line[0]), **own}):
        raise SystemExit(1)
    return next(iter(folder.glob("*.whl")))


def pip(python: Path, *line: str, must: bool = True) -> bool:
    """Run pip and return whether it did its work; what it says is shown where it must and does not."""
    command = [str(python), "-m", "pip", *line]
    done = subprocess.run(command, env=_surroundings(line[0]), check=False, capture_output=True, text=True)
    if must and done.returncode != 0:
        raise SystemExit(f"pip {line[0]} failed:\n{(done.stdout + done.stderr)[-6000:]}")
    return done.returncode == 0


def _surroundings(work: str) -> dict[str, str]:
    """Return pip's surroundings. Where packages come from is for this machine to set; what is made of them is not."""
    held = {name: value for name, value in os.environ.items() if work == "download" or not name.startswith("PIP_")}
    return held | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "SOURCE_DATE_EPOCH": EPOCH}


if __name__ == "__main__":
    print(make(Path(sys.argv[1]).absolute(), Path(sys.argv[2]).absolute()))
