"""`docs/fhir-conformance.md` names every item, every test of it, and no test that is not there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
ITEMS = 31
_ROW = re.compile(r"^\| (\d+) \|.*\| (.+) \|$", re.MULTILINE)
_NAME = re.compile(r"`(test_\w+)`")


def documented() -> str:
    return (ROOT / "docs" / "fhir-conformance.md").read_text(encoding="utf-8")


def written() -> set[str]:
    """Return the names of the tests in this folder, except those of the table itself."""
    files = [path for path in Path(__file__).parent.glob("test_*.py") if path != Path(__file__)]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in files]
    return {
        node.name
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_every_item_has_a_row_with_a_test_of_its_own():
    rows = {int(number): _NAME.findall(tests) for number, tests in _ROW.findall(documented())}
    assert sorted(rows) == list(range(1, ITEMS + 1))
    for number, names in rows.items():
        assert names
        assert all(name.startswith(f"test_item_{number:02}_") for name in names)


def test_the_table_names_every_test_and_none_that_is_not_there():
    assert set(_NAME.findall(documented())) == written()
