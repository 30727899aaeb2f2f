from __future__ import annotations

import random
from dataclasses import replace

import llama_cpp
import pytest

from copilot.differential.differential import Likelihood
from copilot.narrative.brief import Brief, Line, Stand
from copilot.narrative.check import check
from copilot.narrative.grammar import grammar
from copilot.narrative.phrases import DANGEROUS, beginnings, filled, most_sentences, phrases_of
from copilot.training.data import invented_brief
from tests.narrative.a_brief import brief

FEVER = Line(Stand.FOR, "fever", ("F1",), ("R1",))
COUGH = Line(Stand.FOR, "a cough", ("F2",), ("R1",))


def rules(told: Brief) -> dict[str, str]:
    return dict(line.split(" ::= ", 1) for line in grammar(told).splitlines())


def test_an_item_is_a_whole_line_with_its_whole_citation() -> None:
    made = rules(brief())
    assert [value for name, value in made.items() if "-item-" in name] == [
        '"pleuritic chest pain [F12] [R3]"',
        '"tachycardia (heart rate 118 /min) [F14] [R3]"',
        '"a family history (father with pulmonary embolism) [F31]"',
        '"no leg swelling [F30.2] [R4]"',
        '"anaemia (haemoglobin 9.8 g/dL) [F15]"',
        '"D-dimer raised [R5]"',
    ]
    assert made["root"] == 'for " " against " " unknown'


def test_every_line_is_said_exactly_once() -> None:
    made = rules(brief())
    for _ in range(200):
        said = spoken(made, "root", random.Random(_))
        for line in brief().lines:
            assert said.count(f"{line.text} {line.citation}") == 1


@pytest.mark.no_cover  # many sentences of one kind: coverage would see the same lines over and over
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
    line = Line(stand, "pain", (), ("R1",), ("pain",))
    said = spoken(rules(replace(brief(), lines=(line,))), "root", random.Random(1))
    assert "pulmonary embolism" in said.casefold().split("]")[0]


@pytest.mark.parametrize("band", list(Likelihood))
@pytest.mark.parametrize("cant_miss", [True, False])
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("stand", list(Stand))
def test_every_phrase_passes_the_check(band: Likelihood, cant_miss: bool, first: bool, stand: Stand) -> None:
    line = Line(stand, "pain", () if stand in (Stand.UNKNOWN, Stand.NEXT) else ("F1",), ("R1",), ("pain",))
    told = Brief("x", "Gout", band, cant_miss, (line,))
    numbers = range(1 if first else most_sentences(stand))
    for phrase in (p for n in numbers for p in beginnings(stand, band, cant_miss, n, first=first)):
        text = f"{filled(phrase, 'Gout')} pain {line.citation}."
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


def test_no_two_sentences_about_a_condition_begin_alike() -> None:
    rng = random.Random(9)
    for _ in range(200):
        told = invented_brief(rng)
        sentences = spoken(rules(told), "root", rng).split("]. ")
        begun = [phrase for sentence in sentences for phrase in phrases_of(sentence, told)]
        assert len(begun) >= len(sentences)
        assert len(begun) == len(set(begun))


def test_what_was_said_already_comes_again_only_where_nothing_else_is_left() -> None:
    told = brief()
    opening = DANGEROUS[Likelihood.MODERATE]
    assert filled(opening[0], told.name) in grammar(told)
    assert filled(opening[0], told.name) not in grammar(told, opening[:1])
    assert all(filled(phrase, told.name) in grammar(told, opening) for phrase in opening)


def test_nothing_explains_what_is_not_there() -> None:
    assert "It would also explain" in grammar(replace(brief(), lines=(FEVER, COUGH)))
    assert "explain" not in grammar(replace(brief(), lines=(FEVER, replace(COUGH, text="no cough"))))
    assert "explain" not in grammar(replace(brief(), lines=(FEVER, replace(COUGH, risk=True))))


def test_only_values_follow_a_phrase_that_speaks_of_measurements() -> None:
    sodium = Line(Stand.FOR, "low sodium (128 mmol/L)", ("F3",), ("R1",), (), measured=True)
    made = rules(replace(brief(), lines=(FEVER, COUGH, sodium)))
    for seed in range(100):
        said = spoken(made, "root", random.Random(seed))
        for sentence in said.split("]. "):
            if "measure" in sentence:
                assert "low sodium" in sentence
                assert "fever" not in sentence
                assert "cough" not in sentence


def test_unknowns_are_alternatives_and_all_else_adds_up() -> None:
    unknown = tuple(Line(Stand.UNKNOWN, name, (), ("R1",)) for name in ("fever", "cough"))
    assert '" or "' in grammar(replace(brief(), lines=unknown))
    assert '" or "' not in grammar(replace(brief(), lines=(FEVER, COUGH)))
