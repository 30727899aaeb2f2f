"""The rules that every knowledge source must keep, each by name; a fault names file, line and rule."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from copilot.knowledge.bands import FREQUENCY, PRIOR, STRENGTH
from copilot.knowledge.hpo import HpoTerm
from copilot.knowledge.pack import Condition, Figure, FigureKind, Link, Reference, TermKind
from copilot.knowledge.sources import Fault, Sources, read_sources
from copilot.knowledge.words import normal_words

COURSES = frozenset({"acute", "subacute", "chronic", "episodic"})
TEST_KINDS = frozenset({"bedside", "laboratory", "imaging", "procedure"})
REFERENCE_TYPES = frozenset(
    {
        "systematic-review",
        "cohort",
        "rational-clinical-examination",
        "guideline",
        "government",
        "reference-work",
        "review",
    }
)
SHARES = frozenset({FigureKind.FREQUENCY, FigureKind.SENSITIVITY, FigureKind.SPECIFICITY, FigureKind.BASE_RATE})
LEAST_FINDINGS = 10
THIS_YEAR = datetime.now(UTC).year
LR_TOLERANCE = 0.15


def lint(root: Path, hpo: Mapping[str, HpoTerm] | None = None) -> tuple[Sources, tuple[Fault, ...]]:
    """Read the sources below `root` and check every rule; with `hpo`, ids and names against hp.obo too."""
    sources = read_sources(root)
    for rule in _RULES:
        rule(sources)
    if hpo:
        _hpo_terms(sources, hpo)
    ordered = sorted(set(sources.faults), key=lambda fault: (fault.file, fault.line, fault.rule, fault.text))
    return sources, tuple(ordered)


def _figures(condition: Condition) -> Iterator[tuple[Figure, str]]:
    """Yield every figure of a condition with the finding (or "base rate") that it is about."""
    for figure in condition.base_rates:
        yield figure, "base rate"
    for link in condition.links:
        for figure in link.figures:
            yield figure, link.finding


def _known_ids(sources: Sources) -> None:
    """unknown-id: whatever a condition, a finding or a test names must exist."""
    for condition in sources.conditions.values():
        needs: list[tuple[str, Mapping[str, object]]] = [(link.finding, sources.terms) for link in condition.links]
        needs += [(finding, sources.terms) for finding in condition.needs]
        needs += [(test, sources.tests) for test in (*condition.confirmed_by, *condition.excluded_by)]
        cited = [*condition.references, *(r for link in condition.links for r in link.references)]
        cited += [figure.reference for figure, _ in _figures(condition)]
        needs += [(reference, sources.references) for reference in cited]
        _missing(sources, "conditions", condition.id, needs)
    for term in sources.terms.values():
        _missing(sources, "findings", term.id, [(parent, sources.terms) for parent in term.is_a])
    for test in sources.tests.values():
        _missing(sources, "tests", test.id, [(term, sources.terms) for term in test.shows])


def _missing(sources: Sources, kind: str, owner: str, needs: Iterable[tuple[str, Mapping[str, object]]]) -> None:
    for identifier in sorted({identifier for identifier, known in needs if identifier not in known}):
        sources.fault("unknown-id", f"{owner} names {identifier}, which is defined nowhere", kind, owner)


def _condition_words(sources: Sources) -> None:
    """band, course, age, sex: words from the closed lists, shares and years in order."""
    for c in sources.conditions.values():
        wrong = []
        if c.prior not in PRIOR:
            wrong.append(("band", f"prior {c.prior!r} is not one of {', '.join(PRIOR)}"))
        if c.course not in COURSES:
            wrong.append(("course", f"course {c.course!r} is not one of {', '.join(sorted(COURSES))}"))
        if not (0 <= c.age.possible[0] <= c.age.typical[0] < c.age.typical[1] <= c.age.possible[1]):
            wrong.append(("age", "typical years must lie within possible years"))
        if not 0 <= c.female <= 1:
            wrong.append(("probability", f"female {c.female} is not a share"))
        for rule, text in wrong:
            sources.fault(rule, f"{c.id}: {text}", "conditions", c.id)


def _condition_findings(sources: Sources) -> None:
    """too-few-findings, twice, weight: enough rows, each finding once, each with one kind of weight."""
    for c in sources.conditions.values():
        if len(c.links) < LEAST_FINDINGS:
            sources.fault("too-few-findings", f"{c.id} has {len(c.links)}, needs {LEAST_FINDINGS}", "conditions", c.id)
        for finding, times in Counter(link.finding for link in c.links).items():
            if times > 1:
                sources.fault("twice", f"{c.id} lists {finding} {times} times", "conditions", c.id)
        for link in c.links:
            problem = _weight_problem(link)
            if problem:
                sources.fault("weight", f"{c.id}: {link.finding}: {problem}", "conditions", c.id)


def _weight_problem(link: Link) -> str:
    if link.band and link.strength:
        return "has both a band and a strength"
    if not (link.band or link.strength or link.figures):
        return "has neither band, strength nor figures"
    if link.band and link.band not in FREQUENCY:
        return f"band {link.band!r} is not one of {', '.join(FREQUENCY)}"
    if link.strength and link.strength not in STRENGTH:
        return f"strength {link.strength!r} is not one of {', '.join(STRENGTH)}"
    return ""


def _condition_references(sources: Sources) -> None:
    """no-reference, orphan: every condition rests on an opened page, every page serves something."""
    used: set[str] = set()
    for c in sources.conditions.values():
        if not c.references:
            sources.fault("no-reference", f"{c.id} has no reference", "conditions", c.id)
        used.update(c.references, *(link.references for link in c.links), (f.reference for f, _ in _figures(c)))
    for identifier in sorted(set(sources.references) - used):
        sources.fault("orphan", f"{identifier} is used by no condition", "references", identifier)


def _probabilities(sources: Sources) -> None:
    """probability, interval, count, population: a figure must be possible and say of whom it speaks."""
    for c in sources.conditions.values():
        for figure, about in _figures(c):
            for rule, text in _figure_problems(figure):
                sources.fault(rule, f"{c.id}: {about}: {text}", "conditions", c.id)


def _figure_problems(figure: Figure) -> Iterator[tuple[str, str]]:
    share = figure.kind in SHARES
    if figure.value < 0 or (share and figure.value > 1):
        yield "probability", f"{figure.kind} {figure.value} is impossible"
    low, high = figure.low or 0.0, math.inf if figure.high is None else figure.high
    if not low <= figure.value <= high:
        yield "interval", f"{figure.value} lies outside {figure.low}..{figure.high}"
    if figure.n is not None and figure.n < 1:
        yield "count", f"n = {figure.n}"
    if not figure.population:
        yield "population", "a figure keeps its population"


def _anchors(sources: Sources) -> None:
    """anchor, second-reading: a figure's digits stood on the page, and were seen there twice."""
    for c in sources.conditions.values():
        for figure, about in _figures(c):
            reference = sources.references.get(figure.reference)
            if not reference:
                continue
            if not any(_shows(anchor.digits, figure.value) for anchor in reference.anchors):
                text = f"{c.id}: {about}: {figure.value:g} stands in no anchor of {reference.id}"
                sources.fault("anchor", text, "conditions", c.id)
            if not reference.second_reading:
                text = f"{c.id}: {about}: {reference.id} lacks its second reading"
                sources.fault("second-reading", text, "conditions", c.id)


