from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.model.engine import Engine
from copilot.model.protocol import Load, Part
from copilot.training.data import case
from copilot.training.tokenizer import LETTERS, SPECIAL, Tokenizer, learn, pieces
from tests.model.tiny_gguf import write_tiny


@pytest.fixture(scope="module")
def learnt() -> Tokenizer:
    rng = random.Random(1)
    words = ["pain", "fever", "chest", "breath", "12", "F12", "[F12]", "no"]
    return learn((" ".join(rng.choice(words) for _ in range(30)) for _ in range(50)), 300)


def spelled(tokenizer: Tokenizer, ids: list[int]) -> str:
    letters = {letter: byte for byte, letter in enumerate(LETTERS)}
    return bytes(letters[letter] for n in ids for letter in tokenizer.tokens[n]).decode("utf-8")


@given(text=st.text(max_size=60))
def test_anything_can_be_spelled(learnt: Tokenizer, text: str) -> None:
    assert spelled(learnt, learnt.encode(text)) == text
    assert "".join(pieces(text)) == text


def test_frequent_words_become_one_token(learnt: Tokenizer) -> None:
    assert len(learnt.encode(" fever")) == 1
    assert len(set(learnt.tokens)) == len(learnt.tokens)


@pytest.mark.parametrize("special", SPECIAL)
def test_text_never_becomes_a_special_token(learnt: Tokenizer, special: str) -> None:
    assert not set(learnt.encode(special)) & {learnt.special(s) for s in SPECIAL}


def test_it_survives_its_file(learnt: Tokenizer, tmp_path: Path) -> None:
    learnt.save(tmp_path / "tokenizer.json")
    assert Tokenizer.load(tmp_path / "tokenizer.json").tokens == learnt.tokens


def test_llama_cpp_takes_text_apart_in_the_same_way(tmp_path: Path) -> None:
    rng = random.Random(2)
    made = [case(rng) for _ in range(300)]
    ours = learn((c.brief.text + c.answer for c in made), 700)
    engine = Engine(Load(str(write_tiny(tmp_path / "m.gguf", merges=ours.merges)), context=256, threads=1))
    letters = [*map(chr, range(32, 127)), *"\n\t  ", *map(chr, range(0xA0, 0x250)), *"αβЖ字🙂\u2028\u200b½²"]
    odd = ["".join(rng.choice(letters) for _ in range(rng.randint(1, 50))) for _ in range(1500)]
    try:
        for text in [*(c.brief.text for c in made), *odd]:
            assert engine.tokens((Part(text),)) == ours.encode(text), repr(text)
    finally:
        engine.close()


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("no fever", ["no", " fever"]),
        ("[F12] [R3].", ["[", "F", "12", "]", " [", "R", "3", "]."]),
        ("it's  9.8\n\nok", ["it", "'s", " ", " 9", ".", "8", "\n", "\n", "ok"]),
        ("10*3/uL µg²", ["10", "*", "3", "/", "uL", " µg", "²"]),
    ],
)
def test_it_splits_as_gpt_2_does(text: str, made: list[str]) -> None:
    assert list(pieces(text)) == made
