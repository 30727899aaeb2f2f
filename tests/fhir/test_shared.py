"""What repeats in parsed JSON is one object, and nothing else changes by that."""

from __future__ import annotations

from typing import Any

from copilot.fhir.jsontext import new_decoder, parse
from copilot.fhir.typed import TypedView

CODED = '{"code": {"coding": [{"system": "http://loinc.org", "code": "718-7"}], "text": "Haemoglobin"}}'


def test_equal_codings_and_concepts_are_one_object() -> None:
    one, two = parsed(f"[{CODED}, {CODED}]")
    assert one["code"] is two["code"]
    assert one["code"]["coding"][0] is two["code"]["coding"][0]


def test_lines_of_one_record_share_what_repeats() -> None:
    decoder = new_decoder()
    one: Any = parse(CODED, "f", line=1, decoder=decoder)
    two: Any = parse(CODED, "f", line=2, decoder=decoder)
    assert one["code"] is two["code"]


def test_what_is_only_nearly_equal_stays_apart() -> None:
    pairs = (
        ('{"a": {"low": 5.0}}', '{"a": {"low": 5.00}}'),
        ('{"a": {"userSelected": true}}', '{"a": {"userSelected": 1}}'),
        ('{"coding": [{"code": "1"}]}', '{"coding": [{"code": 1}]}'),
        ('{"coding": [{"code": "a"}], "text": "b"}', '{"coding": [{"code": "a"}], "text": "c"}'),
        ('{"coding": [{"code": "a"}]}', '{"coding": [{"code": "a"}, {"code": "a"}]}'),
    )
    for one, two in pairs:
        assert repr(parsed(f"[{one}, {two}]")) == repr([parsed(one), parsed(two)])


def test_equal_resources_are_not_one() -> None:
    one, two = parsed('[{"resourceType": "Basic", "status": "x"}, {"resourceType": "Basic", "status": "x"}]')
    assert one == two
    assert one is not two


def test_what_is_refused_twice_in_one_resource_is_named_at_both_places() -> None:
    bad = '{"coding": [{"code": "a", "nonsense": "x"}]}'
    raw = parsed(
        '{"resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/p"}, '
        f'"code": {bad}, "severity": {bad}}}'
    )
    paths = [dropped.path for dropped in TypedView().check("Condition", raw)]
    assert paths == ["code.coding[0].nonsense", "severity.coding[0].nonsense"]


def test_results_that_differ_in_their_own_number_only_are_of_one_shape() -> None:
    view = TypedView()
    for value in ("LIS-1", "LIS-2", "77/4"):
        assert view.check("Observation", observation(value)) == ()
    assert len(view._passed) == 1


def test_a_number_that_is_none_is_refused_after_good_ones_too() -> None:
    view = TypedView()
    assert view.check("Observation", observation("LIS-1")) == ()
    assert [dropped.path for dropped in view.check("Observation", observation({"a": "b"}))]
    assert [dropped.path for dropped in view.check("Observation", observation(""))]


def observation(number: object) -> dict[str, Any]:
    return {
        "resourceType": "Observation", "id": "o", "status": "final", "code": {"text": "Haemoglobin"},
        "identifier": [{"system": "urn:oid:1.2", "value": number}],
    }  # fmt: skip


def parsed(text: str) -> Any:
    return parse(text, "f")
