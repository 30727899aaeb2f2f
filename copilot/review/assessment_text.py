"""The assessment in words: made in code from the decisions, every line with its place in the chart and its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copilot import __version__
from copilot.differential.differential import Evidence, Hypothesis, StepKind
from copilot.findings.corrections import said_together
from copilot.review.assessment_lines import Lines
from copilot.review.decision import Decision, Decisions, EngineView, Verdict
from copilot.review.patient_words import patient_line
from copilot.review.review import Review

WORKING, DANGER, ASIDE = "Working differential", "Must not be missed", "Considered and set aside"
OPEN, NEXT, SOURCES, ORIGIN = "Not known", "Next", "Sources", "How this text came about"
HEADINGS = (WORKING, DANGER, ASIDE, OPEN, NEXT, SOURCES, ORIGIN)
FOR, AGAINST, UNKNOWN = 3, 3, 3
UNKNOWNS, STEPS = 5, 5
NOTHING_KEPT = "Nothing was accepted or added."
HOW = (
    'Made in code from the clinician\'s decisions. Likelihoods are words, not probabilities; "editorial" is the '
    "project's own judgement, not a published number. What is not listed is not excluded."
)
_STEP = {StepKind.QUESTION: "Ask", StepKind.EXAM: "Examine", StepKind.TEST: "Test"}


def assessment_text(review: Review, decisions: Decisions, *, with_words: bool = False) -> str:
    """Return the text without its label; empty where nothing is decided.

    `with_words` adds what the model said of what is kept, only the sentences that the check supports.
    """
    if not decisions:
        return ""
    lines = Lines(review)
    parts = [
        [patient_line(review), *_corrections(review)],
        [WORKING, *_kept(review, decisions, lines, with_words=with_words)],
        _under(DANGER, _dangers(review, decisions)),
        _under(ASIDE, (_set_aside(review, decision) for decision in decisions.rejected)),
        _under(OPEN, _unknowns(review)),
        _under(NEXT, _steps(review, lines)),
        _under(SOURCES, lines.sources()),
        [ORIGIN, *_origin(review, with_words=with_words)],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _under(heading: str, found: Iterator[str]) -> list[str]:
    """Return lines under their heading, nothing where there are none."""
    lines = list(found)
    return [heading, *lines] if lines else []


def _corrections(review: Review) -> Iterator[str]:
    """Yield what the clinician said against, or beyond, the chart: what follows rests on it."""
    if review.findings.corrections:
        yield f"Findings corrected by the clinician: {said_together(review.findings, review.pack)}"


def _kept(review: Review, decisions: Decisions, lines: Lines, *, with_words: bool) -> Iterator[str]:
    """Yield what the clinician holds, in the order of the decisions, with the evidence each way."""
    if not decisions.kept:
        yield NOTHING_KEPT
    for number, decision in enumerate(decisions.kept, 1):
        hypothesis = review.hypothesis(decision.condition)
        yield f"{number}. {decision.shown} ({_origin_of(review, decision)})"
        if hypothesis is None:
            continue
        if hypothesis.condition.cant_miss:
            yield f"   ! must not be missed: {hypothesis.condition.cant_miss}"
        yield from (f"   + {line}" for line in lines.of(_strongest(hypothesis.supporting), FOR))
        against = [*lines.of(_strongest(hypothesis.opposing), AGAINST), *lines.told(hypothesis)]
        yield from (f"   - {line}" for line in against)
        if not against:
            yield "   - nothing in the chart speaks against it"
        yield from (f"   ? {line}" for line in _open(review, hypothesis))
        if with_words:
            yield from (f"   {sentence}" for sentence in lines.said(decision.condition))


def _origin_of(review: Review, decision: Decision) -> str:
    """Return whose it is, and what the engine said when it was decided, and says now if that differs."""
    if decision.verdict is Verdict.ADDED:
        parts = ("added by the clinician", decision.no_evidence or _engine(review, decision))
    else:
        parts = (decision.name if decision.wording else "", _engine(review, decision))
    return "; ".join(part for part in parts if part)


def _engine(review: Review, decision: Decision) -> str:
    """Return the engine's view of what was decided on; empty where it had none."""
    if decision.engine is None:
        return ""
    now = review.hypothesis(decision.condition)
    if now is None and not decision.engine.rank:
        return decision.engine.words  # it stood below the list, and is scored only when somebody names it
    return decision.engine.words_beside(EngineView.of(now, review.pack.version) if now is not None else None)


