"""Which words make a claim, and that one which nothing covers is noticed, in a physician's words and in anybody's."""

from __future__ import annotations

import pytest

from copilot.knowledge.words import tokens
from copilot.narrative.brief import Stand
from copilot.narrative.check import check
from copilot.narrative.clinical import clinical
from copilot.narrative.frame import frame_of, placed
from copilot.narrative.narrative import Support
from tests.narrative.a_brief import brief
from tests.shipped import the_pack

ADDED = """
and she cannot walk | and a stroke | in the left leg | with days of fever | and she is drunk | with chest tightness
and takes warfarin | and takes zolbiximab | with cranioplexitis | and she is pregnant | after a fall | and has died
and she is homeless | with severe wheezing | on both sides of the jaw | and is coughing blood | caused by cancer
which is getting worse | and a rash on the arm | and she smokes | with diarrhoea | and vomits | and high fever
after a holiday abroad | and dark urine | in her sister | and heavy drinking | with numb fingers | and a swollen knee
"""
WRITERS = """
which catches the eye | as one would hope to see | and this tips the scales for me | which I find rather telling
to put it mildly | and it chimes with the rest of the story | a piece of the jigsaw | which is grist to the mill
"""


def _parts(text: str) -> list[str]:
    return [part.strip() for line in text.strip().splitlines() for part in line.split("|")]


@pytest.mark.parametrize("added", _parts(ADDED))
def test_a_claim_that_nothing_covers_is_noticed(added: str) -> None:
    assert check(f"It is supported by pleuritic chest pain {added} [F12].", brief()).support is not Support.SUPPORTED


@pytest.mark.parametrize("added", _parts(WRITERS))
def test_a_writer_s_own_words_claim_nothing(added: str) -> None:
    assert check(f"It is supported by pleuritic chest pain, {added} [F12].", brief()).reason == ""


def test_every_condition_of_the_pack_is_known_by_its_name() -> None:
    names = [condition.name for condition in the_pack().conditions.values()]
    unknown = [name for name in names if not any(clinical(token.word) for token in tokens(name.casefold()))]
    assert len(unknown) <= 0.01 * len(names), unknown


@pytest.mark.parametrize(
    ("around", "own", "found"),
    [
        ("xstatementx speaks against xconditionx", Stand.FOR, Stand.AGAINST),
        ("xstatementx does not contradict xconditionx", Stand.FOR, Stand.FOR),
        ("xstatementx does not fit xconditionx", Stand.FOR, Stand.AGAINST),
        ("xconditionx is supported by xstatementx", Stand.AGAINST, Stand.FOR),
        ("nobody has asked about xstatementx", Stand.UNKNOWN, Stand.UNKNOWN),
        ("the patient has xstatementx", Stand.UNKNOWN, None),
        ("there is no xstatementx", Stand.UNKNOWN, None),
        ("it is not known whether there is xstatementx", Stand.FOR, Stand.UNKNOWN),
        ("xstatementx is there", Stand.FOR, None),
    ],
)
def test_words_put_a_finding_on_a_side(around: str, own: Stand, found: Stand | None) -> None:
    assert placed(around, own) is found


def test_words_put_something_on_a_side_whatever_it_is() -> None:
    assert frame_of("which would help") is Stand.UNKNOWN
    assert frame_of("which speaks against it") is Stand.AGAINST
    assert frame_of("which fits") is Stand.FOR
    assert frame_of("as it is") is None
