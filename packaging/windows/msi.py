"""The installer of Windows, made of the program's folder: per machine, x64, silent, upgradeable, policy by properties.

    PYTHONPATH=packaging python -m windows.msi dist/chartside dist/release

`chartside.wxs` says what is in it besides the files, `policy.py` which properties set which key of the policy, and
`tables.py` what wixl cannot say and the same bytes for the same folder.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from command import ended
from copilot import __version__
from pictures import icons
from windows import policy, tables
from windows.commands import MAKING, PackagingError, need, run

PARTS = Path(__file__).parent / "chartside.wxs"
PROGRAM = "chartside.exe"


@dataclass(frozen=True, slots=True)
class Product:
    """What Windows takes for one product: versions of it replace each other. The codes never change."""

    name: str
    folder: str
    upgrade_code: str
    ending: str = ""

    def code(self, version: str) -> str:
        """Return the product code of a version."""
        return str(uuid.uuid5(uuid.UUID(self.upgrade_code), version)).upper()

    def file_name(self, version: str) -> str:
        """Return the name of its installer."""
        return f"chartside-{version}-x64{self.ending}.msi"


CHARTSIDE = Product("Chartside", "Chartside", "1D0C5C1B-7B0E-4B44-9E0C-6D6A2C0E5B31")
# What a machine without Windows can make (`structure.py`): it never takes the place of the real one.
STRUCTURE = Product(
    "Chartside (structure, no program)", "Chartside-structure", "5A3E4C7D-93E6-4B7B-8C1C-0F5E1D2A7C64", "-structure"
)


def make(tree: Path, out: Path, version: str = __version__, product: Product = CHARTSIDE) -> Path:
    """Make the installer of a folder in the folder `out`; raises `PackagingError`."""
    need(MAKING)
    if not re.fullmatch(r"\d{1,3}\.\d{1,3}\.\d{1,5}", version):
        raise PackagingError(f"Windows knows versions as 1.2.3 alone, not {version!r}.")
    if not (tree / PROGRAM).is_file():
        raise PackagingError(f"{tree} holds no {PROGRAM}: it is no program for Windows.")
    made = out.resolve() / product.file_name(version)
    made.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        files = list(_copied(tree, folder / "tree"))
        (folder / "files.wxs").write_text(_files(files), encoding="utf-8")
        (folder / "policy.wxs").write_text(policy.as_wxs(), encoding="utf-8")
        _compile(folder, version, product)
        tables.finish(folder / "made.msi", folder / "tree", product.code(version), _moment(folder / "tree"))
        shutil.move(folder / "made.msi", made)
    return made


def _copied(tree: Path, copy: Path) -> Iterator[str]:
    """Copy the folder, all files dated alike, and yield their names; a link is refused, for the installer has none."""
    moment = _moment(tree)
    for path in sorted(tree.rglob("*")):
        if path.is_symlink():
            raise PackagingError(f"{path} is a link; the installer holds files only.")
        if path.is_file():
            name = path.relative_to(tree).as_posix()
            target = copy / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            os.utime(target, (moment, moment))
            yield name


def _moment(tree: Path) -> int:
    """Return the time that everything is dated with: the build's, else that of the newest file."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    return int(given) if given else int(max(path.stat().st_mtime for path in tree.rglob("*") if path.is_file()))


def _files(names: list[str]) -> str:
    """Return the files as a part of the installer's source; folders, which wixl names by chance, are numbered."""
    heat = ["wixl-heat", "--prefix", "", "--directory-ref", "INSTALLDIR", "--component-group", "ProgramFiles"]
    made = run([*heat, "--var", "var.SourceDir", "--win64"], given="".join(f"{name}\n" for name in names))
    numbers: dict[str, str] = {}
    return re.sub(r"\bdir[0-9A-F]{32}\b", lambda found: numbers.setdefault(found[0], f"folder{len(numbers) + 1}"), made)


def _compile(folder: Path, version: str, product: Product) -> None:
    values = {
        "SourceDir": "tree",
        "Win64": "yes",
        "Version": version,
        "ProductCode": product.code(version),
        "UpgradeCode": product.upgrade_code,
        "Name": product.name,
        "Folder": product.folder,
        "Icon": icons.make(folder / "chartside.ico").name,  # wixl reads no absolute paths
    }
    given = [word for name, value in values.items() for word in ("-D", f"{name}={value}")]
    shutil.copyfile(PARTS, folder / PARTS.name)
    run(["wixl", "-a", "x64", *given, "-o", "made.msi", PARTS.name, "files.wxs", "policy.wxs"], folder)
    if not (folder / "made.msi").exists():
        raise PackagingError("wixl made no installer and did not say why.")


def main() -> int:
    """Make the installer of the folder that is named."""
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("tree", type=Path, help="the program's folder, as the build makes it on Windows")
    made.add_argument("out", type=Path, help="where the installer goes")
    options = made.parse_args()
    return ended("msi", lambda: make(options.tree, options.out, __version__), PackagingError)


if __name__ == "__main__":
    sys.exit(main())
