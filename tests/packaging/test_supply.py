"""Nothing is shipped of which nobody knows version, licence, maker and purpose."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import release
import release_keys
from linux.signing import Key
from supply import data_parts, inventory, known, licences, notices, python_parts, sbom, soup
from supply.errors import UnknownPartError
from supply.part import Kind, Part

PARTS = tuple(sorted((python_parts.part(found) for found in python_parts.installed()), key=lambda part: part.name))


def test_each_package_of_the_lock_is_written_about_and_no_other() -> None:
    assert set(known.python_parts()) == set(python_parts.locked(everywhere=True))


def test_the_packages_that_may_be_shipped_are_installed_here() -> None:
    assert {part.name for part in PARTS} == set(python_parts.locked())


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_a_package_has_version_licence_maker_and_words(part: Part) -> None:
    for each in (part, *part.within):
        assert each.version
        assert each.licence
        assert each.maker
    assert all(len(words) > 100 for words in part.texts)
    assert not licences.binds_the_whole(part.licence)


@pytest.mark.parametrize(("name", "entry"), known.python_parts().items(), ids=lambda value: str(value)[:30])
def test_a_licence_by_hand_has_its_reason(name: str, entry: known.PythonPart) -> None:
    assert bool(entry.licence) == bool(entry.because)
    if entry.text:
        assert known.licence_text(entry.text)


@pytest.mark.parametrize(("name", "entry"), known.native_parts().items(), ids=lambda value: str(value)[:30])
def test_a_native_part_tells_its_version_and_has_its_words(name: str, entry: known.NativePart) -> None:
    assert entry.version or entry.found
    assert entry.files or entry.compiled_into
    assert bool(entry.text) != bool(entry.text_of)
    assert not entry.text or known.licence_text(entry.text)


def test_the_gpl_alone_is_not_shipped() -> None:
    assert licences.binds_the_whole("GPL-3.0-or-later")
    assert licences.binds_the_whole("MIT AND AGPL-3.0-only")
    for allowed in ("LGPL-3.0-only", "GPL-2.0-or-later OR AFL-2.1", "GPL-3.0-or-later WITH GCC-exception-3.1"):
        assert not licences.binds_the_whole(allowed)
    with pytest.raises(UnknownPartError, match="readline"):
        licences.check((Part("readline", "8.2", "GPL-3.0-or-later", "GNU"),))
    assert not any(licences.binds_the_whole(entry.licence) for entry in known.native_parts().values())


def test_a_library_of_nobody_stops_the_release() -> None:
    mine = Part("zlib", "1", "Zlib", "its authors", files=("_internal/libz.so.1",))
    inventory.all_taken(mine.files, (mine,))
    with pytest.raises(UnknownPartError, match="libstrange"):
        inventory.all_taken((*mine.files, "_internal/libstrange.so"), (mine,))


def test_a_folder_without_the_program_stops_the_release_and_costs_no_earlier_one(tmp_path: Path) -> None:
    earlier = tmp_path / "release" / "SHA256SUMS"
    earlier.parent.mkdir()
    earlier.write_text("of an earlier release")
    keys = release_keys.Keys(tmp_path / "minisign.key", Key("0", tmp_path), "sign {in}")
    with pytest.raises(UnknownPartError, match="is no program's folder"):
        release.make(earlier.parent, keys, tmp_path)
    assert earlier.read_text() == "of an earlier release"


def test_a_bill_says_the_same_twice_and_names_every_part_once() -> None:
    first, second = (sbom.bill(PARTS, {"day": "2026-11-27", "commit": "c0ffee"}) for _ in range(2))
    assert first == second
    references = list(_references(first["components"]))
    assert len(references) == len(set(references)) > len(PARTS)
    assert {each for node in first["dependencies"] for each in node.get("dependsOn", ())} <= set(references)
    assert first["metadata"]["timestamp"] == "2026-11-27T00:00:00Z"
    assert first["serialNumber"] != sbom.bill(PARTS[1:], {"day": "2026-11-27"})["serialNumber"]


def test_a_bill_has_the_least_that_ntia_asks_for() -> None:
    held = sbom.bill(PARTS, {"day": "2026-11-27"})
    assert held["metadata"]["authors"]
    assert held["metadata"]["timestamp"]
    assert {node["ref"] for node in held["dependencies"]} >= {part.purl for part in PARTS}
    for each in (held["metadata"]["component"], *held["components"]):
        assert each["supplier"]["name"]
        assert each["version"]
        assert each.get("purl") or each.get("cpe")


def test_the_notices_name_every_part_and_hold_its_words() -> None:
    model = Part("starter", "1", "Apache-2.0", "somebody", Kind.MODEL, texts=("Words of a licence,\fon two pages.",))
    told = notices.text((*PARTS, model))
    for part in (*PARTS, model):
        assert f"\n{part.name} {part.version}, " in told
    assert "Words of a licence,\non two pages." in told
    assert "You may replace them" in told
    assert told.count("Permission is hereby granted, free of charge") > 5


def _references(components: list[sbom.Json]) -> list[str]:
    return [name for each in components for name in (each["bom-ref"], *_references(each.get("components", [])))]


def test_the_soup_list_is_that_of_the_lock_and_of_what_is_written() -> None:
    written = soup.DOCUMENT.read_text("utf-8")
    assert written == soup.document(), "PYTHONPATH=packaging python -m supply.soup writes it anew"
    for name, version in python_parts.locked(everywhere=True).items():
        assert f"\n### {name}, {version}\n" in written


def test_a_test_that_is_named_is_there() -> None:
    entries = (*known.python_parts().values(), *known.native_parts().values(), *known.data_parts().values())
    named = {place.rstrip(".") for entry in entries for place in re.findall(r"tests/[\w/.]+", entry.tested)}
    assert len(named) > 20
    assert [place for place in sorted(named) if not (python_parts.ROOT / place).exists()] == []


def test_the_starter_is_named_by_its_own_header_and_by_its_card(tmp_path: Path) -> None:
    starter = next((python_parts.ROOT / "resources" / "models").glob("*.gguf"))
    found = data_parts.model(starter)
    assert found.licence == "Apache-2.0"
    assert "llama, Q8_0" in found.architecture
    card = sbom.bill((found,), {})["components"][0]["modelCard"]
    assert card["modelParameters"]["modelArchitecture"] == found.architecture
    alone = tmp_path / starter.name
    alone.write_bytes(starter.read_bytes())
    alone.with_name("card.md").write_text("Some other file.", "utf-8")
    with pytest.raises(UnknownPartError, match="model card"):
        data_parts.model(alone)
