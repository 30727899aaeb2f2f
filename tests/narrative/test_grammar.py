from __future__ import annotations

import random
from dataclasses import replace

import llama_cpp
import pytest

from copilot.differential.differential import Likelihood
from copilot.narrative.brief import Brief, Line, Stand
from copilot.narrative.check import check
from copilot.narrative.grammar import grammar
from copilot.narrative.phrases import beginnings
from copilot.training.data import invented_brief
from tests.narrative.a_brief import brief


def rules(told: Brief) -> dict[str, str]:
    return dict(line.split(" ::= ", 1) for line in grammar(told).splitlines())


def test_an_item_is_a_whole_line_with_its_whole_citation() -> None:
    made = rules(brief())
    assert [value for name, value in made.items() if "-item-" in name] == [
        '"pleuritic chest pain [F12] [R3]"',
        '"Heart rate 118 /min [F14] [R3]"',
        '"father with pulmonary embolism [F31]"',
        '"no leg swelling [F30.2] [R4]"',
        '"Haemoglobin 9.8 g/dL [F15]"',
        '"D-dimer raised [R5]"',
    ]
    assert made["root"] == 'for " " against " " unknown'


def test_every_line_is_said_exactly_once() -> None:
    made = rules(brief())
    for _ in range(200):
        said = spoken(made, "root", random.Random(_))
        for line in brief().lines:
            assert said.count(f"{line.text} {line.citation}") == 1


def test_whatever_the_grammar_allows_is_supported() -> None:
    rng = random.Random(3)
    for _ in range(300):
        told = invented_brief(rng)
        for sentence in spoken(rules(told), "root", rng).split("]. "):
            text = sentence.removesuffix("].") + "]."
            assert check(text, told).reason == "", (text, told.text)


def spoken(made: dict[str, str], name: str, rng: random.Random) -> str:
    """Say something that the grammar allows, at random."""
    said = ""
    for part in parts(rng.choice(alternatives(made[name]))):
        said += part[1:-1].replace('\\"', '"') if part.startswith('"') else spoken(made, part, rng)
    return said


def alternatives(body: str) -> list[str]:
    made, quoted = [""], False
    for n, letter in enumerate(body):
        quoted ^= letter == '"' and body[n - 1] != "\\"
        if letter == "|" and not quoted:
            made.append("")
        else:
            made[-1] += letter
    return [part.strip() for part in made]


def parts(alternative: str) -> list[str]:
    made, quoted = [""], False
    for n, letter in enumerate(alternative):
        quoted ^= letter == '"' and alternative[n - 1] != "\\"
        if letter == " " and not quoted:
            made.append("")
        else:
            made[-1] += letter
    return made


@pytest.mark.parametrize("stand", list(Stand))
def test_a_brief_with_one_side_names_the_condition_first(stand: Stand) -> None:
    told = replace(brief(), lines=tuple(line for line in brief().lines if line.stand is stand))
    said = spoken(rules(told), "root", random.Random(1))
    assert "Pulmonary embolism" in said.split("]")[0]


@pytest.mark.parametrize("band", list(Likelihood))
@pytest.mark.parametrize("cant_miss", [True, False])
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("stand", list(Stand))
def test_every_phrase_passes_the_check(band: Likelihood, cant_miss: bool, first: bool, stand: Stand) -> None:
    line = Line(stand, "pain", () if stand is Stand.UNKNOWN else ("F1",), ("R1",), ("pain",))
    told = Brief("x", "Gout", band, cant_miss, (line,))
    for phrase in beginnings(stand, band, cant_miss, first=first):
        text = f"{phrase.format(name='Gout')} pain {line.citation}."
        assert check(text, told).reason == "", text


def test_llama_cpp_reads_the_grammar_of_any_brief() -> None:
    rng = random.Random(1)
    for told in [brief(), *(invented_brief(rng) for _ in range(40))]:
        assert llama_cpp.LlamaGrammar.from_string(grammar(told), verbose=False) is not None


def test_quotes_are_escaped() -> None:
    odd = replace(brief(), name='The "odd" one')
    assert r"The \"odd\" one" in grammar(odd)
    assert llama_cpp.LlamaGrammar.from_string(grammar(odd), verbose=False) is not None


def test_a_brief_without_lines_has_no_grammar() -> None:
    with pytest.raises(ValueError, match="nothing to cite"):
        grammar(replace(brief(), lines=()))
