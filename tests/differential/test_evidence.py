"""Evidence: what is known, what is open, and what says the same thing twice."""

from __future__ import annotations

import pytest

from copilot.differential import evidence
from copilot.differential.differential import Evidence
from copilot.differential.evidence import ECHO_SHARE, GROUP_SHARE
from copilot.differential.weighed import weighed
from copilot.findings.finding import Findings
from copilot.knowledge.pack import Condition, Figure, FigureKind, Link, Pack
from tests.differential.factory import condition, findings, pack, term


def gather(c: Condition, found: Findings, p: Pack) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
    """Return the known and the unknown lines of one condition of the pack."""
    rows = weighed(p).of_condition(c.id)
    return evidence.gather(c, evidence.decided(rows, found, p), rows, found)


def test_present_absent_and_unknown_go_where_they_belong() -> None:
    c = condition("a", {"CS:x": "common", "CS:y": "very common", "CS:z": "common", "CS:w": "rare"})
    p = pack([term("CS:x"), term("CS:y"), term("CS:z"), term("CS:w", background=0.2)], [c])
    known, unknown = gather(c, findings(present=["CS:x", "CS:w"], absent=["CS:y"]), p)
    assert [(line.finding, line.weight > 0) for line in known] == [("CS:x", True), ("CS:w", False), ("CS:y", False)]
    assert [line.finding for line in unknown] == ["CS:z"]
    assert known[2].name == "No y"
    assert known[0].facts == ("F-CS:x",)


def test_every_line_cites_and_says_whether_it_is_editorial() -> None:
    figure = Figure(FigureKind.SENSITIVITY, 0.8, "book", "adults", n=90)
    c = condition("a", {}, links=(Link("CS:x", figures=(figure,)), Link("CS:y", band="common")))
    p = pack([term("CS:x"), term("CS:y")], [c])
    known, _ = gather(c, findings(present=["CS:x", "CS:y"]), p)
    assert {line.finding: (line.editorial, line.references, line.figure) for line in known} == {
        "CS:x": (False, ("book",), figure),
        "CS:y": (True, ("book",), None),
    }


def test_a_general_finding_that_rests_on_the_same_words_is_an_echo() -> None:
    c = condition("a", {"CS:pain": "very common", "CS:chest-pain": "very common"})
    p = pack([term("CS:pain", background=0.2), term("CS:chest-pain", is_a=("CS:pain",))], [c])
    same, _ = gather(c, findings(present=["CS:pain", "CS:chest-pain"], shared_fact="F1"), p)
    assert [line.finding for line in same] == ["CS:chest-pain"]
    apart, _ = gather(c, findings(present=["CS:pain", "CS:chest-pain"]), p)
    assert len(apart) == 2
    # The condition that lists both is a little surer of it.
    assert same[0].weight == pytest.approx(apart[0].weight + ECHO_SHARE * apart[1].weight)


def test_a_denied_general_finding_denies_its_kinds_once() -> None:
    bands = {"CS:spiking": "very common", "CS:evening": "common", "CS:chills": "common"}
    c = condition("a", bands)
    terms = [term("CS:fever"), *(term(t, is_a=("CS:fever",)) for t in ("CS:spiking", "CS:evening")), term("CS:chills")]
    p = pack(terms, [c])
    together, _ = gather(c, findings(absent=["CS:fever", *bands], shared_fact="F1"), p)
    assert [line.finding for line in together] == ["CS:spiking", "CS:chills"]
    # Two things that the same words deny, but no general finding does, are two.
    apart, _ = gather(c, findings(absent=["CS:spiking", "CS:evening"], shared_fact="F1"), p)
    assert len(apart) == 2


def test_a_second_finding_of_a_group_is_damped() -> None:
    c = condition("a", {"CS:x": "very common", "CS:y": "common"})
    p = pack([term("CS:x", group="inflammation"), term("CS:y", group="inflammation")], [c])
    alone, _ = gather(c, findings(present=["CS:y"]), p)
    both, _ = gather(c, findings(present=["CS:x", "CS:y"]), p)
    assert both[1].finding == "CS:y"
    assert both[1].weight == pytest.approx(GROUP_SHARE * alone[0].weight)


def test_noise_is_not_shown() -> None:
    c = condition("a", {"CS:x": "occasional"})
    known, unknown = gather(c, findings(present=["CS:x"]), pack([term("CS:x", background=0.17)], [c]))
    assert known == ()
    assert unknown == ()


def test_an_abbreviation_keeps_its_capitals_when_denied() -> None:
    c = condition("a", {"CS:st": "very common"})
    st = term("CS:st")
    p = pack([type(st)(id="CS:st", name="ST elevation", kind=st.kind, background=0.05)], [c])
    known, _ = gather(c, findings(absent=["CS:st"]), p)
    assert known[0].name == "No ST elevation"