def _strongest(lines: Sequence[Evidence]) -> list[Evidence]:
    """Return the lines, the weightiest first."""
    return sorted(lines, key=lambda line: -abs(line.weight))


def _open(review: Review, hypothesis: Hypothesis) -> Iterator[str]:
    """Yield what is not known of a condition, and what would settle it."""
    names = [line.name for line in _strongest(hypothesis.unknown)[:UNKNOWN]]
    if names:
        yield f"not known: {', '.join(names)}"
    settled = _settled(review, hypothesis)
    if settled:
        yield settled


def _settled(review: Review, hypothesis: Hypothesis) -> str:
    """Return by which tests a condition is confirmed and excluded."""
    condition = hypothesis.condition
    confirmed, excluded = (_names(review, tests) for tests in (condition.confirmed_by, condition.excluded_by))
    if confirmed and confirmed == excluded:
        return f"confirmed or excluded by {confirmed}"
    parts = (f"confirmed by {confirmed}" if confirmed else "", f"excluded by {excluded}" if excluded else "")
    return "; ".join(part for part in parts if part)


def _names(review: Review, tests: Sequence[str]) -> str:
    """Return the names of tests that the packs know."""
    return ", ".join(review.pack.tests[test].name for test in tests if test in review.pack.tests)


def _dangers(review: Review, decisions: Decisions) -> Iterator[str]:
    """Yield what must not be missed and is not decided on, or was set aside: why, and what would settle it."""
    for identifier in review.differential.cant_miss:
        hypothesis = review.differential.by_id[identifier]
        decision = decisions.by_condition.get(identifier)
        if decision is not None and decision.kept:
            continue
        aside = " (set aside by the clinician)" if decision is not None else ""
        settled = _settled(review, hypothesis)
        why = hypothesis.condition.cant_miss.rstrip(".")
        yield f"- {hypothesis.condition.name}{aside}: {why}{f'; {settled}' if settled else ''}."


def _set_aside(review: Review, decision: Decision) -> str:
    """Return what was rejected, why if that was said, and what the engine made of it."""
    engine = _engine(review, decision)
    return f"- {decision.name}: {decision.why or 'no reason given'}{f' ({engine})' if engine else ''}"


def _unknowns(review: Review) -> Iterator[str]:
    """Yield what the chart does not give, or gives in a way that cannot be relied on."""
    for unknown in review.unknowns[:UNKNOWNS]:
        yield f"- {unknown.kind.value}: {unknown.text}"
    more = len(review.unknowns) - UNKNOWNS
    if more > 0:
        yield f"- and {more} more"


def _steps(review: Review, lines: Lines) -> Iterator[str]:
    """Yield what to ask, examine or test, with what each answer would change."""
    for step in review.differential.next_steps[:STEPS]:
        yes, no = ("positive", "negative") if step.kind is StepKind.TEST else ("yes", "no")
        effects = ((yes, step.if_positive), (no, step.if_negative))
        changes = "; ".join(f"if {answer}, {effect}" for answer, effect in effects if effect)
        done = lines.newest(step.already_done)
        known = f" (already in the chart: {done})" if done else ""
        yield f"- {_STEP[step.kind]}: {step.name}{known}{f': {changes}' if changes else ''}"


def _origin(review: Review, *, with_words: bool) -> Iterator[str]:
    """Yield which version, which knowledge and which model stand behind it."""
    rare = f"; Human Phenotype Ontology {review.pack.rare.words.version}" if review.pack.rare is not None else ""
    yield f"Chartside {__version__}, knowledge version {review.pack.version[:12]}{rare}."
    if with_words and review.narrative is not None:
        model = review.narrative.model
        name = ", ".join(part for part in (model.name, model.quantization, f"SHA-256 {model.sha256[:12]}") if part)
        yield f"Sentences marked as the model's: {name}; each was checked against what it cites."
    else:
        yield "No sentence in it was written by a language model."
    yield HOW
