"""What a model was asked, as it is kept and held against today."""

from __future__ import annotations

from dataclasses import replace

import pytest

from copilot.narrative.asked import Asked, asked_from_json, compared

ASKED = Asked(
    "gout", "Say it.", "+ a swollen toe [F1]\ud800", (("<s>Say it.", True), ("+ …", False)), "root ::= [a-z]", 640
)


def test_it_is_read_back_as_it_was() -> None:
    assert asked_from_json(ASKED.as_json()) == ASKED
    assert asked_from_json(ASKED.as_json()).sha256 == ASKED.sha256


@pytest.mark.parametrize("change", [{"grammar": "root ::= [0-9]"}, {"temperature": 0.5}, {"parts": ()}, {"data": "-"}])
def test_whatever_is_another_has_another_hash(change: dict[str, object]) -> None:
    assert replace(ASKED, **change).sha256 != ASKED.sha256  # type: ignore[arg-type]


@pytest.mark.parametrize("held", [b"", b"[]", b"{}", b'{"parts": [1]}', b'{"parts": [], "other": 1}', b"\xff"])
def test_something_else_is_no_question(held: bytes) -> None:
    with pytest.raises(ValueError):
        asked_from_json(held)


def test_what_one_would_ask_today_is_held_against_it() -> None:
    says = [line.partition("is ")[2] or line for line in compared([ASKED], [("gout", ASKED.data)], "Say it.")]
    assert says == ["the same now"]
    (other,) = compared([ASKED], [("gout", "+ no fever [F2]")], "Say it shortly.")
    assert other.endswith("is another now: other instruction and lines")
    gone, fresh = compared([ASKED], [("sepsis", "+ fever [F1]")], "Say it.")
    assert gone.endswith("would not be asked now")
    assert fresh == "the model would be asked about sepsis too"
    assert compared([], [("sepsis", "+ fever [F1]")], "Say it.") == ()
