from __future__ import annotations

import random
from dataclasses import replace

from copilot.narrative.brief import Line, Stand
from copilot.narrative.phrases import phrases_of
from copilot.training.data import invented_brief
from copilot.training.telling import good, plain
from tests.narrative.a_brief import brief

PAIN = Line(Stand.FOR, "severe pain in the chest and in the left arm", ("F1",), ("R1",))
FEVER = Line(Stand.FOR, "fever and chills", ("F2",), ("R1",))


def test_every_line_is_told_once_by_a_good_and_by_the_plain_telling() -> None:
    rng = random.Random(1)
    for _ in range(100):
        told = invented_brief(rng)
        for said in (good(told, rng), plain(told)):
            assert all(said.count(f"{line.text} {line.citation}") >= 1 for line in told.lines)


def test_each_sentence_begins_with_an_agreed_phrase() -> None:
    rng = random.Random(2)
    for _ in range(50):
        told = invented_brief(rng)
        assert all(phrases_of(sentence, told) for sentence in good(told, rng).split("]. "))


def test_an_and_does_not_join_what_has_one_itself() -> None:
    said = good(replace(brief(), lines=(PAIN, FEVER)), random.Random(1))
    assert "[F1] [R1], along with fever and chills" in said


def test_the_plain_telling_is_always_the_same() -> None:
    assert plain(brief()) == (
        "Pulmonary embolism must not be missed and is moderately supported by pleuritic chest pain [F12] [R3], "
        "tachycardia (heart rate 118 /min) [F14] [R3] and a family history (father with pulmonary embolism) [F31]. "
        "Against it, the record notes no leg swelling [F30.2] [R4] and anaemia (haemoglobin 9.8 g/dL) [F15]. "
        "It is not yet known whether the patient has D-dimer raised [R5]."
    )
