"""The Debian package: made of a tiny tree, and read again with dpkg's own tools."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from copilot import policy
from linux import deb, needs
from tests.packaging import linux_tree
from tests.packaging.linux_tree import told


@pytest.fixture(autouse=True)
def _tools() -> None:
    linux_tree.needed("dpkg-deb", "dpkg-query", "help2man", "readelf")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree of a program."""
    return linux_tree.make(tmp_path)


@pytest.fixture
def package(tree: Path, tmp_path: Path) -> Path:
    """The package of that tree."""
    return deb.make(tree, tmp_path / "out", linux_tree.VERSION, linux_tree.EPOCH, effort=0)


def unpacked(package: Path, folder: Path) -> Path:
    """Return what the package would install, its control files in `DEBIAN`."""
    subprocess.run(["dpkg-deb", "--raw-extract", package, folder], check=True)
    return folder


def test_a_tree_packed_twice_is_the_same_package_whoever_made_it_and_when(tree: Path, tmp_path: Path) -> None:
    first = deb.make(tree, tmp_path / "first", linux_tree.VERSION, linux_tree.EPOCH, effort=0)
    for path in (tree, *tree.rglob("*")):
        os.utime(path, (1, 1), follow_symlinks=False)
    (tree / "_internal" / "library.so").chmod(0o775)
    before = os.umask(0o077)
    try:
        second = deb.make(tree, tmp_path / "second", linux_tree.VERSION, linux_tree.EPOCH, effort=0)
    finally:
        os.umask(before)
    assert first.read_bytes() == second.read_bytes()


def test_it_says_what_it_is_and_what_it_needs(package: Path) -> None:
    assert package.name == "chartside_0.1.0_amd64.deb"
    assert (told(package, "Package"), told(package, "Version")) == ("chartside", "0.1.0")
    depends = told(package, "Depends").split(", ")
    assert [name for name in depends if name.startswith("libc6 (>= 2.")], "what /bin/true is linked against"
    assert {"ca-certificates", "fontconfig-config", "xkb-data"} <= set(depends)
    assert not any(name.startswith("python") for name in depends)


def test_everything_in_it_is_roots_and_nobody_else_may_write(package: Path) -> None:
    listed = subprocess.run(["dpkg-deb", "--contents", package], capture_output=True, text=True, check=True).stdout
    modes = {line.split()[0] for line in listed.splitlines()}
    assert {line.split()[1] for line in listed.splitlines()} == {"root/root"}
    assert modes == {"drwxr-xr-x", "-rwxr-xr-x", "-rw-r--r--", "lrwxrwxrwx"}
    assert "./usr/bin/chartside -> /opt/chartside/chartside" in listed
    assert "./opt/chartside/_internal/library.so.1 -> library.so" in listed


def test_its_policy_is_a_configuration_file_that_sets_nothing_and_is_where_the_program_looks(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = unpacked(package, tmp_path / "root")
    assert (root / "DEBIAN" / "conffiles").read_text() == f"/{deb.POLICY}\n"
    monkeypatch.delenv("XDG_CONFIG_DIRS")  # as a program without our conftest.py sees it
    assert policy.place() == Path("/", deb.POLICY)
    monkeypatch.setattr(policy, "place", lambda: root / deb.POLICY)
    monkeypatch.setattr(policy, "OWNERS", frozenset((os.getuid(),)))
    assert policy.whole() == {}


def test_dpkg_can_verify_every_file_but_the_policy(package: Path, tmp_path: Path) -> None:
    root = unpacked(package, tmp_path / "root")
    sums = dict(reversed(line.split("  ")) for line in (root / "DEBIAN" / "md5sums").read_text().splitlines())
    files = {path for path in root.rglob("*") if path.is_file() and not path.is_symlink()}
    inside = {str(path.relative_to(root)) for path in files} - {deb.POLICY}
    assert sums.keys() == {name for name in inside if not name.startswith("DEBIAN/")}
    assert all(hashlib.md5((root / name).read_bytes()).hexdigest() == each for name, each in sums.items())
    assert not list((root / "DEBIAN").glob("p*")), "no script runs as root"


def test_its_manual_is_the_programs_own_help(package: Path, tmp_path: Path) -> None:
    root = unpacked(package, tmp_path / "root")
    page = gzip.decompress((root / "usr/share/man/man1/chartside.1.gz").read_bytes()).decode()
    for part in (".SH SYNOPSIS", "show this help message and exit", f"/{deb.POLICY}"):
        assert part in page


def test_its_files_open_with_the_program(package: Path, tmp_path: Path) -> None:
    root = unpacked(package, tmp_path / "root")
    kind = "application/fhir+json"
    assert f"MimeType={kind};" in (root / "usr/share/applications/chartside.desktop").read_text().splitlines()
    types = (root / "usr/share/mime/packages/chartside.xml").read_text()
    assert f'type="{kind}"' in types
    assert 'pattern="*.fhir.json"' in types


def test_the_version_and_the_day_are_those_of_the_stamp(tree: Path, tmp_path: Path) -> None:
    stamp = tree / "_internal" / "resources" / "stamp.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "version": "0.2.0rc1"}))
    environment = {**os.environ, "PYTHONPATH": "packaging"}
    environment.pop("SOURCE_DATE_EPOCH", None)
    command = [sys.executable, "-m", "linux.deb", tree, tmp_path / "out"]
    done = subprocess.run(command, cwd=deb.ROOT, env=environment, capture_output=True, text=True, check=True)
    package = Path(done.stdout.strip())
    assert told(package, "Version") == "0.2.0~rc1"
    root = unpacked(package, tmp_path / "root")
    changes = gzip.decompress((root / deb.DOCUMENTS / "changelog.Debian.gz").read_bytes()).decode()
    assert "Mon, 21 Sep 2026 00:00:00" in changes


@pytest.mark.parametrize(("older", "newer"), [("0.1.0", "0.2.0"), ("0.2.0rc1", "0.2.0"), ("0.2.0.dev3", "0.2.0a1")])
def test_debian_orders_the_versions_as_python_does(older: str, newer: str) -> None:
    order = ["dpkg", "--compare-versions", deb.debian_version(older), "lt", deb.debian_version(newer)]
    assert subprocess.run(order, check=False).returncode == 0


def test_a_library_that_nobody_has_is_said(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needs, "WHERE", ())
    with pytest.raises(needs.NeedsError, match=r"libc\.so\.6 is neither in the tree nor in a package"):
        needs.packages(tree)


def test_a_folder_without_the_program_is_told_in_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        deb.main([str(tmp_path), str(tmp_path / "out")])
    assert capsys.readouterr().err.endswith("is no program's folder: `make tree` makes one.\n")
    assert not (tmp_path / "out").exists()
