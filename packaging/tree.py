"""The program's folder, `dist/chartside/`: the same bytes from the same commit, whoever builds it and whenever.

    PYTHONPATH=packaging python -m tree [--out dist]

PyInstaller does the work (`build.spec`). Here is what makes it repeatable: an environment of its own, packs compiled
anew, a fixed order and a fixed time, files that everybody may read and nobody but their owner write.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import release_environment
import stamp

ROOT = Path(__file__).resolve().parents[1]
NAME = "chartside"
BUILT = ROOT / "build"
READ, RUN = 0o644, 0o755


def make(out: Path, python: Path | None = None) -> Path:
    """Build the program's folder below `out`, in place of one that is there, and return it."""
    python = python or release_environment.make(BUILT / "release-venv", BUILT / "wheels")
    with tempfile.TemporaryDirectory(prefix="tree-", dir=BUILT) as folder:
        work = Path(folder)
        _run(python, work, "-m", "copilot", "knowledge", "build", "--out", str(BUILT))
        stamp.make(BUILT)
        places = ["--distpath", str(work / "dist"), "--workpath", str(work / "work")]
        _run(python, work, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *places, str(ROOT / "build.spec"))
        made = work / "dist" / NAME
        settle(made, stamp.epoch())
        out.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(out / NAME, ignore_errors=True)
        return made.rename(out / NAME)


def settle(tree: Path, epoch: int) -> None:
    """Give every file and folder the mode and the time that it is to have everywhere; links have none of their own."""
    for path in [tree, *tree.rglob("*")]:
        if path.is_symlink():
            os.utime(path, (epoch, epoch), follow_symlinks=False)
            continue
        runs = path.is_dir() or path == tree / NAME
        path.chmod(RUN if runs else READ)
        os.utime(path, (epoch, epoch))


def _run(python: Path, work: Path, *line: str) -> None:
    """Run a step with surroundings that are the same everywhere; nothing of another build is taken over."""
    surroundings = {
        "PATH": f"{python.parent}:/usr/bin:/bin",
        "HOME": str(work),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "SOURCE_DATE_EPOCH": str(stamp.epoch()),
        "PYINSTALLER_CONFIG_DIR": str(work / "pyinstaller"),
    }
    done = subprocess.run([str(python), *line], cwd=ROOT, env=surroundings, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(line[:3])} failed:\n{(done.stdout + done.stderr)[-6000:]}")


def main() -> int:
    """Build, and say what came of it."""
    options = argparse.ArgumentParser(description="Build the program's folder.")
    options.add_argument("--out", type=Path, default=ROOT / "dist", help="folder to build into (default: dist)")
    tree = make(options.parse_args().out)
    size = sum(path.stat().st_size for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
    print(f"{tree}: {size / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
