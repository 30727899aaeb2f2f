"""The release's environment holds what the locks name, by hash, and llama.cpp's source is the lock's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import llama_wheel
import release_environment
import stamp


def test_one_package_is_taken_out_of_a_lock_and_no_other() -> None:
    lock = release_environment.PACKAGES.read_text("utf-8")
    without = release_environment._without(llama_wheel.PACKAGE, lock)
    names = re.findall(r"^([a-z0-9.-]+)==", lock, re.MULTILINE)
    assert [name for name in names if name != llama_wheel.PACKAGE] == re.findall(
        r"^([a-z0-9.-]+)==", without, re.MULTILINE
    )
    assert lock.count("--hash") - without.count("--hash") == llama_wheel._pinned().count("--hash")


def test_the_source_of_llama_cpp_is_pinned_by_hash() -> None:
    pinned = llama_wheel._pinned()
    assert pinned.startswith(f"{llama_wheel.PACKAGE}==")
    assert "--hash=sha256:" in pinned
    assert pinned.count("==") == 1


def test_pip_fetches_as_this_machine_is_set_to_and_installs_as_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = tmp_path / "said"
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\necho $3 ${{PIP_INDEX_URL:-none}} >> {said}\n[ $3 != fails ]\n")
    python.chmod(0o700)
    monkeypatch.setenv("PIP_INDEX_URL", "https://packages.example/simple")
    assert llama_wheel.pip(python, "download", "thing")
    assert llama_wheel.pip(python, "install", "thing")
    assert not llama_wheel.pip(python, "fails", must=False)
    with pytest.raises(SystemExit, match="pip fails failed"):
        llama_wheel.pip(python, "fails")
    assert said.read_text().splitlines()[:2] == ["download https://packages.example/simple", "install none"]


def test_the_lock_of_a_release_has_the_versions_of_the_product() -> None:
    def versions(name: str) -> set[str]:
        return set(
            re.findall(r"^[a-z0-9.-]+==\S+", (release_environment.LOCKS / name).read_text("utf-8"), re.MULTILINE)
        )

    assert versions("runtime.lock") <= versions("tree.lock")
    assert {name.partition("==")[0] for name in versions("tree.lock") - versions("runtime.lock")} >= {"pyinstaller"}


def test_what_is_shipped_is_there_or_compiled() -> None:
    places = stamp.shipped(stamp.ROOT / "build")
    assert set(stamp.PACKS) <= set(places)
    assert all(path.is_file() for place, path in places.items() if place not in stamp.PACKS)
    assert not [place for place in places if place.startswith(("knowledge/", "screenshots/"))]


def test_what_lies_in_the_folder_of_resources_itself_is_shipped_too() -> None:
    alone = {path.name for path in (stamp.ROOT / "resources").iterdir() if path.is_file()}
    assert alone
    assert alone <= stamp.shipped(stamp.ROOT / "build").keys()
