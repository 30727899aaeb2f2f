"""What the starter says of forty synthetic cases, through llama.cpp: all of it cited, nearly all of it supported."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable

import pytest

from copilot.model.catalogue import starter
from copilot.model.client import ModelClient
from copilot.model.templates import prompt
from copilot.narrative.check import check
from copilot.narrative.grammar import grammar
from copilot.narrative.narrate import INSTRUCTION, MOST_TOKENS
from copilot.narrative.narrative import Sentence, Support
from copilot.training.data import invented_brief
from tests.summary import MEASURED

CASES = 40
SEED = 7_040_018  # no training and no other test uses it


@pytest.mark.slow
def test_what_is_shown_is_cited_and_supported(record_property: Callable[[str, object], None]) -> None:
    path = starter()
    assert path is not None
    rng = random.Random(SEED)
    said: list[Sentence] = []
    client = ModelClient(context=2048)
    try:
        info = client.load(path).info
        for brief in [invented_brief(rng) for _ in range(CASES)]:
            text = "".join(client.generate(prompt(info, INSTRUCTION, brief.text), grammar(brief), MOST_TOKENS))
            said += [check(f"{part.strip()}].", brief) for part in text.split("].")[:-1]]
    finally:
        client.close()
    supported = sum(one.support is Support.SUPPORTED for one in said)
    cited = sum(bool(one.facts or one.references) and "[" in one.text for one in said)
    others = Counter(re.sub("\u201c.*?\u201d", "\u2026", one.reason) for one in said if one.reason)
    record_property(
        MEASURED,
        f"starter, {CASES} synthetic cases: of {len(said)} sentences {cited} cited, {supported} supported {[*others]}",
    )
    assert len(said) > CASES
    assert cited == len(said)
    assert supported >= 0.98 * len(said)
