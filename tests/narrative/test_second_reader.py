from __future__ import annotations

from collections.abc import Iterator

import pytest

from copilot.model.client import ModelClient
from copilot.narrative.agreement import agreement, orders
from copilot.narrative.naming import Names, of_conditions
from copilot.narrative.reading import Origin
from copilot.narrative.second_reader import data_lines, merged, second_reading
from tests.model.tiny_families import FAMILIES
from tests.narrative.a_chart import CONDITIONS, review


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelClient]:
    made = ModelClient(context=2048, threads=2)
    made.load(FAMILIES["qwen-2.5"].write(tmp_path_factory.mktemp("second") / "tiny.gguf"))
    yield made
    made.close()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Iron deficiency anaemia", "iron"),
        ("iron-deficiency anemia", "iron"),
        ("Iron deficiency anaemia (IDA)", "iron"),
        ("ida", "iron"),
        ("Hypothyroidsm", "hypo"),  # a letter missing
        ("Hypothyriodism", "hypo"),  # two letters swapped
        ("Hyperthyroidism", "hyper"),
        ("Hepatitis A", "hep-a"),
        ("Hepatitis C", None),  # one letter from A and B, and neither
        ("Nephritic syndrome", "nephritic"),  # one letter from nephrotic
        ("Nephrotc syndrome", "nephrotic"),
        ("Influenza", None),
        ("", None),
    ],
)
def test_names_are_told_by_case_and_spelling_and_never_guessed(said: str, meant: str | None) -> None:
    assert Names(of_conditions(CONDITIONS.values())).find(said) == meant


def test_the_engines_list_is_not_touched_and_origins_are_told() -> None:
    told = review()
    before = told.differential
    made = merged([["Gout", "Hypothyroidism", "IDA"], ["hypothyroidism", "Iron deficiency anemia"]], told)
    assert [(p.name, p.origin, str(p.agreement)) for p in made] == [
        ("Iron deficiency anaemia", Origin.BOTH, "in 2 of 2"),
        ("Hypothyroidism", Origin.MODEL, "in 2 of 2"),
        ("Gout", Origin.MODEL, "in 1 of 2"),
    ]
    listed, below, unknown = made
    assert listed.hypothesis is before.hypotheses[0]
    assert below.hypothesis is not None
    assert below.hypothesis.rank == 0
    assert below.hypothesis.likelihood.value == "weak"
    assert unknown.hypothesis is None
    assert told.differential is before


def test_the_model_is_told_findings_and_not_the_engines_opinion() -> None:
    assert set(data_lines(review())) == {"present: Haemoglobin 9.8 g/dL", "present: Fatigue", "absent: Fever"}


def test_a_random_model_names_in_form_in_every_run(client: ModelClient) -> None:
    heard: list[tuple[int, int]] = []
    reading = second_reading(review(), client, 3, lambda done, runs: heard.append((done, runs)))
    assert heard == [(1, 3), (2, 3), (3, 3)]
    assert reading.runs == 3
    assert reading.model is not None
    assert all(1 <= p.agreement.said <= 3 for p in reading.proposals)
    assert reading.proposals or reading.incomplete


def test_a_stop_keeps_what_was_read(client: ModelClient) -> None:
    heard: list[int] = []
    reading = second_reading(review(), client, 3, lambda done, _: heard.append(done), stopped=lambda: len(heard) >= 1)
    assert reading.runs == 1
    assert "Stopped" in reading.incomplete


def test_orders_are_the_same_for_the_same_seed_and_hold_everything() -> None:
    made = list(orders(("a", "b", "c", "d"), 4))
    assert made == list(orders(("a", "b", "c", "d"), 4))
    assert made[0] == ("a", "b", "c", "d")
    assert len(set(made)) > 1
    assert all(sorted(order) == ["a", "b", "c", "d"] for order in made)


def test_a_run_that_says_something_twice_counts_once() -> None:
    assert {k: (v.said, v.runs) for k, v in agreement([["x", "x"], ["y"]]).items()} == {"x": (1, 2), "y": (1, 2)}
