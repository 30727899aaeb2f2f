"""What a note says of the things it names: affirmed, denied, doubted, family, past or only imagined."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from copilot.findings.finding import Assertion
from copilot.findings.notes.cues import (
    ACTS,
    COMPANY,
    FEELS,
    INFORMS,
    INVERTED,
    JOINS_ACTS,
    RELATIVES,
    SERVICES,
    SUFFERS,
    Cue,
    cue_phrases,
)
from copilot.findings.notes.matching import Match
from copilot.findings.notes.sections import Section
from copilot.findings.notes.signs import affirms, minus_items
from copilot.findings.notes.text import Sentence
from copilot.knowledge.words import Token

# How far a cue reaches, in words.
_FAR, _NEAR = 40, 6
# How many words an item of a denied list may have; longer ones are clauses of their own.
_ITEM, _LONG_ITEM = 5, 9
_LAST_ITEM = 12  # "or" says that the list goes on: "no fever, weight loss or history of cancer"
_CLAUSE_WORDS = frozenset({"for", "x", "since", "ago", "with", "then", "so", "while", "after"})
_DURATIONS = frozenset({"day", "week", "month", "year", "hour", "hr", "wk", "yr", "minute"})
_SUBJECTS = frozenset({"he", "she", "patient", "pt", "i"})
_BEARS = frozenset({"has", "had", "suffer", "suffered", "died"})  # "his wife, who has asthma, brought him"
_OWNERS = frozenset({"his", "her", "my", "their", "and", "one"})
# In a plan, these end what goes on: "continue aspirin, hold ramipril".
_CHANGES = frozenset({"hold", "withhold", "stop", "start", "suspend", "omit", "avoid", "commence", "add", "consider"})
_NEGATIVE_SUBJECTS = frozenset({"nobody", "noone", "none", "neither"})
_BEGINNING = frozenset({"started", "began", "since", "onset", "start", "begin", "first"})
_ANSWER_NO = re.compile(
    r"\s{0,2}(?:[:=?]|[-–]\s|\((?=[a-z]+\)))\s{0,3}(?:no|none|nil|denie[sd]|negative|absent|neg|never|n)\b(?!\s+\w)",
    re.IGNORECASE,
)
_MINUS_AFTER = re.compile(r"\s?[(\[][-–−][)\]]|\s?-ve\b|\s?:?\s?[-–−](?=\s?[,;]|\s*$)")
_MINUS_BEFORE = re.compile(r"[(\[][-–−][)\]]\s?$|(?:^|\s)-ve\s$")
_QUERY_BEFORE = re.compile(r"\?\s?$")
_SIDES = {
    "left": frozenset("l"), "l": frozenset("l"), "lt": frozenset("l"), "right": frozenset("r"), "r": frozenset("r"),
    "rt": frozenset("r"), "both": frozenset("lr"), "bilateral": frozenset("lr"), "bilaterally": frozenset("lr"),
}  # fmt: skip
# What begins a clause of its own after a comma, in a list that is denied.
_OPENS_CLAUSE = frozenset({
    "he", "she", "they", "it", "i", "patient", "pt", "just", "still", "now", "also", "always", "often", "sometimes",
    "unable", "smoker", "ex-smoker", "alcoholic", "diabetic", "hypertensive", "obese", "has", "eats", "sleeps",
    "vomits", "coughs", "drinks", "wakes", "cries", "feels", "looks", "walks", "weighs", "complains", "sweats",
    "bleeds", "gets", "goes", "passes", "loses", "keeps", "smokes", "works", "hurts", "started", "began",
})  # fmt: skip
_HOW_MUCH = frozenset({
    "too", "twice", "once", "constantly", "continuously", "all", "every", "daily", "much", "more", "lot", "lots",
    "poorly", "badly", "everything", "often", "always", "slowly", "repeatedly", "several",
})  # fmt: skip
_VERBS = frozenset({"is", "are", "was", "were", "has", "have", "had", "hurts", "feels", "looks", "became", "becomes"})
_OBSERVED = frozenset(
    {"noted", "seen", "found", "reported", "observed", "present", "detected", "elicited", "identified"}
)
_RELATIVE_WORDS = frozenset({"that", "which", "who", "whom", "he", "she", "they", "as", "it", "and", "or", "ever"})
_BESIDE = 5
_ORDER = (
    Assertion.FAMILY,
    Assertion.HYPOTHETICAL,
    Assertion.DENIED,
    Assertion.UNCERTAIN,
    Assertion.PAST,
)
_FORWARD = {
    Cue.DENIES: Assertion.DENIED,
    Cue.DOUBTS: Assertion.UNCERTAIN,
    Cue.FAMILY: Assertion.FAMILY,
    Cue.PAST: Assertion.PAST,
    Cue.IMAGINES: Assertion.HYPOTHETICAL,
    Cue.CONTINUES: Assertion.AFFIRMED,
}
_BACKWARD = {
    Cue.DENIED: Assertion.DENIED,
    Cue.NEGATIVE: Assertion.DENIED,
    Cue.DOUBTED: Assertion.UNCERTAIN,
    Cue.PAST_BEFORE: Assertion.PAST,
    Cue.IMAGINED: Assertion.HYPOTHETICAL,
}


@dataclass(frozen=True, slots=True)
class _Scope:
    """Words `first` to `last` (exclusive) of which something is said."""

    first: int
    last: int
    assertion: Assertion
    whole: bool = False  # said only of what lies in it altogether: "coughing", not "coughing up blood"


@dataclass(slots=True)
class Context:
    """One sentence, ready to say what holds for any stretch of its words."""

    text: str
    sentence: Sentence
    words: list[Token]
    _scopes: list[_Scope]

    def of(self, first: int, last: int) -> frozenset[Assertion]:
        """Return everything that is said of the words `first` to `last` (exclusive)."""
        scopes = (scope for scope in self._scopes if scope.first <= first < scope.last)
        said = {scope.assertion for scope in scopes if not scope.whole or last <= scope.last}
        start, end = self.words[first].start, self.words[last - 1].end
        before = self.text[max(self.sentence.start, start - 6) : start]
        after = self.text[end : min(self.sentence.end, end + 24)]
        if _ANSWER_NO.match(after) or _MINUS_AFTER.match(after) or _MINUS_BEFORE.search(before):
            said.add(Assertion.DENIED)
        if _QUERY_BEFORE.search(before):
            said.add(Assertion.UNCERTAIN)
        if (
            last < len(self.words)
            and self.words[last].word in SERVICES
            and self.text[end : self.words[last].start] == " "
        ):
            said.add(Assertion.HYPOTHETICAL)
        if self.sentence.section is Section.FAMILY:
            said.add(Assertion.FAMILY)
        elif self.sentence.section in (Section.ALLERGIES, Section.INSTRUCTIONS):
            said.add(Assertion.HYPOTHETICAL)
        elif self.sentence.section is Section.PAST:
            said.add(Assertion.PAST)
        elif self.sentence.section is Section.DIFFERENTIAL:
            said.add(Assertion.UNCERTAIN)
        return frozenset(said)

    def of_one_side(self, first: int, last: int) -> bool:
        """Return whether the words next to `first` to `last` name one side only: "left side power 5/5"."""
        sides: set[str] = set()
        for at in (*self._near(first, -1), *self._near(last - 1, 1)):
            sides |= _SIDES.get(self.words[at].word, frozenset())
        return len(sides) == 1

    def _near(self, at: int, step: int) -> Iterator[int]:
        """Yield the words on one side of a word, up to a mark and a few at most."""
        for _ in range(_BESIDE):
            between = sorted((at, at + step))
            if between[0] < 0 or between[1] >= len(self.words):
                return
            gap = self.text[self.words[between[0]].end : self.words[between[1]].start]
            if any(mark in gap for mark in ",:;()"):
                return
            at += step
            yield at

    def directly_negated(self, first: int) -> bool:
        """Return whether the word before is a bare "not" or "non"."""
        return first > 0 and self.words[first - 1].word in ("not", "non")


def strongest(said: frozenset[Assertion]) -> Assertion:
    """Return the one assertion that decides what a mention means."""
    return next((assertion for assertion in _ORDER if assertion in said), Assertion.AFFIRMED)


def context(
    text: str,
    sentence: Sentence,
    words: list[Token],
    spans: Sequence[tuple[int, int]],
    complaints: Collection[tuple[int, int]] = (),
    *,
    of_mother: bool = False,
) -> Context:
    """Read the cues of a sentence; `spans` are the words of the terms in it, which hide the cues inside them.

    Those among `complaints` say that something is there ("no appetite"): their "no" opens no list. Where the note
    is `of_mother`, "the mother" is the patient.
    """
    found = cue_phrases().find(words)
    cues = [seen for cue in found if (seen := _outside(cue, spans, complaints, words)) is not None]
    reader = _Reader(text, sentence, words, cues, {first for first, _ in spans}, of_mother=of_mother)
    minus = [_Scope(*item, Assertion.DENIED) for item in minus_items(text, sentence, words, reader.gaps)]
    return Context(text, sentence, words, [*reader.scopes(), *reader.relatives(), *minus])


def _outside(
    cue: Match[Cue],
    spans: Sequence[tuple[int, int]],
    complaints: Collection[tuple[int, int]],
    words: Sequence[Token],
) -> Match[Cue] | None:
    """Return the cue as it acts outside the terms, or None where a term hides it.

    "No cough" may be a term by itself; its "no" still opens the list in "no cough, fever or chills".
    """
    hiding = [(first, last) for first, last in spans if first <= cue.first and cue.last <= last]
    if not hiding:
        return cue
    opens = Cue.DENIES in cue.entries and all(first == cue.first for first, _ in hiding)
    last = max(last for _, last in hiding)
    goes_on = any(word.word in ("or", "nor") for word in words[last:])
    if not opens or (not goes_on and any(span in complaints for span in hiding)):
        return None
    return replace(cue, last=last)


class _Reader:
    """Works out the scopes of the cues of one sentence."""

    def __init__(
        self,
        text: str,
        sentence: Sentence,
        words: list[Token],
        cues: list[Match[Cue]],
        begins: set[int],
        *,
        of_mother: bool,
    ) -> None:
        self.words, self.cues, self.of_mother = words, cues, of_mother
        self.raw = [text[word.start : word.end].casefold() for word in words]
        self.begins = begins  # where a term begins
        gaps = [text[a.end : b.start] for a, b in pairwise(words)]
        self.gaps = ["\n" + text[sentence.start : words[0].start], *gaps]  # what stands before each word
        self.stops = {at for at, gap in enumerate(self.gaps) if affirms(gap)}
        self.affirming: set[int] = set()
        for cue in cues:
            if Cue.TURNS in cue.entries:
                self.stops.add(cue.first)
            elif Cue.AFFIRMS in cue.entries:
                self.affirming.add(cue.first)

    def scopes(self) -> list[_Scope]:
        """Return the scopes of all cues but relatives."""
        found: list[_Scope] = []
        for cue in self.cues:
            kinds = cue.entries
            if Cue.NOTHING in kinds or self._is_answer(cue) or self._is_plain(cue):
                continue
            if Cue.TRIGGERS in kinds:
                found.append(_Scope(cue.last, self._acts_end(cue.last), Assertion.HYPOTHETICAL, whole=True))
            if Cue.DENIES_NEXT in kinds:
                last = min(self._chunk_end(cue.last), cue.last + _NEAR)
                found.append(_Scope(cue.last, self._until_turn(cue.last, last), Assertion.DENIED))
            for kind in kinds:
                if kind in _FORWARD:
                    # A term may begin inside the cue: "no history of migraine" where "history of migraine" is one.
                    found.append(_Scope(cue.first + 1, self._forward(cue, kind), _FORWARD[kind]))
                elif kind in _BACKWARD and self._looks_back(cue, kind):
                    found.append(_Scope(self._backward(cue), cue.first, _BACKWARD[kind]))
        return found

    def _is_answer(self, cue: Match[Cue]) -> bool:
        """ "Fever: no, cough: yes": the "no" answers, it does not open a list."""
        if Cue.DENIES not in cue.entries or cue.last - cue.first != 1 or ":" not in self.gaps[cue.first]:
            return False
        return cue.last >= len(self.words) or "," in self.gaps[cue.last]

    def _is_plain(self, cue: Match[Cue]) -> bool:
        """ "Should jaundice occur" imagines where a clause begins with it; "hands were cold" does not."""
        if self.words[cue.first].word not in INVERTED or cue.last - cue.first > 1:
            return False
        return cue.first > 0 and (self.words[cue.first].word == "were" or "," not in self.gaps[cue.first])

    def _acts_end(self, first: int) -> int:
        """Return where the acts end that bring a complaint on: "straining and coughing"."""
        last = first
        for at in range(first, len(self.words)):
            word = self.words[at].word
            if word in ACTS:
                last = at + 1
            elif word not in JOINS_ACTS:
                break
        return last

    def _forward(self, cue: Match[Cue], kind: Cue) -> int:
        """Return where the scope of a cue ends that speaks of what follows it."""
        own_verbs = kind in (Cue.IMAGINES, Cue.DOUBTS) or self.words[cue.first].word in _NEGATIVE_SUBJECTS
        end = self._until_turn(cue.last, min(len(self.words), cue.last + _FAR), own_verbs=own_verbs)
        if kind is Cue.DOUBTS:
            return min(end, self._chunk_end(cue.last), cue.last + _NEAR + 2)
        if kind is Cue.FAMILY:
            return end
        if kind is Cue.CONTINUES:
            return next((at for at in range(cue.last, end) if self.words[at].word in _CHANGES), end)
        longest = _ITEM if self.words[cue.first].word in ("no", "without", "nil") else _LONG_ITEM
        listed = cue.last < end and "," in self.gaps[cue.last]  # the cue's own item ended with the cue
        at = cue.last if listed else min(self._chunk_end(cue.last), end)
        if self.words[cue.first].word == "without" and cue.last < end and self.raw[cue.last].endswith("ing"):
            return at  # "lost weight without trying, smoker"
        while at < end:
            if ")" in self.gaps[at] and "(" not in "".join(self.gaps[cue.last : at]):
                return at
            item_end = min(self._chunk_end(at), end)
            item = {word.word for word in self.words[at:item_end]}
            lasts = item & {"since", "ago", "x"} or ("for" in item and item & _DURATIONS)
            room = _LAST_ITEM if item & {"or", "nor"} else longest
            if item_end - at > room or self.words[at].word in _CLAUSE_WORDS or lasts:
                return at
            if at > cue.last and self._is_clause(at, self._chunk_end(at)):
                return at
            at = item_end
        return at

    def _is_clause(self, first: int, last: int) -> bool:
        """Return whether an item of a denied list says something of its own: "no interest, sleeping too much"."""
        item = self.raw[first:last]
        opening = item[0]
        if not {"or", "nor"}.isdisjoint(item):
            return False  # the last of the list
        if opening in _OPENS_CLAUSE or (opening == "short" and self.raw[first + 1 : first + 2] == ["of"]):
            return True
        if opening.endswith("ing") and not _HOW_MUCH.isdisjoint(item):
            return True
        if _OBSERVED.isdisjoint(item):
            return any(verb in _VERBS and before not in _RELATIVE_WORDS for before, verb in pairwise(item))
        return False  # "no rash, fever were noted"

    def _until_turn(self, first: int, end: int, *, own_verbs: bool = False) -> int:
        """Return where a word turns the sense ("but"), or a new verb affirms ("has"), at the latest `end`.

        "If he develops a rash", "nobody at home has a rash": they have verbs of their own, up to the comma.
        """
        opening = True  # "denies having had": verbs right after the cue belong to it
        for at in range(first, end):
            affirms = at in self.affirming and not opening and (not own_verbs or "," in self.gaps[at])
            if at in self.stops or affirms:
                return at
            opening = opening and at in self.affirming
        return end

    def _chunk_end(self, first: int) -> int:
        """Return where the words up to the next comma, colon or bracket end."""
        for at in range(first + 1, len(self.words)):
            if any(mark in self.gaps[at] for mark in ",:()") or " - " in self.gaps[at] or "–" in self.gaps[at]:
                return at
        return len(self.words)

    def _looks_back(self, cue: Match[Cue], kind: Cue) -> bool:
        if kind is Cue.PAST_BEFORE:
            return not {word.word for word in self.words[: cue.first]} & _BEGINNING
        if kind is Cue.DENIED and cue.last < len(self.words):
            # "was negative for" looks forward; "denied chest pain" too.
            return self.words[cue.last].word != "for"
        if kind is Cue.NEGATIVE:
            return cue.last >= len(self.words) or any(mark in self.gaps[cue.last] for mark in ",.:()/\n")
        return True

    def _backward(self, cue: Match[Cue]) -> int:
        """Return where the scope of a cue begins that speaks of what stands before it."""
        plural = any(word.word in ("are", "were", "all", "both") for word in self.words[cue.first : cue.last])
        at = cue.first
        while at > 0 and cue.first - at < _FAR:
            if at in self.stops or (at in self.affirming and at != cue.first):
                return at
            if not plural and at < cue.first and any(mark in self.gaps[at] for mark in ",:()"):
                return at
            at -= 1
        return at

    def relatives(self) -> list[_Scope]:
        """Return the scopes in which somebody else is the one who is ill."""
        found: list[_Scope] = []
        for at, word in enumerate(self.words):
            if word.word not in RELATIVES or self._is_patient(at):
                continue
            near = [following.word for following in self.words[at + 1 : at + 4]]
            suffering = near[:1] == ["who"] and near[1:2] and near[1] in _BEARS
            if any(following in INFORMS for following in near) and not suffering:
                found += [_Scope(at + by, at + by + 1, Assertion.FAMILY) for by, w in enumerate(near, 1) if w in FEELS]
                continue
            if self._is_ill(at, near):
                found.append(_Scope(at, self._until_subject(at), Assertion.FAMILY))
            if self._belongs_to_relative(at):
                found.append(_Scope(self._chunk_start(at), at, Assertion.FAMILY))
        return found

    def _is_patient(self, at: int) -> bool:
        """Return whether a relative is the patient: "the mother" in a pregnant woman's note."""
        return self.of_mother and self.words[at].word == "mother" and at > 0 and self.words[at - 1].word == "the"

    def _is_ill(self, at: int, near: list[str]) -> bool:
        """ "Mother: stroke", "mother had a stroke", "mother stroke at 50"; not "came with mother on Monday"."""
        before = [word.word for word in self.words[max(0, at - 4) : at]]
        if not COMPANY.isdisjoint(before[-2:]) and "who" not in near and "contact" not in before:
            return False
        marked = at + 1 < len(self.words) and any(mark in self.gaps[at + 1] for mark in ":(-–")
        begins = at == 0 or any(mark in self.gaps[at] for mark in ",.:(\n") or before[-1] in _OWNERS | RELATIVES
        return marked or (begins and at + 1 in self.begins) or any(following in SUFFERS for following in near)

    def _until_subject(self, first: int) -> int:
        for at in range(first + 1, len(self.words)):
            if at in self.stops or self.words[at].word in _SUBJECTS:
                return at
        return len(self.words)

    def _belongs_to_relative(self, at: int) -> bool:
        """ "Stroke in her mother", "cancer (father)"."""
        before = [word.word for word in self.words[max(0, at - 3) : at]]
        return "(" in self.gaps[at] or "in" in before[-2:] or ("of" in before[-2:] and "history" not in before)

    def _chunk_start(self, last: int) -> int:
        at = last
        while at > 0 and last - at < _NEAR + 2:
            if at < last and ("," in self.gaps[at] or at in self.stops):
                return at
            at -= 1
        return at
