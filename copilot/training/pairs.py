"""A blind reading: real briefs told twice, by the model and by code alone, shuffled, the key in a file of its own."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from copilot import places
from copilot.model.client import ModelClient
from copilot.model.templates import prompt
from copilot.narrative.brief import Brief, briefs
from copilot.narrative.grammar import grammar
from copilot.narrative.narrate import INSTRUCTION, MOST_TOKENS
from copilot.narrative.phrases import phrases_of
from copilot.review import engine
from copilot.review.references import short_ids
from copilot.training.telling import plain

CASES = 20
SEED = 21
_IDS = re.compile(r" \[[^\]]*\]")


def write_pairs(model: Path, folder: Path) -> Path:
    """Write `pairs.txt` to be read and judged, and `key.json` to be opened afterwards; return the first."""
    rng = random.Random(SEED)
    told = [pair for patient in demo_briefs() for pair in _both(model, patient)]
    chosen = rng.sample(told, min(CASES, len(told)))
    lines, key = [], {}
    for number, (by_model, by_code) in enumerate(chosen, 1):
        first = rng.random() < 0.5
        sides = (by_model, by_code) if first else (by_code, by_model)
        key[str(number)] = {"model": "A" if first else "B", "texts": {"model": by_model, "code": by_code}}
        lines += [f"{number} {letter}: {_IDS.sub('', text)}\n" for letter, text in zip("AB", sides, strict=True)]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "key.json").write_text(json.dumps(key, ensure_ascii=False, indent=1), encoding="utf-8")
    out = folder / "pairs.txt"
    out.write_text("\n".join(lines), encoding="utf-8")
    return out


def demo_briefs() -> Iterator[Sequence[Brief]]:
    """Yield what is told of each demo patient."""
    pack = engine.load_pack()
    for path in sorted((places.resources() / "demo").glob("*.json")):
        for pull in engine.read(path):
            review = engine.review(pull, pack)
            yield briefs(review.differential, review.findings, review.facts, short_ids(review), review.today)


def _both(model: Path, patient: Sequence[Brief]) -> Iterator[tuple[str, str]]:
    """Yield what the model and what code alone says of each brief, in the patient's order."""
    client = ModelClient(context=2048)
    used: set[str] = set()
    try:
        info = client.load(model).info
        for brief in patient:
            parts = prompt(info, INSTRUCTION, brief.text)
            said = "".join(client.generate(parts, grammar(brief, used), MOST_TOKENS))
            for sentence in said.split("]. "):
                used.update(phrases_of(sentence, brief))
            yield said, plain(brief)
    finally:
        client.close()
