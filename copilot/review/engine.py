"""The road from a path to a review, stage by stage, with the time that each stage took."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from copilot import clock
from copilot.chart.build import build
from copilot.chart.trusted import trusted
from copilot.differential.rank import rank
from copilot.differential.weighed import weighed
from copilot.fhir.files import read_path
from copilot.fhir.pull import Pull
from copilot.fhir.typed import load_models
from copilot.findings.corrections import Correction, apply
from copilot.findings.lexicon import lexicon
from copilot.findings.recognise import recognise
from copilot.garbage import paused
from copilot.knowledge.load import load_pack as _load_pack
from copilot.knowledge.pack import Pack
from copilot.knowledge.without import without_references
from copilot.places import demo
from copilot.review.review import Review


def load_pack() -> Pack:
    """Return the compiled knowledge; raises `KnowledgeError` where it cannot be had."""
    return _load_pack()


def prepare(pack: Pack) -> None:
    """Make what the first chart would make and every later one uses: indices, rows, the models of resources."""
    with paused():
        load_models()
        lexicon(pack)
        weighed(pack).make_rows()


def read(path: Path, patient: str | None = None, early: Callable[[Pull], None] | None = None) -> tuple[Pull, ...]:
    """Return one pull per patient below the path; raises `InputError`, `PatientChoiceError` for several in a file.

    `early` is called once with the newest part of a long file, while the rest is still to be read.
    """
    if not path.resolve().is_relative_to(demo().resolve()):
        clock.must_run("No record is read but a demo patient's")
    with paused():
        return read_path(path, patient=patient, early=early)


def rerank(reviewed: Review, corrections: Sequence[Correction]) -> Review:
    """Return the review of the same chart with the clinician's corrections; with none, as it was read.

    Only the ranking is done again. Words that a model wrote go: they speak of the findings as they were.
    """
    with paused():
        start = time.perf_counter()
        findings = apply(reviewed.findings, corrections, reviewed.pack)
        differential = rank(findings, trusted(reviewed.chart), reviewed.pack, before=reviewed.differential)
        seconds = {**reviewed.seconds, "differential": time.perf_counter() - start, "narrative": 0.0}
    return replace(
        reviewed, findings=findings, differential=differential, seconds=seconds, narrative=None, no_narrative=""
    )


def review(pull: Pull, pack: Pack, *, leave_out: Collection[str] = ()) -> Review:
    """Return the review of one patient, without words yet.

    `leave_out` are PMIDs or reference ids: rows of the pack that rest on one of them do not count.
    `seconds["read"]` covers building the chart here; the caller adds what reading the file took.
    """
    if leave_out:
        pack = without_references(pack, frozenset(leave_out))
    with paused():
        start = time.perf_counter()
        chart = build(pull)
        read_at = time.perf_counter()
        safe = trusted(chart)  # what reads like an instruction to a program is shown, and does not count
        findings = recognise(safe, pack)
        found_at = time.perf_counter()
        differential = rank(findings, safe, pack)
        ranked_at = time.perf_counter()
    return Review(
        chart=chart,
        findings=findings,
        differential=differential,
        pack=pack,
        unknowns=(*chart.unknowns, *findings.unknowns),
        seconds={
            "read": read_at - start,
            "findings": found_at - read_at,
            "differential": ranked_at - found_at,
            "narrative": 0.0,
        },
        pull=pull,
    )