def _shows(digits: str, value: float) -> bool:
    """Return whether the digits as they stand on a page say `value`, as itself or as a percentage."""
    numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", digits.replace("\N{MIDDLE DOT}", "."))]
    return any(abs(number - wanted) < 1e-9 * max(1.0, wanted) for number in numbers for wanted in (value, 100 * value))


def _likelihood_ratios(sources: Sources) -> None:
    """lr: a published LR+ agrees with sensitivity / (1 - specificity) of the same row within 15 %."""
    for c in sources.conditions.values():
        for link in c.links:
            by_kind = {figure.kind: figure.value for figure in link.figures}
            sensitivity, specificity = (
                by_kind.get(FigureKind.SENSITIVITY),
                by_kind.get(FigureKind.SPECIFICITY),
            )
            given = by_kind.get(FigureKind.LR_POSITIVE)
            if sensitivity is None or specificity is None or given is None or specificity >= 1:
                continue
            computed = sensitivity / (1 - specificity)
            if abs(given - computed) > LR_TOLERANCE * given:
                text = f"{c.id}: {link.finding}: LR+ {given:g} but sensitivity/specificity give {computed:.2f}"
                sources.fault("lr", text, "conditions", c.id)


def _reference_form(sources: Sources) -> None:
    """host, identifier, type: who publishes the page, and ids in their form and true to the address."""
    titles = Counter(reference.url for reference in sources.references.values())
    for r in sources.references.values():
        for rule, text in _reference_problems(r, sources.hosts):
            sources.fault(rule, f"{r.id}: {text}", "references", r.id)
        if titles[r.url] > 1:
            sources.fault("duplicate", f"{r.id}: its address is listed more than once", "references", r.id)


