"""What names the patient does not leave, in whatever way the record writes it."""

from __future__ import annotations

import pytest

from copilot.chart.chart import Person
from copilot.narrative.leaving import WITHHELD, nameless

PERSON = Person("p1", "May O'Brien-Young, J.", "female", "1968-03-03", 58.0, ("MRN 004-118-27", "A7"))


@pytest.mark.parametrize(
    "text",
    ["May", "MAY", "O'Brien-Young", "O'BRIEN-YOUNG", "Young", "MRN 004-118-27", "004-118-27", "A7", "1968-03-03",
     "3.3.1968", "03.03.1968", "3/3/1968", "3 March 1968", "March 3, 1968", "03 Mar 1968"],
)  # fmt: skip
def test_it_is_withheld(text: str) -> None:
    assert nameless(f"seen ({text}) today", PERSON) == f"seen ({WITHHELD}) today"


@pytest.mark.parametrize("text", ["may improve", "young", "A70", "Maynard", "2004-118-271", "1968-03-04", "J wave"])
def test_other_words_stay(text: str) -> None:
    assert nameless(text, PERSON) == text


def test_somebody_of_whom_nothing_is_known_hides_nothing() -> None:
    assert nameless("Haemoglobin 9.8 g/dL", Person("p1", "", "unknown")) == "Haemoglobin 9.8 g/dL"
