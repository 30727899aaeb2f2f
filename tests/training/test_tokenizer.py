from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.training.tokenizer import LETTERS, SPECIAL, Tokenizer, learn, pieces


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
