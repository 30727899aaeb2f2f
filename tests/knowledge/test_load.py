"""Compiling and loading: the same pack comes back, and a damaged file is said to be one."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot import places
from copilot.errors import KnowledgeError
from copilot.knowledge import load
from copilot.knowledge.load import COMPILED, compile_pack, load_pack, write_packs
from copilot.knowledge.pack import FigureKind, Pack
from copilot.knowledge.sources import read_sources
from copilot.knowledge.without import without_references
from tests.knowledge.small import change, write


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A resources folder with the small sources, and an empty cache."""
    write(tmp_path / "resources" / "knowledge")
    monkeypatch.setattr(places, "resources", lambda: tmp_path / "resources")
    monkeypatch.setattr(places, "cache", lambda: tmp_path / "cache")
    monkeypatch.setattr(load, "_rare", lambda: None)  # the rare pack has its own tests
    return tmp_path


def _pack(root: Path) -> Pack:
    return Pack(**vars(compile_pack(read_sources(root))))


def test_a_compiled_pack_is_the_pack_that_was_written(shipped: Path) -> None:
    fresh = load_pack()
    cached = load_pack()
    assert cached == fresh
    assert len(list((shipped / "cache").iterdir())) == 1
    figure = cached.conditions["aortic-dissection"].links[0].figures[0]
    assert (figure.kind, figure.value) == (FigureKind.SENSITIVITY, 0.84)


def test_a_changed_source_is_compiled_again(shipped: Path) -> None:
    before = load_pack()
    change(
        shipped / "resources" / "knowledge", "conditions/chest/aortic-dissection.yaml", "prior: rare", "prior: common"
    )
    after = load_pack()
    assert after.conditions["aortic-dissection"].prior == "common"
    assert after.version != before.version


def test_the_version_does_not_depend_on_where_the_sources_lie(tmp_path: Path) -> None:
    versions = {compile_pack(read_sources(write(tmp_path / name))).version for name in ("a", "b")}
    assert len(versions) == 1


def test_a_shipped_file_wins_over_the_sources(shipped: Path) -> None:
    pack = load_pack()
    written = write_packs(read_sources(shipped / "resources" / "knowledge"), shipped / "resources")
    assert [path.name for path in written] == [COMPILED]
    (shipped / "resources" / "knowledge" / "hosts.yaml").unlink()
    assert load_pack() == pack


def test_a_damaged_compiled_file_is_a_clear_error(shipped: Path) -> None:
    (shipped / "resources" / COMPILED).write_bytes(b'{"version": "x", "terms"')
    with pytest.raises(KnowledgeError, match="not a compiled pack") as caught:
        load_pack()
    assert COMPILED in caught.value.where


def test_sources_with_a_fault_are_not_compiled(shipped: Path) -> None:
    change(shipped / "resources" / "knowledge", "conditions/chest/aortic-dissection.yaml", "female:", "femal:")
    with pytest.raises(KnowledgeError, match="femal") as caught:
        load_pack()
    assert caught.value.where.startswith("conditions/chest/aortic-dissection.yaml:")


def test_no_conditions_at_all_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "hosts.yaml").write_text("- www.cdc.gov\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="no conditions"):
        compile_pack(read_sources(tmp_path))


@pytest.mark.parametrize("name", ["klompas-2002", "11980527", "PMID:11980527"])
def test_leaving_out_a_reference_takes_its_rows_and_its_conditions(tmp_path: Path, name: str) -> None:
    pack = _pack(write(tmp_path))
    assert without_references(pack, frozenset({name})).conditions == {}
    assert without_references(pack, frozenset({"somebody-else"})).conditions is pack.conditions


def test_leaving_out_one_of_two_references_keeps_the_rest(tmp_path: Path) -> None:
    root = write(tmp_path)
    text = (root / "references/chest.yaml").read_text(encoding="utf-8")
    other = text.replace("klompas-2002", "other-2003").replace("11980527", "11980599")
    (root / "references/chest.yaml").write_text(text + other, encoding="utf-8")
    condition = "conditions/chest/aortic-dissection.yaml"
    change(root, condition, "references: [klompas-2002]", "references: [klompas-2002, other-2003]")
    change(
        root, condition, "{finding: CS:f1, band: common}", "{finding: CS:f1, band: common, references: [klompas-2002]}"
    )
    left = without_references(_pack(root), frozenset({"11980527"}))
    condition_left = left.conditions["aortic-dissection"]
    assert condition_left.references == ("other-2003",)
    assert "CS:f1" not in {link.finding for link in condition_left.links}  # its only support is gone
    assert "CS:f0" not in {link.finding for link in condition_left.links}  # its figure's page is gone
    assert "CS:f2" in {link.finding for link in condition_left.links}  # editorial all along