def _reference_problems(r: Reference, hosts: frozenset[str]) -> Iterator[tuple[str, str]]:
    try:
        address = urlsplit(r.url)
    except ValueError:
        yield "host", f"{r.url} is no address"
        return
    if address.scheme != "https" or address.hostname not in hosts:
        yield "host", f"{r.url} is not an https address on a listed host"
    if r.type not in REFERENCE_TYPES:
        yield "type", f"{r.type!r} is not one of {', '.join(sorted(REFERENCE_TYPES))}"
    if not re.fullmatch(r"20\d\d-\d\d-\d\d", r.accessed):
        yield "accessed", f"{r.accessed!r} is not a date"
    if r.year is not None and not 1950 <= r.year <= THIS_YEAR:
        yield "year", f"{r.year} is not a year of publication"
    forms = ((r.pmid, r"\d{1,8}", "pmid"), (r.pmcid, r"PMC\d+", "pmcid"), (r.doi, r"10\.\d{4,9}/\S+", "doi"))
    for value, form, name in forms:
        if value and not re.fullmatch(form, value):
            yield "identifier", f"{name} {value!r} has not its form"
    shown = re.search(r"pubmed\.ncbi\.nlm\.nih\.gov/(\d+)", r.url)
    if shown and r.pmid and shown[1] != r.pmid:
        yield "identifier", f"pmid {r.pmid} is not the address's {shown[1]}"


def _tests_and_terms(sources: Sources) -> None:
    """schema, value: tests and value rules use words from the closed lists."""
    for test in sources.tests.values():
        if test.kind not in TEST_KINDS or not 1 <= test.cost_tier <= 4:
            sources.fault("schema", f"{test.id}: kind {test.kind!r}, cost tier {test.cost_tier}", "tests", test.id)
    for term in sources.terms.values():
        if not re.fullmatch(r"HP:\d{7}|CS:[a-z0-9]+(-[a-z0-9]+)*", term.id):
            sources.fault("identifier", f"{term.id} is neither HP:0000000 nor CS:kebab-name", "findings", term.id)
        if not 0 < term.background < 1:
            sources.fault("probability", f"{term.id}: background {term.background}", "findings", term.id)
        for rule in term.values:
            if rule.direction not in ("high", "low") or not set(rule.limit) <= {"any", "female", "male", "pregnant"}:
                sources.fault(
                    "value",
                    f"{term.id}: a value is high or low, its limit any, female, male or pregnant",
                    "findings",
                    term.id,
                )


def _needs(sources: Sources) -> None:
    """needs: what defines a condition is one of its rows, speaks for it, and is no complaint."""
    for c in sources.conditions.values():
        bands = {link.finding: link.band for link in c.links}
        for finding in c.needs:
            term = sources.terms.get(finding)
            if bands.get(finding, "never") in ("rare", "never"):
                text = f"{c.id} needs {finding}, which is none of the rows that speak for it"
                sources.fault("needs", text, "conditions", c.id)
            elif term and term.kind is TermKind.SYMPTOM:
                sources.fault("needs", f"{c.id} needs {finding}, which is a symptom", "conditions", c.id)


