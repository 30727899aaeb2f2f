"""Next steps: the gain for its cost, what each answer changes, and what the chart already has."""

from __future__ import annotations

from copilot.chart.fact import Coding, Fact, Kind, Source
from copilot.differential.differential import StepKind
from copilot.differential.rank import rank
from copilot.knowledge.pack import DiagnosticTest, Pack, TermKind
from tests.differential.factory import chart, condition, findings, pack, term

SHARED, SIGN, LAB, ASK, DULL = "CS:shared", "CS:sign", "CS:lab", "CS:ask", "CS:dull"


def two(**more: object) -> Pack:
    """Return a pack whose two conditions differ by a sign, a laboratory finding and a question."""
    terms = [
        term(SHARED, background=0.001),
        term(SIGN, TermKind.SIGN),
        term(LAB, TermKind.LABORATORY),
        term(ASK, ask="Does it hurt?"),
        term(DULL),
    ]
    a = condition("a", {SHARED: "common", SIGN: "very common", LAB: "always", ASK: "common", DULL: "common"})
    b = condition("b", {SHARED: "common", LAB: "never", DULL: "common"}, **more)
    tests = [
        DiagnosticTest("assay", "Assay", "laboratory", 2, (LAB,), ("1234-5",), ("the assay",)),
        DiagnosticTest("scan", "Scan", "imaging", 3, (), (), ("scan",)),
    ]
    return pack(terms, [a, b], tests)


def test_each_open_finding_becomes_a_step_of_its_kind() -> None:
    steps = {s.name: s for s in rank(findings(present=[SHARED]), chart(), two()).next_steps}
    assert steps["Assay"].kind is StepKind.TEST
    assert steps["Sign"].kind is StepKind.EXAM
    assert steps["Does it hurt?"].kind is StepKind.QUESTION
    assert steps["Assay"].gain > steps["Does it hurt?"].gain > 0


def test_what_tells_nothing_apart_is_not_asked() -> None:
    assert "Dull?" not in {s.name for s in rank(findings(present=[SHARED]), chart(), two()).next_steps}


def test_each_result_says_what_rises() -> None:
    assay = next(s for s in rank(findings(present=[SHARED]), chart(), two()).next_steps if s.name == "Assay")
    assert assay.if_positive == "more likely: A"
    assert assay.if_negative == "more likely: B"


def test_a_result_in_the_chart_is_named() -> None:
    done = Fact(
        "F7",
        Kind.LABORATORY,
        "Assay of something",
        "Assay 3",
        Source("Observation/1", "valueQuantity"),
        codes=(Coding("http://loinc.org", "1234-5"),),
    )
    named = Fact("F8", Kind.REPORT, "The assay", "The assay: normal", Source("DiagnosticReport/1", "conclusion"))
    steps = rank(findings(present=[SHARED]), chart(done, named), two()).next_steps
    assert set(next(s for s in steps if s.name == "Assay").already_done) == {"F7", "F8"}


def test_the_test_that_excludes_a_cant_miss_condition_is_always_there() -> None:
    p = two(prior="very common", cant_miss="It kills.", excluded_by=("scan",), confirmed_by=("scan",))
    result = rank(findings(present=[SHARED]), chart(), p)
    assert result.cant_miss == ("b",)
    scan = next(s for s in result.next_steps if s.name == "Scan")
    assert scan.if_positive == "would confirm B"
    assert scan.if_negative == "would exclude B"


def test_without_hypotheses_there_is_nothing_to_ask() -> None:
    assert rank(findings(), chart(), two()).next_steps == ()
