"""Take every picture from the running program: `make screenshots` writes them to build/screenshots/.

Each patient has a process of its own, the states too. `--readme` also renews the few in resources/screenshots/.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "screenshots"
README = ROOT / "resources" / "screenshots"
SEEN = os.pathsep.join((str(ROOT), str(ROOT / "packaging")))  # what a picture is taken with: tests' server too
PATIENTS = ("ruth", "ivan", "jonas")
SCALES = ("1.25", "1.5", "2")
COLOURS = 256
BEST = {
    "light.png": "ruth-light-overview.png",
    "dark.png": "ivan-dark-overview.png",
    "evidence.png": "ruth-evidence.png",
    "assessment.png": "ruth-worked-assessment.png",
    "labs.png": "ivan-light-labs.png",
    "notes.png": "jonas-light-notes.png",
    "contrast.png": "ruth-contrast-overview.png",
    "narrow.png": "ruth-narrow-differential.png",
}


def main() -> int:
    """Render every picture; return the number of processes that failed."""
    made = argparse.ArgumentParser(description=__doc__)
    made.add_argument("--patient", action="append", help="only this demo patient (may be repeated)")
    made.add_argument("--no-states", action="store_true", help="without the empty, loading, error and server states")
    made.add_argument(
        "--no-scales", action="store_true", help="without the pictures at 125, 150 and 200 % of the screen"
    )
    made.add_argument("--readme", action="store_true", help="renew the README's pictures too")
    options = made.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    patients = options.patient or PATIENTS
    failed = sum(_run("of_patients", patient) for patient in patients)
    if not options.no_scales:
        failed += sum(_run("of_patients", patients[0], "--overview-only", scale=scale) for scale in SCALES)
    if not options.no_states:
        failed += _run("of_states")
    if options.readme and not failed:
        _renew_readme()
    print(f"screenshots: {len(list(FOLDER.glob('*.png')))} pictures in {FOLDER}")
    return failed


def _run(kind: str, *arguments: str, scale: str = "") -> bool:
    """Take one kind of pictures in a process with settings of its own; return whether it failed."""
    with tempfile.TemporaryDirectory() as settings:
        own = {"XDG_CONFIG_HOME": settings, "XDG_DATA_HOME": settings, "XDG_STATE_HOME": settings}
        environment = {**os.environ, **own, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": SEEN}
        if scale:
            environment["QT_SCALE_FACTOR"] = scale
        command = [sys.executable, "-m", f"pictures.{kind}", str(FOLDER), *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode != 0


def _renew_readme() -> None:
    """Copy the best, in their own 256 commonest colours: a third of the size, and nobody sees it."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    flat = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    README.mkdir(parents=True, exist_ok=True)
    for name, source in BEST.items():
        picture = QImage(str(FOLDER / source)).convertToFormat(QImage.Format.Format_RGB32)
        colours = np.frombuffer(picture.constBits(), np.uint32)
        found, amounts = np.unique(colours, return_counts=True)
        table = [int(colour) for colour in found[amounts.argsort()[::-1]][:COLOURS]]
        picture.convertToFormat(QImage.Format.Format_Indexed8, table, flat).save(str(README / name))


if __name__ == "__main__":
    sys.exit(main())
