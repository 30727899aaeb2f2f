"""What notes say in other words or in another order."""

from __future__ import annotations

import pytest

from copilot.findings.notes.paraphrase import Paraphrases
from copilot.knowledge.compiled import paraphrase_table
from copilot.knowledge.pack import Term, TermKind
from copilot.knowledge.words import tokens

PHRASES = {
    "leg-swelling": ("swelling of one leg", "swollen leg"),
    "leg-pain": ("pain in the leg",),
    "pleuritic": ("pain worse on breathing in",),
    "relieved": ("pain relieved by eating",),
    "eating": ("pain on eating",),
    "appetite": ("loss of appetite",),
    "thumb": ("pain at the base of the thumb",),
    "vision": ("blurred vision",),
    "flank": ("pain in the right side",),
    "rest": ("pain at rest",),
    "to-back": ("radiating to the back",),
}


def table(phrases: dict[str, tuple[str, ...]]) -> Paraphrases[str]:
    terms = [Term(f"CS:{name}", forms[0], TermKind.SYMPTOM, 0.02, surface=forms[1:]) for name, forms in phrases.items()]
    return Paraphrases(paraphrase_table(terms), {term.id: term.id.removeprefix("CS:") for term in terms})


def found(text: str, phrases: Paraphrases[str] | None = None) -> set[str]:
    return {one.entry for one in (phrases or table(PHRASES)).find(text, tokens(text))}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Her right calf is swollen and red", {"leg-swelling"}),
        ("the leg began to swell", {"leg-swelling"}),
        ("redness and swelling of the leg", {"leg-swelling"}),
        ("leg redness and swelling", {"leg-swelling"}),
        ("pain and leg swelling", {"leg-swelling"}),
        ("leg pain", {"leg-pain"}),
        ("aching legs", {"leg-pain"}),
        ("it hurts worse when he inhales", {"pleuritic"}),
        ("loss of weight or appetite", {"appetite"}),
        ("the base of her left thumb hurts", {"thumb"}),
        ("pain eased by a meal", {"relieved"}),
        ("meals hurt", {"eating"}),
        ("her vision has become blurred", {"vision"}),
        ("pain in the arm and swelling of the leg", {"leg-swelling"}),
        ("the leg is warm; the face is swollen", set()),
        ("leg (swelling)", set()),
        ("a leg that is not swollen", set()),
        ("fever, leg", set()),
        ("right-sided chest pain", set()),
        ("a pain in the right side", {"flank"}),
        ("chest pain while resting", set()),
        ("pain while resting", {"rest"}),
        ("pain radiating to the leg", set()),
        ("leg to hip pain", {"leg-pain"}),
        ("loss of weight despite a good appetite", set()),
        ("the leg was seen by a nurse who thinks that it may have become swollen", set()),
    ],
)
def test_paraphrases(text: str, said: set[str]) -> None:
    assert found(text) == said


def test_what_is_relieved_is_not_what_is_provoked() -> None:
    assert "eating" not in found("pain relieved by eating")


def test_the_span_is_that_of_the_words() -> None:
    text = "Since Monday her right calf is swollen."
    words = tokens(text)
    (one,) = table(PHRASES).find(text, words)
    assert text[words[one.first].start : words[one.last - 1].end] == "right calf is swollen"


@pytest.mark.parametrize(
    "phrase",
    [
        "fever",
        "on the right arm",
        "bright red",
        "sight in left eye",
        "up to three weeks old",
        "more than before",
        "rash that does not itch",
        "pain for 3 days",
        "no leg pain",
    ],
)
def test_phrases_that_say_too_little_or_deny_have_no_paraphrase(phrase: str) -> None:
    assert paraphrase_table([Term("CS:x", phrase, TermKind.SYMPTOM, 0.02)]) == {}


def test_what_two_findings_share_names_neither() -> None:
    shared = {"a": ("pain in the leg",), "b": ("leg ache",)}
    assert found("aching leg", table(shared)) == set()


def test_the_back_of_a_part_is_no_back() -> None:
    assert found("the pain radiates to the back") == {"to-back"}
    assert found("it radiates toward the back of the leg") == set()
    assert found("back pain and radiation to the foot") == set()


def test_words_that_two_findings_share_stand_for_the_general_one() -> None:
    general = Term("CS:pain", "Chest pain", TermKind.SYMPTOM, 0.02, surface=("pain in the chest",))
    special = Term("CS:dull", "Dull pain", TermKind.SYMPTOM, 0.02, is_a=("CS:pain",), surface=("pain of the chest",))
    other = Term("CS:other", "Dull pain", TermKind.SYMPTOM, 0.02, surface=("pain of the chest",))
    assert set(paraphrase_table([general, special])["chest"].split()) == {"pain", "CS:pain"}
    assert "chest" not in paraphrase_table([general, other])
