"""The installer of Windows: what its tables say, and that its files are those of the folder."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from policy.keys import Kind, keys
from tests.packaging import windows_tree
from windows import msi, policy, tables
from windows.commands import MAKING, PackagingError, missing

pytestmark = pytest.mark.skipif(
    bool(missing(MAKING)), reason=f"{', '.join(missing(MAKING))}: python packaging/set_up.py --release brings them"
)
VERSION = "1.2.3"
DATE = 1_790_000_000


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program's folder."""
    return windows_tree.make(tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="module")
def made(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its installer."""
    return msi.make(tree, tmp_path_factory.mktemp("out"), VERSION)


def column(made: Path, table: str, number: int) -> list[str]:
    """Return one column of a table."""
    return [row[number] for row in tables.rows(made, table)]


def test_the_files_come_out_as_they_went_in(made: Path, tree: Path, tmp_path: Path) -> None:
    subprocess.run(["msiextract", "-C", str(tmp_path), str(made)], check=True, capture_output=True)
    for path in (path for path in tree.rglob("*") if path.is_file()):
        assert (tmp_path / "Chartside" / path.relative_to(tree)).read_bytes() == path.read_bytes()
    assert len(column(made, "File", 0)) == len(windows_tree.PROGRAMS) + len(windows_tree.RESOURCES)


def test_it_is_installed_for_the_whole_machine_in_64_bit(made: Path) -> None:
    held = dict(row[:2] for row in tables.rows(made, "Property"))
    assert held["ALLUSERS"] == "1"
    assert held["ProductVersion"] == VERSION
    folders = {row[0]: row[1:] for row in tables.rows(made, "Directory")}
    assert folders["INSTALLDIR"] == ["ProgramFiles64Folder", "Chartside"]
    assert all(int(attributes) & tables.IN_64_BIT for attributes in column(made, "Component", 3))
    assert "VersionNT64" in column(made, "LaunchCondition", 0)


def test_the_next_version_takes_the_place_of_this_one(made: Path, tree: Path, tmp_path: Path) -> None:
    code = f"{{{msi.CHARTSIDE.upgrade_code}}}"
    assert [row[:3] for row in tables.rows(made, "Upgrade")] == [[code, "", VERSION], [code, VERSION, ""]]
    assert "NOT WIX_DOWNGRADE_DETECTED" in column(made, "LaunchCondition", 0)
    steps = {row[0]: int(row[2]) for row in tables.rows(made, "InstallExecuteSequence")}
    assert steps["RemoveExistingProducts"] < steps["InstallFiles"]
    held = dict(row[:2] for row in tables.rows(made, "Property"))
    # Else a file whose version number went down would be removed with the old version and not be written again.
    assert held["REINSTALLMODE"] == "amus"
    later = dict(row[:2] for row in tables.rows(msi.make(tree, tmp_path, "1.2.4"), "Property"))
    assert later["UpgradeCode"] == held["UpgradeCode"] == code
    assert later["ProductCode"] != held["ProductCode"]


def test_there_is_an_entry_in_the_start_menu_and_one_under_open_with(made: Path) -> None:
    (entry,) = tables.rows(made, "Shortcut")
    assert entry[1:5] == ["ProgramMenuFolder", "Chartside", "StartMenu", "[INSTALLDIR]chartside.exe"]
    registry = {(row[2], row[3]): row[4] for row in tables.rows(made, "Registry")}
    opens = registry[r"Software\Classes\Chartside.Chart\shell\open\command", ""]
    assert opens == '"[INSTALLDIR]chartside.exe" "%1"'
    assert (r"Software\Classes\.json\OpenWithProgids", "Chartside.Chart") in registry
    assert (r"Software\Classes\.json", "") not in registry


@pytest.mark.parametrize("key", keys(), ids=lambda key: key.path)
def test_every_key_of_the_policy_has_a_property(made: Path, key: policy.Key) -> None:
    written = next(row for row in tables.rows(made, "Registry") if row[5] == policy.component(key))
    assert written[1:4] == ["2", rf"SOFTWARE\Policies\Chartside\{key.section}", key.name or "installer"]
    assert written[4] == f"{'#' if key.kind in policy.NUMBERS else ''}[{key.property}]"
    part = next(row for row in tables.rows(made, "Component") if row[0] == policy.component(key))
    assert int(part[3]) & tables.PERMANENT, "what IT set outlives an upgrade"
    assert part[4] == f'{key.property} <> ""', "nothing is written that was not asked for"
    held = dict(row[:2] for row in tables.rows(made, "Property"))
    assert key.property in held["SecureCustomProperties"].split(";")
    if key.kind in (Kind.SWITCH, Kind.NUMBER, Kind.CHOICE):
        assert any(condition.startswith(key.property) for condition in column(made, "LaunchCondition", 0))


def test_the_same_folder_makes_the_same_bytes(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DATE))
    first = msi.make(tree, tmp_path / "first", VERSION)
    other = windows_tree.make(tmp_path / "other tree")
    os.utime(other / "chartside.exe", (1, 1))
    assert msi.make(other, tmp_path / "second", VERSION).read_bytes() == first.read_bytes()


def test_another_file_makes_another_package(tmp_path: Path) -> None:
    tree = windows_tree.make(tmp_path / "tree")
    first = tables.rows(msi.make(tree, tmp_path / "first", VERSION), tables.SUMMARY)
    (tree / "chartside.exe").write_bytes((tree / "chartside.exe").read_bytes() + b"\0")
    second = tables.rows(msi.make(tree, tmp_path / "second", VERSION), tables.SUMMARY)
    codes = [next(row[1] for row in found if row[0] == "9") for found in (first, second)]
    assert codes[0] != codes[1]


def test_what_is_no_program_for_windows_is_refused(tree: Path, tmp_path: Path) -> None:
    with pytest.raises(PackagingError, match=r"no chartside\.exe"):
        msi.make(tmp_path, tmp_path / "out", VERSION)
    with pytest.raises(PackagingError, match=r"1\.2\.3"):
        msi.make(tree, tmp_path / "out", "1.2.3rc1")
    linked = windows_tree.make(tmp_path / "linked")
    (linked / "link").symlink_to("chartside.exe")
    with pytest.raises(PackagingError, match="link"):
        msi.make(linked, tmp_path / "out", VERSION)
