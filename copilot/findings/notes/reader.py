"""Read a text: every place where a term is named or measured, and what the text says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from copilot.findings.finding import Assertion, How
from copilot.findings.lexicon import Lexicon, Sense
from copilot.findings.limits import PREGNANT
from copilot.findings.notes.assertion import Context, context, strongest
from copilot.findings.notes.duration import duration
from copilot.findings.notes.matching import Match
from copilot.findings.notes.nearby import Nearby
from copilot.findings.notes.paraphrase import Paraphrase
from copilot.findings.notes.prose_values import ProseValue, prose_values
from copilot.findings.notes.sections import Section
from copilot.findings.notes.senses import means_something_else
from copilot.findings.notes.text import Sentence, sentences
from copilot.knowledge.course import ILL_FOR_DAYS, ILL_FOR_MONTHS, ILL_FOR_WEEKS
from copilot.knowledge.pack import TermKind
from copilot.knowledge.words import Token, joined, tokens

# The least days of illness that each finding stands for, longest first.
ILL_FOR = ((ILL_FOR_MONTHS, 60.0), (ILL_FOR_WEEKS, 15.0), (ILL_FOR_DAYS, 0.0))
_LASTING = (TermKind.HISTORY, TermKind.EXPOSURE)
_COMPLAINTS = (TermKind.SYMPTOM, TermKind.SIGN)
# What two-letter lists stand for; the terms are found by these words.
_LISTS = {
    "n/v": ("nausea", "vomiting"),
    "n&v": ("nausea", "vomiting"),
    "n/v/d": ("nausea", "vomiting", "diarrhea"),
    "f/c": ("fever", "chills"),
    "f/c/s": ("fever", "chills", "night sweats"),
    "c/c/e": ("cyanosis", "clubbing", "edema"),
    "d&v": ("diarrhea", "vomiting"),
    "cp/sob": ("chest pain", "shortness of breath"),
}
_RESULT_WORDS = frozenset({"positive", "negative", "normal", "abnormal", "raised", "elevated", "high", "low"})
_NEW_WORDS = frozenset({"acute", "new", "confirmed", "evolving"})
_OLD_WORDS = frozenset({
    "previous", "prior", "old", "past", "earlier", "history", "hx", "recurrent", "known", "former", "ago", "had",
})  # fmt: skip
_HEPATOSPLENOMEGALY = ("hepatosplenomegaly", ("hepatomegaly", "splenomegaly"))


@dataclass(frozen=True, slots=True)
class Hit:
    """One place in a text that speaks of a term; `text` is what to show for it, the sentence where empty."""

    term: str
    start: int
    end: int
    sentence: Sentence
    assertion: Assertion
    how: How = How.TEXT
    text: str = ""


def read(text: str, lexicon: Lexicon, sex: str = "unknown", age_years: float | None = None) -> list[Hit]:
    """Return everything that a text says of the terms of the pack, in reading order."""
    return _read(text, sentences(text), lexicon, sex, age_years)


def read_note(text: str, lexicon: Lexicon, sex: str, age_years: float | None) -> list[Hit]:
    """Return what a note says of the terms of the pack, and for how long the patient has been ill."""
    parts = sentences(text)
    return [*_read(text, parts, lexicon, sex, age_years), *_how_long(text, parts, lexicon, age_years)]


def _read(text: str, parts: Sequence[Sentence], lexicon: Lexicon, sex: str, age_years: float | None) -> list[Hit]:
    found: list[Hit] = []
    before: list[Token] = []
    for sentence in parts:
        words = tokens(text, sentence.start, sentence.end)
        if words:
            hits = _read_sentence(text, sentence, words, lexicon, sex, age_years)
            found += _placed(hits, [*before, *words], lexicon)
        before = words
    return sorted(set(found), key=lambda hit: (hit.start, hit.end, hit.term, hit.assertion, hit.how))


def _placed(hits: list[Hit], around: list[Token], lexicon: Lexicon) -> list[Hit]:
    """Return the hits without those that lack their place: "on the thigh" is a skin change only of the skin."""
    terms = lexicon.pack.terms
    if not any(terms[hit.term].context for hit in hits):
        return hits
    nearby = Nearby(around)
    return [hit for hit in hits if not terms[hit.term].context or nearby.names(terms[hit.term].context)]


def _how_long(text: str, parts: Sequence[Sentence], lexicon: Lexicon, age_years: float | None) -> list[Hit]:
    """Return how long a note says the patient has been ill, as the finding of the vocabulary that says so."""
    found = duration(text, parts)
    if found is None:
        return []
    days = found.days if age_years is None else min(found.days, max(age_years, 0.0) * 365.0)
    term = next(term for term, least in ILL_FOR if days >= least)
    if term not in lexicon.pack.terms:
        return []
    return [Hit(term, found.start, found.end, found.sentence, Assertion.AFFIRMED)]


def _read_sentence(
    text: str, sentence: Sentence, words: list[Token], lexicon: Lexicon, sex: str, age_years: float | None
) -> list[Hit]:
    matches = [*_phrases(text, words, lexicon), *_lists(words, lexicon)]
    matches = [match for match in matches if not means_something_else(text, match.start, match.end, worded=True)]
    rephrased = [
        one
        for one in lexicon.paraphrases.find(text, words)
        if not means_something_else(text, words[one.first].start, words[one.last - 1].end)
    ]
    values = prose_values(text, sentence, words, lexicon, sex, age_years)
    if not matches and not values and not rephrased:
        return []
    spans = [(match.first, match.last) for match in matches]
    spans += [(value.first, value.last) for value in values if value.worded]
    negative = [(one.first, one.last) for one in rephrased if words[one.last - 1].word == "negative"]
    shown = {(match.first, match.last) for match in matches if not any(sense.denies for sense in match.entries)}
    reading = context(text, sentence, words, [*spans, *negative], shown, of_mother=sex == PREGNANT)
    found: list[Hit] = []
    for match in matches:
        for sense in match.entries:
            found += _sense_hits(sense, match, reading, lexicon)
    for match in _inner(matches, words, lexicon):
        if means_something_else(text, match.start, match.end):
            continue
        hits = [hit for sense in match.entries for hit in _sense_hits(sense, match, reading, lexicon)]
        found += [hit for hit in hits if hit.assertion is not Assertion.DENIED or _is_listed(match, matches, words)]
    found += _rephrased_hits(rephrased, {hit.term for hit in found}, spans, reading, lexicon)
    return found + _value_hits(values, {(hit.term, hit.start) for hit in found}, reading)


def _phrases(text: str, words: list[Token], lexicon: Lexicon) -> Iterator[Match[Sense]]:
    """Yield the phrases of a sentence; a result ends at its comma: "anti-CCP positive, ANA negative"."""
    torn = [
        at
        for at in range(1, len(words))
        if words[at - 1].word in _RESULT_WORDS and "," in text[words[at - 1].end : words[at].start]
    ]
    for start, end in pairwise((0, *torn, len(words))):
        for match in lexicon.phrases.find(words[start:end]):
            yield replace(match, first=match.first + start, last=match.last + start)


def _rephrased_hits(
    rephrased: list[Paraphrase[Sense]],
    named: set[str],
    spans: list[tuple[int, int]],
    reading: Context,
    lexicon: Lexicon,
) -> list[Hit]:
    """Return what is said in other words, where the sentence does not name it and the words are not another term's."""
    hits: list[Hit] = []
    for one in rephrased:
        inside = any(first <= one.first and one.last <= last for first, last in spans)
        if inside or one.entry.term in named:
            continue
        start, end = reading.words[one.first].start, reading.words[one.last - 1].end
        match = Match((one.entry,), start, end, one.first, one.last)
        hits += [replace(hit, how=How.PARAPHRASE) for hit in _sense_hits(one.entry, match, reading, lexicon)]
    return hits


