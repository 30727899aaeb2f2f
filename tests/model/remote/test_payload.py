"""What leaves the machine when the product writes: the prompt's lines, and nothing that names the patient."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from copilot.model.remote import RemoteClient
from copilot.narrative.brief import briefs
from copilot.narrative.narrate import INSTRUCTION, narrate
from copilot.narrative.narrative import Support
from copilot.review.references import short_ids
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
