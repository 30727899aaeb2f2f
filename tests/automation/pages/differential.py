"""The differential: hypotheses with their evidence, can't-miss, next steps, unknowns."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.automation.element import Element
from tests.automation.pages.page import Page
from tests.automation.waiting import wait_for

ROW = "differential.hypothesis"
EVIDENCE = "differential.evidence"
SPOKEN = re.compile(
    r"(?:(\d+)\. )?(.+), (strong|moderate|weak), ([\d,]+ for, [\d,]+ against, [\d,]+ unknown)(?:, (.+))?"
)
WEIGHT = r"(?:strongly|moderately|weakly|hardly) (?:for|against)"
LINE = re.compile(rf"(for|against|unknown): (.+), ({WEIGHT}), (.+)")


@dataclass(frozen=True)
class Hypothesis:
    """One row as it is read out."""

    id: str
    rank: int
    name: str
    band: str
    counts: str
    moved: str


@dataclass(frozen=True)
class EvidenceLine:
    """One line of evidence as it is read out: side, words, weight in words, figure or band with its source."""

    element: Element
    side: str
    words: str
    weight: str
    source: str


class Differential(Page):
    """What could explain this."""

    def hypotheses(self) -> list[Hypothesis]:
        """Return the rows in sight in their order."""
        return [_hypothesis(key, element.name) for key, element in self.rows(ROW).items()]

    def open(self, hypothesis: str) -> None:
        """Open the evidence of a hypothesis, if it is not open yet."""
        toggle = self.find(f"{ROW}.toggle.{hypothesis}")
        if "checked" not in toggle.states:
            toggle.press()
        wait_for(f"evidence of {hypothesis}", lambda: self.look(f"differential.references.{hypothesis}"))

    def evidence(self, hypothesis: str) -> list[EvidenceLine]:
        """Return the evidence of an open hypothesis."""
        mine = {key: line for key, line in self.rows(EVIDENCE).items() if key.startswith(f"{hypothesis}.")}
        return [_line(element) for element in mine.values()]

    def order(self) -> list[str]:
        """Return the hypotheses in sight, the first first."""
        return [row.id for row in self.hypotheses()]

    def line(self, hypothesis: str, finding: str) -> EvidenceLine:
        """Return the line of an open hypothesis on a finding, whichever way it speaks."""
        sides = ("for", "against", "unknown")
        found = [f"{EVIDENCE}.{hypothesis}.{side}.{finding}" for side in sides]
        return _line(wait_for(f"{finding} in {hypothesis}", lambda: next(filter(None, map(self.look, found)), None)))

    def pause(self, hypothesis: str, finding: str) -> None:
        """Pause a finding at its line."""
        key = self.line(hypothesis, finding).element.identifier.removeprefix(f"{EVIDENCE}.")
        self.press(f"{EVIDENCE}.pause.{key}")
        wait_for("the correction", lambda: finding in self.corrections())

    def add_finding(self, typed: str, *, key: str = "Return") -> str:
        """Add a finding by typing, and take the first that the vocabulary offers; return it as it was offered."""
        self.find("corrections.add").focus()
        self.keyboard.type(typed)
        offered = wait_for("what it may mean", self.suggestions)
        self.keyboard.press(key)
        wait_for("the field to be empty", lambda: not self.find("corrections.add").text)
        return offered[0]

    def suggestions(self) -> list[str]:
        """Return what the vocabulary offers for what is typed."""
        found = self.look("corrections.add.list")
        return [line.name for line in found.children] if found is not None else []

    def corrections(self) -> dict[str, str]:
        """Return what the clinician corrected, by finding, in words."""
        return {finding: line.name for finding, line in self.rows("corrections.line").items()}

    def put_back(self, finding: str) -> None:
        """Let the chart's own word on a finding count again."""
        self.press(f"corrections.put-back.{finding}")
        wait_for("it to be put back", lambda: finding not in self.corrections())

    def put_all_back(self) -> None:
        """Let the chart's own words count again."""
        self.press("corrections.put-all-back")
        wait_for("all to be put back", lambda: not self.corrections())

    def sources(self, hypothesis: str) -> str:
        """Return the references of an open hypothesis."""
        return self.find(f"differential.references.{hypothesis}").name

    def cant_miss(self) -> list[str]:
        """Return everything said of what must not be missed."""
        return [said.name for said in self.find("differential.cant-miss").within() if said.name]

    def next_steps(self) -> list[str]:
        """Return everything said of what to do next."""
        return [said.name for said in self.find("differential.next-steps").within() if said.name]

    def unknowns(self) -> list[str]:
        """Return everything said of what is not known."""
        return [said.name for said in self.find("unknowns").within() if said.name]


def _hypothesis(key: str, spoken: str) -> Hypothesis:
    """Read a row."""
    found = SPOKEN.fullmatch(spoken)
    assert found, f"a hypothesis is read out as: {spoken}"
    return Hypothesis(key, int(found[1] or 0), found[2], found[3], found[4], found[5] or "")


def _line(element: Element) -> EvidenceLine:
    """Read a line of evidence."""
    found = LINE.fullmatch(element.name)
    assert found, f"a line of evidence is read out as: {element.name}"
    return EvidenceLine(element, *found.groups())