def _value_hits(values: list[ProseValue], named: set[tuple[str, int]], reading: Context) -> list[Hit]:
    hits: list[Hit] = []
    for value in values:
        said = reading.of(value.first, value.last)
        assertion = _of_value(said, abnormal=value.abnormal, worded=value.worded)
        start, end = reading.words[value.first].start, value.end
        if not any(term == value.term and start <= at < end for term, at in named):
            hits.append(Hit(value.term, start, end, reading.sentence, assertion, How.VALUE, value.text))
    return hits


def _sense_hits(sense: Sense, match: Match[Sense], reading: Context, lexicon: Lexicon) -> list[Hit]:
    """Return what one sense of one phrase says: of the term, or of the term for the family's history."""
    said = reading.of(match.first, match.last)
    term = lexicon.pack.terms[sense.term]
    assertion = strongest(said)
    if sense.denies and term.kind in _COMPLAINTS and reading.of_one_side(match.first, match.last):
        return []
    if assertion is Assertion.AFFIRMED and term.name.startswith("Previous") and _is_new(match, reading):
        return []
    if sense.denies:
        assertion = _of_denial(assertion, reading.directly_negated(match.first))
    elif assertion is Assertion.AFFIRMED and Assertion.AFFIRMED not in said:
        assertion = _by_section(reading.sentence.section, term.kind)
    elif assertion is Assertion.FAMILY:
        own = _related(("family history of",), match, reading, lexicon, Assertion.DENIED in said)
        if own:
            return own
        if term.name.casefold().startswith("family history"):
            assertion = Assertion.DENIED if Assertion.DENIED in said else Assertion.AFFIRMED
    elif assertion is Assertion.PAST and term.kind not in _LASTING:
        earlier = _related(("history of", "previous", "known"), match, reading, lexicon, denied=False)
        return [*earlier, Hit(sense.term, match.start, match.end, reading.sentence, assertion)]
    return [Hit(sense.term, match.start, match.end, reading.sentence, assertion)]


