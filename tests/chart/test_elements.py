from __future__ import annotations

from decimal import Decimal

import pytest

from copilot.chart.elements import HPO, clean, code_of, concept, indexed, items, note_texts, number


def test_clean_is_one_bounded_line_without_tricks() -> None:
    assert clean("  a\n\tb\x00\u202ec  ") == "a b c"
    assert clean("a" * 400) == "a" * 299 + "…"
    assert clean("\ud800x").encode() == b"x"
    assert clean(5) == ""


def test_concepts_of_every_release() -> None:
    coded = concept({"coding": [{"system": "s", "code": "1"}, {"system": "t", "code": "2", "display": "Two"}]})
    assert (coded.label, [coding.code for coding in coded.codes]) == ("Two", ["1", "2"])
    assert concept({"text": "Own words", "coding": [{"display": "Other"}]}).label == "Own words"
    assert concept({"system": "s", "code": "AMB"}).label == "AMB"
    assert concept("active").label == "active"
    assert concept({"concept": {"text": "R5"}}).label == "R5"
    assert concept([{"text": "first"}, {"text": "second"}]).label == "first"
    assert concept({"coding": [{"code": 12345}]}).label == "12345"
    assert not concept({"coding": [None, {}]})


def test_a_phenotype_without_display_is_called_by_its_code() -> None:
    found = concept({"coding": [{"system": HPO, "code": "HP:0001250"}]})
    assert found.label == "HP:0001250"
    assert found.has(HPO, ("HP:0001250",))
    assert not found.has("other", ("HP:0001250",))


def test_shapes_are_forgiven() -> None:
    assert items(None) == []
    assert items({"a": 1}) == [{"a": 1}]
    assert indexed([None, {"a": 1}, "x"]) == [(1, {"a": 1})]
    assert code_of([{"coding": [{"code": "H"}]}]) == "H"
    assert note_texts([{"text": "{\\rtf1\\ansi Result called to RN}"}, {"text": "ok"}]) == "Result called to RN; ok"


@pytest.mark.parametrize(
    ("given", "read"), [(5, "5"), (0.1, "0.1"), ("1.50", "1.50"), (".5", "0.5"), (Decimal("2E+1"), "20")]
)
def test_numbers(given: object, read: str) -> None:
    assert str(number(given)) == read


@pytest.mark.parametrize("junk", [True, None, "x", "1" * 70, Decimal("NaN"), Decimal("1E+99"), [], float("inf")])
def test_no_numbers(junk: object) -> None:
    assert number(junk) is None
