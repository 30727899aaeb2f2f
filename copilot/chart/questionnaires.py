"""QuestionnaireResponse: each answer as a fact, with the question as its label."""

from __future__ import annotations

from collections.abc import Iterator

from copilot.chart.elements import clean, code_of, indexed
from copilot.chart.fact import Fact, Kind, Quantity, Source
from copilot.chart.quantities import value_of
from copilot.chart.sheet import Sheet
from copilot.chart.status import standing_of
from copilot.chart.times import timed
from copilot.fhir.pull import Json, Resource

MAX_DEPTH = 12
MAX_ANSWERS = 500


def read(resource: Resource, sheet: Sheet) -> None:
    """Put down the answers of one questionnaire, at most 500 of them."""
    raw = resource.raw
    start, _ = timed(raw, "authored")
    status = code_of(raw.get("status"))
    standing = standing_of("Observation", "final" if status in ("completed", "amended") else "preliminary")
    if status == "entered-in-error":
        standing = standing_of("Observation", status)
    for count, (path, question, answer) in enumerate(_answers(raw, "", 0)):
        if count >= MAX_ANSWERS:
            break
        value, codes, element = value_of(answer)
        if value is None:
            continue
        sheet.add(
            Fact(
                id="",
                kind=Kind.OTHER,
                label=question,
                text=f"{question} {value}" if isinstance(value, Quantity) else f"{question}: {value}",
                source=Source(resource.reference, f"{path}.{element}"),
                value=value,
                when=start,
                status=status,
                standing=standing,
                category="questionnaire",
                value_codes=codes,
            )
        )


def _answers(node: Json, prefix: str, depth: int) -> Iterator[tuple[str, str, Json]]:
    """Yield (path, question, answer) through nested items (and items nested under answers)."""
    if depth >= MAX_DEPTH:
        return
    for index, item in indexed(node.get("item")):
        path = f"{prefix}item[{index}]"
        question = clean(item.get("text")) or clean(item.get("linkId")) or "Question"
        for number, answer in indexed(item.get("answer")):
            yield f"{path}.answer[{number}]", question, answer
            yield from _answers(answer, f"{path}.answer[{number}].", depth + 1)
        yield from _answers(item, f"{path}.", depth + 1)