def _of_denial(assertion: Assertion, negated: bool) -> Assertion:
    """What a word like "afebrile" says in its context."""
    if assertion in (Assertion.FAMILY, Assertion.HYPOTHETICAL):
        return assertion
    return Assertion.AFFIRMED if negated else Assertion.DENIED


def _is_new(match: Match[Sense], reading: Context) -> bool:
    """Return whether an illness is the one of now: "Principal diagnosis: stroke", "acute stroke"."""
    own = {word.word for word in reading.words[match.first : match.last]}
    before = {word.word for word in reading.words[max(0, match.first - 1) : match.first]}
    newly = not _NEW_WORDS.isdisjoint(before | own)
    return own.isdisjoint(_OLD_WORDS) and (newly or reading.sentence.section is Section.ASSESSMENT)


def _by_section(section: Section, kind: TermKind) -> Assertion:
    """What is planned is not there yet; what a medicine is for need not be there now."""
    planned = section is Section.PLAN and kind is TermKind.EXPOSURE
    indication = section is Section.MEDICATIONS and kind not in _LASTING
    return Assertion.HYPOTHETICAL if planned or indication else Assertion.AFFIRMED


def _related(
    prefixes: tuple[str, ...], match: Match[Sense], reading: Context, lexicon: Lexicon, denied: bool
) -> list[Hit]:
    """ "Mother had a heart attack" shows the term that is called "family history of heart attack"."""
    words = joined(token.word for token in reading.words[match.first : match.last])
    senses = [sense for prefix in prefixes for sense in lexicon.phrases.named(f"{prefix} {words}")]
    assertion = Assertion.DENIED if denied else Assertion.AFFIRMED
    return [Hit(sense.term, match.start, match.end, reading.sentence, assertion) for sense in dict.fromkeys(senses)]


def _inner(matches: list[Match[Sense]], words: list[Token], lexicon: Lexicon) -> list[Match[Sense]]:
    """Return the symptoms and signs inside longer ones: epigastric pain inside "epigastric pain to the back"."""
    terms = lexicon.pack.terms

    def shown(match: Match[Sense]) -> bool:
        return all(not sense.denies and terms[sense.term].kind in _COMPLAINTS for sense in match.entries)

    outer = [match for match in matches if match.last - match.first > 1 and shown(match)]
    return [inner for match in outer for inner in lexicon.phrases.inside(words, match) if shown(inner)]


def _is_listed(inner: Match[Sense], matches: list[Match[Sense]], words: list[Token]) -> bool:
    """Return whether a denial of the whole denies the part: of "cough or runny nose", not of "pain on exertion"."""
    outer = next(match for match in matches if match.first <= inner.first and inner.last <= match.last)
    around = (*words[outer.first : inner.first], *words[inner.last : outer.last])
    return any(word.word in ("and", "or", "nor") for word in around)


def _of_value(said: frozenset[Assertion], *, abnormal: bool, worded: bool) -> Assertion:
    """What a value shows in its context; a number is measured, so that "no" nearby does not deny it."""
    for outside in (Assertion.FAMILY, Assertion.HYPOTHETICAL, Assertion.PAST):
        if outside in said:
            return outside
    if worded and Assertion.DENIED in said:
        return Assertion.DENIED
    return Assertion.AFFIRMED if abnormal else Assertion.DENIED


def _lists(words: list[Token], lexicon: Lexicon) -> list[Match[Sense]]:
    """Return the terms behind "N/V" and other lists written as one word."""
    found = []
    for at, token in enumerate(words):
        parts = _LISTS.get(token.word, _HEPATOSPLENOMEGALY[1] if token.word == _HEPATOSPLENOMEGALY[0] else ())
        senses = tuple(sense for part in parts for sense in lexicon.phrases.named(part))
        if senses:
            found.append(Match(senses, token.start, token.end, at, at + 1))
    return found
