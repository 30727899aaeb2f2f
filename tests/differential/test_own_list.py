"""The clinician's list against the engine's: no name lost, no rank changed, what only one has shown as such."""

from __future__ import annotations

from copilot.differential.own_list import Candidate, Reckoning, reckon
from copilot.differential.rank import rank
from copilot.knowledge.pack import Pack
from tests.differential.factory import chart, condition, findings, pack, term

BANDS = {"T:fever": "very common", "T:cough": "common", "T:rash": "common"}
FOUND = findings(present=("T:fever", "T:cough", "T:rash"))


def made_pack() -> Pack:
    """Return a pack of its own for each test, for its rows are kept."""
    return pack(
        (term(f"T:{name}") for name in ("fever", "cough", "rash", "itch")),
        (
            *(condition(f"common-{n}", BANDS) for n in range(30)),
            condition("rarely", {"T:fever": "rare"}, prior="very rare"),
            condition("sepsis", {"T:fever": "common"}, prior="very rare", course="chronic", cant_miss="It kills."),
            condition("scabies", {"T:itch": "always"}, cant_miss="It spreads."),
        ),
    )


def held(*own: Candidate) -> Reckoning:
    """Return a list of the clinician's against the engine's."""
    packs = made_pack()
    return reckon(own, rank(FOUND, chart(), packs), FOUND, packs)


def test_every_name_stands_in_one_part() -> None:
    own = (Candidate("Common-0", "common-0"), Candidate("Rarely", "rarely"), Candidate("The vapours"))
    made = held(*own)
    assert [h.condition.id for h in made.both] == ["common-0"]
    assert [h.condition.id for h in made.own] == ["rarely"]
    assert [one.name for one in made.unscored] == ["The vapours"]
    assert len(made.engine) == 6
    assert "common-0" not in {h.condition.id for h in made.engine}


def test_what_only_the_clinician_names_is_scored_by_the_chart_and_has_no_rank() -> None:
    made = held(Candidate("Rarely", "rarely"))
    assert made.own[0].rank == 0
    assert [line.finding for line in (*made.own[0].supporting, *made.own[0].opposing)] == ["T:fever"]


def test_what_the_list_shows_further_down_keeps_its_rank() -> None:
    packs = made_pack()
    listed = rank(FOUND, chart(), packs)
    below = listed.hypotheses[12]
    assert reckon((Candidate(below.condition.name, below.condition.id),), listed, FOUND, packs).own == (below,)


def test_a_danger_that_neither_names_is_told_only_where_the_chart_speaks_for_it() -> None:
    made = held(Candidate("Common-0", "common-0"))
    assert [c.id for c in made.neither] == ["sepsis"]
    assert not held(Candidate("Sepsis", "sepsis")).neither
