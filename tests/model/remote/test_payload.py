"""What leaves the machine when the product writes: the prompt's lines, and nothing that names the patient."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

from copilot.chart.fact import Fact, Kind, Source
from copilot.model.remote import RemoteClient
from copilot.narrative.answer import Outcome
from copilot.narrative.ask import ask
from copilot.narrative.brief import briefs
from copilot.narrative.narrate import INSTRUCTION, narrate
from copilot.narrative.narrative import Support
from copilot.review.references import short_ids
from copilot.review.review import Review
from tests.model.remote.scripted import Scripted, said
from tests.ui import factory


def test_only_the_briefs_leave_and_no_name_number_or_day(scripted: Scripted, asks: Callable[..., RemoteClient]) -> None:
    review = factory.review()
    narrate(review, short_ids(review), asks())
    told = briefs(review.differential, review.findings, review.facts, short_ids(review))
    asked = [body for _, _, body in scripted.asked if body]
    assert len(asked) == len(told) > 1
    for body, brief in zip(asked, told, strict=True):
        assert [message["content"] for message in body["messages"]] == [INSTRUCTION, brief.text]
        assert set(body) - {"structured_outputs", "guided_grammar"} == {
            "model", "messages", "max_tokens", "temperature", "seed", "stream", "stream_options",
        }  # fmt: skip
    sent = json.dumps(scripted.asked, ensure_ascii=False)
    person = review.chart.person
    for word in (*person.name.split(), *person.identifiers, *person.name.casefold().split()):
        assert not re.search(rf"\b{re.escape(word)}\b", sent), word
    assert person.birth_date is not None
    assert str(person.birth_date) not in sent
    assert review.chart.source not in sent
    assert not re.search(r"\b(?:19|20)\d\d-\d\d-\d\d", sent)


def _chart_that_names(review: Review) -> Review:
    """Return the review with facts that say who the patient is, and one in whose words all of it stands."""
    words = "Daniel OKAFOR, born 3 March 1968 (1968-03-03), MRN 004-118-27, haemoglobin low, Daniels syndrome"
    born = Fact("F901", Kind.PATIENT, "Birth date", "Birth date: 1968-03-03", Source("Patient/p1", "birthDate"))
    name = Fact("F902", Kind.PATIENT, "Name", "Name: Daniel Okafor", Source("Patient/p1", "name[0]"))
    sex = Fact("F903", Kind.PATIENT, "Sex", "Sex: male", Source("Patient/p1", "gender"))
    told = Fact("F904", Kind.PROBLEM, words, words, Source("Condition/c1", "code"))
    return replace(review, chart=replace(review.chart, facts=(*review.chart.facts, born, name, sex, told)))


def test_a_question_about_the_chart_names_nobody(scripted: Scripted, asks: Callable[..., RemoteClient]) -> None:
    review = _chart_that_names(factory.review())
    ask(review, "What is the haemoglobin of Daniel Okafor (MRN 004-118-27)?", asks())
    sent = scripted.asked[-1][2]["messages"][1]["content"]
    assert "Hypertension" in sent
    assert "[F903]" in sent
    assert "Daniels syndrome" in sent  # another word
    assert "Question: What is the haemoglobin of (withheld) (withheld)" in sent
    assert not re.search(r"\bdaniel\b|okafor|004-118-27|1968|F901|F902", json.dumps(scripted.asked), re.IGNORECASE)


def test_a_question_for_the_name_alone_is_not_sent(scripted: Scripted, asks: Callable[..., RemoteClient]) -> None:
    made = factory.review()
    name = Fact("F902", Kind.PATIENT, "Birth date", "Birth date: 1968-03-03", Source("Patient/p1", "birthDate"))
    client = asks()
    before = len(scripted.asked)
    answer = ask(replace(made, chart=replace(made.chart, facts=(name,))), "When was the patient born?", client)
    assert answer.outcome is Outcome.UNABLE
    assert "not sent" in answer.reason
    assert len(scripted.asked) == before


def test_no_header_says_more_than_the_program_and_the_key(
    scripted: Scripted, asks: Callable[..., RemoteClient]
) -> None:
    review = factory.review()
    narrate(review, short_ids(review), asks())
    for _, headers, _ in scripted.asked:
        assert set(headers) <= {
            "host", "user-agent", "accept", "accept-encoding", "connection", "authorization", "content-length",
            "content-type",
        }  # fmt: skip
        assert headers["user-agent"].startswith("Chartside/")
        assert headers["accept-encoding"] == "identity"


def test_an_answer_outside_the_form_is_not_shown_as_supported(
    scripted: Scripted, asks: Callable[..., RemoteClient]
) -> None:
    words = "The patient surely has cancer. Start treatment [F999]. Half of it"
    scripted.answer = (said(words), said("", "stop"))
    review = factory.review()
    narrative = narrate(review, short_ids(review), asks("azure"))
    assert narrative.sentences
    assert all(sentence.support is not Support.SUPPORTED for sentence in narrative.sentences)
    assert not any("Half" in sentence.text for sentence in narrative.sentences)
