"""Signatures of what Windows runs: they hold, and they fall with one byte, with another authority, and with none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.packaging import windows_tree
from windows import msi, signing, test_authority
from windows.commands import COMPILING, MAKING, PackagingError, lacks_stamping, missing, run
from windows.test_authority import Authority

LACKING, TOO_OLD = missing(MAKING), lacks_stamping()
pytestmark = [
    pytest.mark.skipif(bool(LACKING), reason=f"{', '.join(LACKING)}: python packaging/set_up.py --release brings them"),
    pytest.mark.skipif(bool(TOO_OLD), reason=TOO_OLD),
]
EVERYTHING = (*windows_tree.PROGRAMS, "chartside-1.2.3-x64.msi")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority of this test run."""
    return test_authority.make(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def signed(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the installer beside what it holds, as the release signs them."""
    folder = windows_tree.make(tmp_path_factory.mktemp("signed"))
    signing.sign([folder], authority.command)
    made = msi.make(folder, tmp_path_factory.mktemp("out"), "1.2.3")
    signing.sign([made], authority.command)
    return Path(shutil.copy(made, folder)).parent


def test_every_program_and_the_installer_are_signed_with_a_time(signed: Path, authority: Authority) -> None:
    files = signing.verify([signed], authority.certificate)
    assert {path.relative_to(signed).as_posix() for path in files} == set(EVERYTHING)


def test_what_the_installer_holds_is_signed(signed: Path, authority: Authority, tmp_path: Path) -> None:
    run(["msiextract", "-C", str(tmp_path), str(signed / EVERYTHING[-1])])
    assert len(signing.verify([tmp_path], authority.certificate)) == len(windows_tree.PROGRAMS)


@pytest.mark.parametrize("name", EVERYTHING)
@pytest.mark.parametrize("place", [0.25, 0.5, 0.75])
def test_one_flipped_byte_is_noticed(
    signed: Path, authority: Authority, tmp_path: Path, name: str, place: float
) -> None:
    content = bytearray((signed / name).read_bytes())
    content[int(len(content) * place)] ^= 1
    tampered = tmp_path / "tampered"
    tampered.write_bytes(content)
    with pytest.raises(PackagingError, match="does not hold"):
        signing.verify([tampered], authority.certificate)


@pytest.mark.parametrize("name", EVERYTHING)
def test_nobody_else_vouches_for_it(signed: Path, tmp_path: Path, name: str) -> None:
    other = test_authority.make(tmp_path, "Somebody else")
    with pytest.raises(PackagingError, match="does not hold"):
        signing.verify([signed / name], other.certificate)
    with pytest.raises(PackagingError, match="failed"):  # the system's own authorities
        run(["osslsigncode", "verify", str(signed / name)])


def test_what_was_never_signed_does_not_hold(authority: Authority, tmp_path: Path) -> None:
    with pytest.raises(PackagingError, match="does not hold"):
        signing.verify([windows_tree.make(tmp_path)], authority.certificate)


def test_a_signature_without_a_time_does_not_hold(authority: Authority, tmp_path: Path) -> None:
    tree = windows_tree.make(tmp_path)
    words, _, rest = authority.command.partition(" -TSA-certs ")
    signing.sign([tree], words + rest[rest.index(" -n ") :])
    with pytest.raises(PackagingError, match="no time"):
        signing.verify([tree], authority.certificate)


def test_a_command_that_signs_in_place_will_do(authority: Authority, tmp_path: Path) -> None:
    tree = windows_tree.make(tmp_path / "tree")
    script = tmp_path / "sign"
    line = authority.command.replace("'{in}'", '"$1"').replace("'{out}'", '"$1.new"')
    script.write_text(f'#!/bin/sh\n{line}\nmv "$1.new" "$1"\n')
    script.chmod(0o755)
    signing.sign([tree], f"{script} {{in}}")
    assert len(signing.verify([tree], authority.certificate)) == len(windows_tree.PROGRAMS)


@pytest.mark.parametrize(
    ("command", "said"),
    [("false {in}", "failed"), ("true {in}", "unsigned"), ("sign", "missing"), ("/nowhere/sign {in}", "cannot be run")],
)
def test_a_command_that_fails_leaves_the_file_as_it_was(tmp_path: Path, command: str, said: str) -> None:
    tree = windows_tree.make(tmp_path)
    before = (tree / "chartside.exe").read_bytes()
    with pytest.raises(PackagingError, match=said):
        signing.sign([tree / "chartside.exe"], command)
    assert (tree / "chartside.exe").read_bytes() == before


def test_what_a_file_is_tells_its_content(tmp_path: Path) -> None:
    tree = windows_tree.make(tmp_path)
    (tree / "note.exe").write_text("MZ only in name" * 10)
    (tree / "short.exe").write_bytes(b"MZ")
    shutil.copyfile(tree / "chartside.exe", tree / "plugin.pyd")
    names = {path.relative_to(tree).as_posix() for path in signing.signable(tree)}
    assert names == {*windows_tree.PROGRAMS, "plugin.pyd"}


@pytest.mark.skipif(bool(missing(COMPILING)), reason="gcc-mingw-w64-x86-64-win32 is not here")
def test_the_structure_says_what_it_is_and_is_signed_throughout(authority: Authority, tmp_path: Path) -> None:
    from windows import structure, tables

    tree = tmp_path / "linux"
    (tree / "_internal" / "resources").mkdir(parents=True)
    (tree / "_internal" / "resources" / "card.md").write_text("A card.\n")
    (tree / "_internal" / "libllama.so").write_bytes(b"\x7fELF")
    made = structure.make(tree, tmp_path / "out", "1.2.3", authority.command)
    assert made.name == "chartside-1.2.3-x64-structure.msi"
    held = dict(row[:2] for row in tables.rows(made, "Property"))
    assert held["ProductName"] == "Chartside (structure, no program)"
    assert held["UpgradeCode"] != f"{{{msi.CHARTSIDE.upgrade_code}}}"
    assert [row[2] for row in tables.rows(made, "File")] == ["card.md", "chartside.exe"]
    run(["msiextract", "-C", str(tmp_path / "in"), str(made)])
    assert len(signing.verify([made, tmp_path / "in"], authority.certificate)) == 2
