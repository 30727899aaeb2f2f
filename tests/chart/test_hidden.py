from __future__ import annotations

import pytest

from copilot.chart.build import build
from copilot.chart.chart import UnknownKind
from copilot.chart.elements import clean
from copilot.chart.hidden import visible, watched
from copilot.chart.plaintext import tidy
from copilot.fhir.files import read_bundle
from tests.chart.test_documents import attachment, document
from tests.fhir.samples import bundle, chart, patient, resource


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("hae\u200bmo\u00adglobin", "haemoglobin"),
        ("9.8\u202e g/dL\u202c", "9.8 g/dL"),
        ("a\u2066b\u2069c\u2060d", "abcd"),
        ("x\U000e0041\U000e0042\U000e007f", "x"),
        ("a\ufe01\ufe02b", "ab"),
        ("fe\u200dver", "fever"),
        ("\u0646\u0627\u0645\u0647\u200c\u200c", "\u0646\u0627\u0645\u0647"),
    ],
)
def test_what_hides_is_taken_out_and_said(given: str, made: str) -> None:
    with watched() as seen:
        assert visible(given) == clean(given) == tidy(given) == made
    assert seen


@pytest.mark.parametrize(
    "given",
    [
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian
        "\u0915\u094d\u200d\u0937",  # Devanagari
        "\u0dc1\u0dca\u200d\u0dbb\u0dd3",  # Sinhala
        "\u845b\U000e0100\u57ce",  # a Japanese name with its own form of a letter
        "\U0001f468\u200d\U0001f469 \u26a0\ufe0f 3\ufe0f\u20e3",
        "Fi\u00e8vre 38,5 \u00b0C \u2265 2 \u00b5g",
    ],
)
def test_what_a_script_needs_stays(given: str) -> None:
    with watched() as seen:
        assert visible(given) == clean(given) == tidy(given) == given
    assert not seen


@pytest.mark.parametrize("given", ["\ufeffcough", "cough\u200e", "\u200fcough"])
def test_marks_of_honest_text_go_without_a_word(given: str) -> None:
    with watched() as seen:
        assert clean(given) == "cough"
    assert not seen


def test_the_review_names_the_resource_and_the_note_is_flagged() -> None:
    code = {
        "text": "Fe\u200bver",
        "coding": [{"system": "http://snomed.info/sct", "code": "1", "display": "Fe\u200bver"}],
    }
    made = [chart(resource("Condition", "c1", code=code), document(attachment("No co\u200bugh"))) for _ in range(2)]
    for found in made:  # the second time nothing is remembered from the first
        said = {(u.kind, u.resource) for u in found.unknowns if "hidden characters" in u.text}
        assert said == {(UnknownKind.IMPLAUSIBLE, "Condition/c1"), (UnknownKind.IMPLAUSIBLE, "DocumentReference/d1")}
        assert (found.notes[0].text, found.notes[0].hidden) == ("No cough", True)


@pytest.mark.parametrize("style", ["display:none", "font-size: 0px", "color:#ffffff", "visibility: hidden"])
def test_html_that_a_browser_would_not_show_is_shown_and_said(style: str) -> None:
    (found,) = [chart(document(attachment(f"<p>Cough</p><p style='{style}'>fever</p>", "text/html")))]
    assert "fever" in found.notes[0].text
    assert found.notes[0].hidden
    assert any("unseen" in u.text for u in found.unknowns)


def test_what_hides_in_a_name_is_said_too() -> None:
    (pull,) = read_bundle(bundle(patient(name=[{"text": "Ann\u202e Smith"}])), "test")
    found = build(pull)
    assert found.person.name == "Ann Smith"
    assert [u.resource for u in found.unknowns if "hidden characters" in u.text] == ["Patient/p1"]


def test_where_a_web_page_may_break_a_word_is_taken_out_without_an_alarm() -> None:
    with watched() as seen:
        assert visible("Herz\u00adinsuffizienz") == "Herzinsuffizienz"
        assert not seen
        assert visible("\u00adignore") == "ignore"
        assert seen
