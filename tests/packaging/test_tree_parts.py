"""The built tree: every library belongs to a part, every part has version and licence, the bill is valid CycloneDX."""

from __future__ import annotations

from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from license_expression import get_spdx_licensing

from supply import inventory, notices, sbom
from supply.built import Tree
from supply.part import UNNAMED_LICENCE, Kind, Part

pytestmark = pytest.mark.release
TREE = Path(__file__).resolve().parents[2] / "dist" / "chartside"


@pytest.fixture(scope="module")
def tree() -> Tree:
    """The tree that `make tree` made."""
    assert TREE.is_dir(), "make tree builds it"
    return Tree(TREE)


@pytest.fixture(scope="module")
def parts(tree: Tree) -> tuple[Part, ...]:
    """Its parts."""
    return inventory.parts(tree)


def test_every_library_belongs_to_one_part(tree: Tree, parts: tuple[Part, ...]) -> None:
    owned = [file for part in parts for file in part.files]
    assert sorted(owned) == list(tree.libraries)


def test_every_part_has_version_licence_and_maker(parts: tuple[Part, ...]) -> None:
    licensing = get_spdx_licensing()
    for part in (each for whole in parts for each in (whole, *whole.within)):
        assert part.version, part.name
        assert part.maker, part.name
        if not part.licence.startswith(UNNAMED_LICENCE):
            assert licensing.validate(part.licence).errors == [], part.name


def test_the_parts_that_a_hospital_asks_about_are_there(parts: tuple[Part, ...]) -> None:
    named = {part.name: part for part in parts}
    for name in ("llama.cpp", "ggml", "qt", "icu", "sqlcipher", "sqlite", "openssl-in-sqlcipher", "cpython", "hpo"):
        assert named[name].version
    assert len(named["llama.cpp"].version) == 40
    assert named["harfbuzz-qt"].version[0].isdigit()
    models = [part for part in parts if part.kind is Kind.MODEL]
    assert [(len(model.sha256), model.licence) for model in models] == [(64, "Apache-2.0")]
    assert "Q8_0" in models[0].architecture


def test_the_bill_is_valid_and_the_same_twice(tree: Tree, parts: tuple[Part, ...], tmp_path: Path) -> None:
    first = sbom.make(tree, parts, tmp_path).read_bytes()
    assert sbom.make(tree, inventory.parts(Tree(TREE)), tmp_path).read_bytes() == first
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(first.decode("utf-8")) is None


def test_the_notices_in_the_tree_are_those_of_its_parts(tree: Tree, parts: tuple[Part, ...]) -> None:
    lying = (tree.inside / "resources" / notices.FILE).read_text("utf-8")
    assert lying == notices.text(parts)
    assert not [letter for letter in set(lying) if letter < " " and letter != "\n"]
