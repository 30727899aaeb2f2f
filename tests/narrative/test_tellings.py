from __future__ import annotations

from dataclasses import replace

import pytest

from copilot.narrative.brief import Line, Stand
from copilot.narrative.tellings import MARGIN, MOST_WAYS, Saying, faults, joined, tellings

PAIN = Line(Stand.FOR, "severe pain in the chest and in the left arm", ("F1",), ("R1",))
FEVER = Line(Stand.FOR, "fever and chills", ("F2",), ("R1",))
SODIUM = Line(Stand.FOR, "low sodium (128 mmol/L, range 135\u2013145)", ("F3",), ("R1",), measured=True)
SIDE = (PAIN, FEVER, SODIUM)


def test_a_value_shares_no_sentence_with_findings_if_it_need_not() -> None:
    assert tellings(SIDE, Stand.FOR)[0] == (Saying((PAIN, FEVER)), Saying((SODIUM,), measured=True))


def test_every_telling_says_every_line_once_and_none_is_much_worse_than_the_best() -> None:
    for side in (SIDE, (PAIN,), tuple(replace(FEVER, facts=(f"F{n}",)) for n in range(5))):
        ways = tellings(side, Stand.FOR)
        assert 1 <= len(ways) <= MOST_WAYS
        assert all(sorted(map(id, side)) == sorted(id(line) for one in way for line in one.lines) for way in ways)
        assert all(faults(way, side) <= faults(ways[0], side) + MARGIN for way in ways)


def test_no_finding_stands_in_a_further_sentence_alone() -> None:
    side = tuple(replace(FEVER, facts=(f"F{n}",)) for n in range(5))
    assert all(len(saying.lines) > 1 for way in tellings(side, Stand.FOR) for saying in way[1:])


def test_a_very_long_sentence_becomes_two() -> None:
    side = tuple(replace(PAIN, text=PAIN.text * 3, facts=(f"F{n}",)) for n in range(4))
    assert all(len(way) > 1 for way in tellings(side, Stand.FOR))


@pytest.mark.parametrize(
    ("stand", "last", "said"),
    [
        (Stand.FOR, PAIN, "a, b, along with c"),
        (Stand.FOR, SODIUM, "a, b and c"),
        (Stand.UNKNOWN, SODIUM, "a, b or c"),
    ],
)
def test_lines_are_joined_as_a_list(stand: Stand, last: Line, said: str) -> None:
    assert "".join(joined(["a", "b", "c"], stand, last)) == said
    assert "".join(joined(["a"], stand, last)) == "a"
