"""Two releases are compared byte by byte, and what differs without a known reason is found."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import compare

SAME = {"chartside.deb": b"package", "apt/dists/stable/Release": b"lists", "chartside.msi": b"made at noon"}


@pytest.fixture
def releases(tmp_path: Path) -> tuple[Path, Path]:
    """Two releases with the same files."""
    folders = tmp_path / "first", tmp_path / "second"
    for folder in folders:
        for name, content in SAME.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    return folders


def _ended(releases: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", ["compare", *map(str, releases)])
    return compare.main()


def test_the_same_releases_are_the_same(
    releases: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _ended(releases, monkeypatch) == 0
    assert "3 of 3 files are the same bytes" in capsys.readouterr().out


def test_what_may_differ_is_named_with_its_reason(
    releases: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (releases[1] / "chartside.msi").write_bytes(b"made at one")
    assert _ended(releases, monkeypatch) == 0
    assert "chartside.msi: it and the programs in it bear Windows signatures" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["chartside.deb", "apt/dists/stable/Release", "apt/new"])
def test_what_may_not_differ_is_an_error(
    name: str, releases: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (releases[1] / name).write_bytes(b"other")
    assert _ended(releases, monkeypatch) == 1
    assert f"{name}: DIFFERS" in capsys.readouterr().out
