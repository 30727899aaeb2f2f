"""Prompt states: what was read of a chart is there again, also after another chart was looked at in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from copilot.model.engine import Engine
from copilot.model.held import WORTH
from copilot.model.protocol import Done, Generate, Load, Part

ENDLESS = "root ::= [a-z ] root"
INSTRUCTION = "i" * 100
FIRST, SECOND, THIRD = "ab" * 250, "cd" * 250, "ef" * 250
Make = Callable[..., Engine]


@pytest.fixture
def make(tiny: Path) -> Iterator[Make]:
    engines: list[Engine] = []

    def made(states: int = 64 << 20) -> Engine:
        engines.append(Engine(Load(str(tiny), context=1500, threads=1, states=states)))
        return engines[-1]

    yield made
    for engine in engines:
        engine.close()


def ask(engine: Engine, chart: str, question: str) -> tuple[str, Done]:
    parts = (Part(INSTRUCTION), Part(chart), Part(question))
    made = list(engine.generate(Generate(1, parts, ENDLESS, 30), lambda: False))
    done = made.pop()
    assert isinstance(done, Done)
    return "".join(piece for piece in made if isinstance(piece, str)), done


def test_the_second_question_about_a_chart_reads_only_the_question(make: Make) -> None:
    engine = make()
    _, first = ask(engine, FIRST, "how long?")
    _, second = ask(engine, FIRST, "since when?")
    assert first.reused == 0
    assert second.reused == len(INSTRUCTION + FIRST)


def test_a_chart_is_taken_up_again_after_others_with_the_very_same_answer(make: Make) -> None:
    engine = make()
    answer, _ = ask(engine, FIRST, "how long?")
    _, other = ask(engine, SECOND, "how long?")
    assert other.reused == len(INSTRUCTION)
    ask(engine, THIRD, "how long?")
    again, done = ask(engine, FIRST, "how long?")
    assert done.reused == len(INSTRUCTION + FIRST + "how long?") - 1
    assert again == answer
    _, done = ask(engine, SECOND, "since when?")
    assert done.reused == len(INSTRUCTION + SECOND)


def test_an_answer_after_a_chart_was_taken_up_is_that_of_a_fresh_reading(make: Make) -> None:
    engine = make()
    for chart in (FIRST, SECOND):
        ask(engine, chart, "how long?")
    again, done = ask(engine, FIRST, "and how bad?")
    assert done.reused == len(INSTRUCTION + FIRST)
    assert again == ask(make(), FIRST, "and how bad?")[0]


def test_what_is_set_aside_is_the_prompt_without_its_answer(make: Make) -> None:
    engine = make()
    ask(engine, FIRST, "how long?")
    ask(engine, SECOND, "how long?")
    assert [len(state.tokens) for state in engine._held._states] == [len(INSTRUCTION + FIRST + "how long?")]


def test_memory_is_bounded_and_the_chart_used_longest_ago_goes(make: Make) -> None:
    probe = make()
    ask(probe, FIRST, "x")
    ask(probe, SECOND, "x")
    one = probe._held._states[0].size
    engine = make(states=int(one * 2.5))
    for chart in (FIRST, SECOND, THIRD, "gh" * 250):
        ask(engine, chart, "x")
    assert engine._held.copies == 2
    assert sum(state.size for state in engine._held._states) <= one * 2.5
    _, done = ask(engine, FIRST, "x")
    assert done.reused == len(INSTRUCTION)


def test_a_chart_whose_copy_went_for_the_others_is_read_anew(make: Make) -> None:
    probe = make()
    for chart in (FIRST, SECOND):
        ask(probe, chart, "x")
    engine = make(states=int(probe._held._states[0].size * 1.5))  # room for one
    for chart in (FIRST, SECOND):
        ask(engine, chart, "x")
    answer, done = ask(engine, FIRST, "how long?")
    assert done.reused == len(INSTRUCTION)
    assert answer == ask(make(), FIRST, "how long?")[0]


def test_a_copy_that_is_not_taken_leaves_nothing_behind(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = make()
    for chart in (FIRST, SECOND):
        ask(engine, chart, "x")
    monkeypatch.setattr("llama_cpp.llama_state_seq_set_data", lambda *_: 0)
    answer, done = ask(engine, FIRST, "how long?")
    assert done.reused == 0
    assert answer == ask(make(), FIRST, "how long?")[0]


def test_without_room_nothing_is_set_aside(make: Make) -> None:
    engine = make(states=0)
    ask(engine, FIRST, "x")
    ask(engine, SECOND, "x")
    assert engine._held.copies == 0
    _, done = ask(engine, FIRST, "x")
    assert done.reused == len(INSTRUCTION)


def test_questions_about_one_chart_are_not_copied(make: Make) -> None:
    engine = make()
    for question in ("how long?", "since when?", "q" * (WORTH // 2)):
        ask(engine, FIRST, question)
    assert engine._held.copies == 0


def test_a_reading_that_was_stopped_is_taken_up_where_it_ended(make: Make) -> None:
    engine = make()
    parts = (Part(INSTRUCTION), Part(FIRST))
    looks = iter([False, False, True])
    pieces = list(engine.generate(Generate(1, parts, ENDLESS, 5), lambda: next(looks, True)))
    assert isinstance(pieces[-1], Done)
    assert pieces[-1].reason == "stopped"
    answer, done = ask(engine, FIRST, "how long?")
    assert 0 <= done.reused < len(INSTRUCTION + FIRST)
    assert answer == ask(make(), FIRST, "how long?")[0]