def _circles(sources: Sources) -> None:
    """circular: a finding is never more general than itself."""
    for start in sources.terms:
        seen: set[str] = set()
        ahead = list(sources.terms[start].is_a)
        while ahead:
            term = ahead.pop()
            if term == start:
                sources.fault("circular", f"{start} is more general than itself", "findings", start)
                break
            if term not in seen and term in sources.terms:
                seen.add(term)
                ahead.extend(sources.terms[term].is_a)


def _names(sources: Sources) -> None:
    """synonym: one name, one thing; for conditions by name and synonym, for findings by surface form.

    Words that deny ("normal urinalysis") may deny several findings, but never name one; `shared` words are those that
    another finding owns.
    """
    owners: dict[str, str] = {}
    for c in sources.conditions.values():
        for name in {name.casefold() for name in (c.name, *c.synonyms)}:
            other = owners.setdefault(name, c.id)
            if other != c.id:
                sources.fault("synonym", f"{c.id}: {name!r} already names {other}", "conditions", c.id)
    _surface_forms(sources)


def _surface_forms(sources: Sources) -> None:
    """Tell where words name, deny or share what belongs to another finding."""
    owners: dict[str, str] = {}
    for t in sources.terms.values():
        for form in {form.casefold() for form in (t.name, *t.surface)}:
            other = owners.setdefault(form, t.id)
            if other != t.id:
                sources.fault("synonym", f"{t.id}: {form!r} already means {other}", "findings", t.id)
    for t in sources.terms.values():
        for form in {form.casefold() for form in t.shared if owners.get(form.casefold(), t.id) == t.id}:
            sources.fault("synonym", f"{t.id}: {form!r} is not shared, no other finding owns it", "findings", t.id)
        for form in {form.casefold() for form in t.denied_by} & owners.keys():
            sources.fault("synonym", f"{t.id}: {form!r} denies it, but means {owners[form]}", "findings", t.id)


def _denials(sources: Sources) -> None:
    """denial: "denies cough" and "no cough" are how notes deny a finding, not what another one is called."""
    named = {form.casefold(): t.id for t in sources.terms.values() for form in (t.name, *t.surface)}
    for t in sources.terms.values():
        for form in (t.name, *t.surface):
            denial, _, rest = form.casefold().partition(" ")
            if denial in ("denies", "denied", "denying") or (
                denial in ("no", "without") and named.get(rest, t.id) != t.id
            ):
                sources.fault("denial", f"{t.id}: {form!r} denies {named.get(rest, 'something')}", "findings", t.id)


def _names_of_values(sources: Sources) -> None:
    """measured: what is measured ("temperature", "platelet count") is no finding by itself; only its value is.

    Compared in normal words: a plural ("temperatures") means the same.
    """
    measured = {normal_words(name): t.id for t in sources.terms.values() for rule in t.values for name in rule.names}
    for t in sources.terms.values():
        for form in (*t.surface, *t.denied_by):
            if normal_words(form) in measured:
                sources.fault("measured", f"{t.id}: {form!r} is the name of a measurement", "findings", t.id)


def _hpo_terms(sources: Sources, hpo: Mapping[str, HpoTerm]) -> None:
    """hpo: an HP id exists, is not obsolete, and is called what HPO calls it."""
    for t in sources.terms.values():
        if not t.id.startswith("HP:"):
            continue
        known = hpo.get(t.id)
        if known is None:
            sources.fault("hpo", f"{t.id} is not (or no longer) a term of HPO", "findings", t.id)
        elif not {form.casefold() for form in (t.name, *t.surface)} & known.names:
            text = f"{t.id} is {known.name!r} in HPO; give that name or one of its synonyms"
            sources.fault("hpo", text, "findings", t.id)


_RULES: tuple[Callable[[Sources], None], ...] = (
    _known_ids,
    _condition_words,
    _condition_findings,
    _condition_references,
    _probabilities,
    _anchors,
    _likelihood_ratios,
    _reference_form,
    _tests_and_terms,
    _needs,
    _circles,
    _names,
    _denials,
    _names_of_values,
)
