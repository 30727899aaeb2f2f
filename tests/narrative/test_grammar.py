from __future__ import annotations

import re

import llama_cpp
import pytest

from copilot.differential.differential import Likelihood
from copilot.narrative.brief import Brief
from copilot.narrative.grammar import grammar
from tests.narrative.a_brief import brief


def test_only_whole_citations_of_this_brief_can_be_said() -> None:
    made = grammar(brief())
    cite = next(line for line in made.splitlines() if line.startswith("cite"))
    assert re.findall(r'"(.*?)"', cite) == [
        "[F12] [R3]",
        "[F14] [R3]",
        "[F15]",
        "[F30.2] [R4]",
        "[F31]",
        "[R5]",
    ]


def test_words_can_hold_no_bracket() -> None:
    letter = next(line for line in grammar(brief()).splitlines() if line.startswith("letter"))
    assert r"\[\]" in letter


def test_llama_cpp_reads_it() -> None:
    assert llama_cpp.LlamaGrammar.from_string(grammar(brief(), 1), verbose=False) is not None


def test_a_brief_without_lines_has_no_grammar() -> None:
    with pytest.raises(ValueError, match="nothing to cite"):
        grammar(Brief("x", "Gout", Likelihood.WEAK, False, ()))
