"""What wixl cannot say, written into the installer's tables; and dates and codes that are the same in every build."""

from __future__ import annotations

import hashlib
import re
import uuid
from datetime import UTC, datetime
from pathlib import Path

from policy.keys import keys
from windows import policy
from windows.commands import run

PERMANENT = 0x10  # Windows Installer: the component outlives the product
REGISTRY_KEY, IN_64_BIT = 0x4, 0x100
SUMMARY = "_SummaryInformation"
HEAD = 3


def finish(msi: Path, tree: Path, product_code: str, moment: int) -> None:
    """Complete the tables of an installer in place."""
    queries = [*_permanent_where_given(), *_let_through(msi), *_refusals()]
    for query in queries:
        run(["msibuild", str(msi), "-q", query])
    _date(msi, _package_code(tree, product_code), moment)


def rows(msi: Path, table: str) -> list[list[str]]:
    """Return a table's rows, as text."""
    return [line.split("\t") for line in _lines(msi, table)[HEAD:]]


def _lines(msi: Path, table: str) -> list[str]:
    """Return a table as it is exported: two lines about its columns, one about its name, then its rows."""
    # A tool on Windows may end a line with one sign more.
    return [line for line in re.split(r"\r*\n", run(["msiinfo", "export", str(msi), table])) if line]


def _permanent_where_given() -> list[str]:
    attributes = PERMANENT | REGISTRY_KEY | IN_64_BIT
    set_to = "UPDATE `Component` SET `Condition` = '{}', `Attributes` = {} WHERE `Component` = '{}'"
    return [set_to.format(policy.is_given(key), attributes, policy.component(key)) for key in keys()]


def _let_through(msi: Path) -> list[str]:
    """Let the policy's properties through to the part of the installation that runs with an administrator's rights."""
    name = "SecureCustomProperties"
    known = next(row[1] for row in rows(msi, "Property") if row[0] == name).split(";")
    set_to = "UPDATE `Property` SET `Value` = '{}' WHERE `Property` = '{}'"
    return [set_to.format(";".join([*known, *(key.property for key in keys())]), name)]


def _refusals() -> list[str]:
    add = "INSERT INTO `LaunchCondition` (`Condition`, `Description`) VALUES ('{}', '{}')"
    return [add.format(condition, sentence) for condition, sentence in policy.refusals().items()]


def _package_code(tree: Path, product_code: str) -> str:
    """Return a code that differs where a file differs: Windows takes two installers of one code for the same."""
    digest = hashlib.sha256()
    for path in sorted(path for path in tree.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(tree).as_posix()}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return str(uuid.uuid5(uuid.UUID(product_code), digest.hexdigest())).upper()


def _date(msi: Path, package_code: str, moment: int) -> None:
    """Put the build's time and the package's code where wixl wrote the clock's time and a random code."""
    when = datetime.fromtimestamp(moment, UTC).strftime("%Y/%m/%d %H:%M:%S")
    fixed = {"9": f"{{{package_code}}}", "12": when, "13": when}
    head = _lines(msi, SUMMARY)[:HEAD]
    changed = ("\t".join((number, fixed.get(number, value))) for number, value in rows(msi, SUMMARY))
    table = msi.with_name(f"{SUMMARY}.idt")
    table.write_bytes("\r\n".join([*head, *changed, ""]).encode())
    run(["msibuild", str(msi), "-i", str(table)])
    table.unlink()
