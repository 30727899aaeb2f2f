"""Rare candidates: found by codes, bounded when read from notes, merged with what the common pack knows."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from copilot.differential.differential import Differential, PartKind
from copilot.differential.rank import rank
from copilot.differential.rare import SIZE, SMALL, Candidate, rare_candidates
from copilot.findings.finding import Finding, Findings, How, Patient, Presence
from copilot.knowledge.pack import Pack, Term, TermKind
from copilot.knowledge.rare import RarePack
from copilot.knowledge.rare_build import build
from tests.differential.factory import chart, condition, pack
from tests.knowledge.test_rare import ROWS, write


@pytest.fixture
def rare(tmp_path: Path) -> RarePack:
    """A rare pack of three diseases in two series."""
    return build(*write(tmp_path))


def coded(*terms: str, how: How = How.CODE, absent: tuple[str, ...] = ()) -> Findings:
    """Return findings with HPO ids, each resting on a fact of its own."""
    found = {t: Finding(t, Presence.PRESENT, (f"F{t}",), f"words for {t}", how) for t in terms}
    found |= {t: Finding(t, Presence.ABSENT, (f"F{t}",), f"no {t}", how) for t in absent}
    return Findings(Patient(30.0, "female"), found)


def with_rare(common: Pack, rare: RarePack, *left_out: str) -> Pack:
    """Return the pack with a rare one."""
    return replace(common, rare=rare, left_out=frozenset(left_out))


FINGER = Term("HP:0000010", "Long finger", TermKind.SIGN, 0.02)


def ranked(found: Findings, rare: RarePack, *left_out: str) -> Differential:
    """Rank over one common condition, beta disease by another name, and the rare pack."""
    common = condition("beta", {"HP:0000010": "common"}, name="Something else", synonyms=("Beta disease",))
    return rank(found, chart(), with_rare(pack([FINGER], [common]), rare, *left_out))


def test_the_series_that_shows_the_findings_comes_first_with_all_its_codes(rare: RarePack) -> None:
    result = ranked(coded("HP:0000012", "HP:0000020"), rare)
    first = result.hypotheses[0]
    assert first.condition.name == "Alpha syndrome"
    assert first.condition.pack == "rare"
    assert set(first.condition.codes) == {("http://www.omim.org", "1"), ("http://www.omim.org", "2")}


def test_every_line_rests_on_a_fact_and_on_a_row_of_hpo(rare: RarePack) -> None:
    result = ranked(coded("HP:0000012"), rare)
    (line,) = result.hypotheses[0].supporting
    assert line.facts == ("FHP:0000012",)
    assert line.figure is not None
    assert (line.figure.value, line.figure.n) == (0.8, 5)
    (reference,) = line.references
    assert result.references[reference].url == "https://hpo.jax.org/browse/disease/OMIM:1"
    assert "PMID:11" in result.references[reference].title


def test_a_disease_of_both_packs_stands_once_with_the_codes_of_both(rare: RarePack) -> None:
    result = ranked(coded("HP:0000010"), rare)
    named = [h for h in result.hypotheses if "Beta disease" in (h.condition.name, *h.condition.synonyms)]
    assert len(named) == 1
    assert ("http://www.orpha.net", "7") in named[0].condition.codes


def test_the_paper_left_out_speaks_no_more(rare: RarePack) -> None:
    (line,) = ranked(coded("HP:0000012"), rare).by_id["OMIM:1"].supporting
    rest = ranked(coded("HP:0000012"), rare, "PMID:11").by_id["OMIM:1"].supporting
    assert all(other.weight < line.weight for other in rest)
    assert all("PMID:11" not in reference for other in rest for reference in other.references)


def test_what_was_read_from_a_note_weighs_less_than_a_code(rare: RarePack) -> None:
    by_code = rare_candidates(coded("HP:0000012"), rare, frozenset())[0]
    by_text = rare_candidates(coded("HP:0000012", how=How.TEXT), rare, frozenset())[0]
    assert by_text.support < by_code.support


def test_a_general_finding_on_the_same_fact_does_not_count_twice(rare: RarePack) -> None:
    one = Finding("HP:0000012", Presence.PRESENT, ("F1",), "long", How.CODE)
    general = Finding("HP:0000010", Presence.PRESENT, ("F1",), "long", How.CODE)
    alone = rare_candidates(Findings(Patient(), {one.term: one}), rare, frozenset())
    both = rare_candidates(Findings(Patient(), {one.term: one, general.term: general}), rare, frozenset())
    assert [c.support for c in alone] == pytest.approx([c.support for c in both])


def test_without_hpo_findings_there_are_no_rare_candidates(rare: RarePack) -> None:
    assert rare_candidates(coded("CS:x"), rare, frozenset()) == ()
    assert rare_candidates(coded(absent=("HP:0000012",)), rare, frozenset()) == ()


def test_what_a_candidate_often_shows_and_the_chart_does_not_say_is_unknown(rare: RarePack) -> None:
    alpha = ranked(coded("HP:0000012"), rare).by_id["OMIM:1"]
    assert [line.finding for line in alpha.unknown] == ["HP:0000020"]


@pytest.mark.parametrize("how", [How.CODE, How.TEXT])
def test_the_lines_and_parts_of_a_series_add_up(rare: RarePack, how: How) -> None:
    listed = [
        h for h in ranked(coded("HP:0000010", "HP:0000011", how=how), rare).hypotheses if h.condition.pack == "rare"
    ]
    assert listed
    for h in listed:
        assert sum(each.weight for each in (*h.supporting, *h.parts)) == pytest.approx(h.score, abs=1e-5)


def size_of(candidate: Candidate) -> float:
    """Return what a candidate pays for how much is annotated of it."""
    (part,) = [part for part in candidate.parts if part.kind is PartKind.SIZE]
    return part.weight


def test_a_disease_pays_for_how_much_is_annotated_of_it(rare: RarePack) -> None:
    by_id = {c.condition.id: c for c in rare_candidates(coded("HP:0000010"), rare, frozenset())}
    assert size_of(by_id["ORPHA:7"]) == pytest.approx(-SIZE * math.log1p(0.9 / SMALL), abs=1e-5)


def test_what_the_paper_left_out_has_annotated_costs_nothing(rare: RarePack) -> None:
    found = coded("HP:0000020")
    whole = rare_candidates(found, rare, frozenset())[0]
    less = rare_candidates(found, rare, frozenset({"PMID:11"}))[0]
    assert size_of(less) > size_of(whole)


def test_of_two_that_fit_alike_the_one_of_which_less_is_annotated_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    much = [
        ("OMIM:3", "Delta", "", "HP:0000012", "PMID:15", "", "P"),
        ("OMIM:3", "Delta", "", "HP:0000020", "", "", "P"),
    ]
    little = ("OMIM:4", "Epsilon", "", "HP:0000012", "PMID:15", "", "P")
    monkeypatch.setattr("tests.knowledge.test_rare.ROWS", [*ROWS, *much, little])
    ahead = [c.condition.id for c in rare_candidates(coded("HP:0000012"), build(*write(tmp_path)), frozenset())]
    assert ahead.index("OMIM:4") < ahead.index("OMIM:3")


def test_a_series_that_shows_none_of_the_findings_is_no_candidate(
    rare: RarePack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("copilot.differential.rare.TOO_GENERAL", 0.6)  # "phenotypic abnormality" is all they share
    assert [c.condition.id for c in rare_candidates(coded("HP:0000020"), rare, frozenset())] == ["OMIM:1"]
