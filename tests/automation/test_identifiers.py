"""The list of identifiers and the guide for QA: nothing promised is gone, nothing stands twice, all is up to date."""

from __future__ import annotations

import re
from enum import StrEnum

import pytest

from copilot.testing import Allowed
from tests.automation import identifiers
from tests.automation.described import described
from tests.automation.identifiers import GUIDE, gone, main, with_table
from tests.automation.pages.page import NAMES, names
from ui.automation import Name
from ui.event_log import Event
from ui.picker.demo import find

TEXT = GUIDE.read_text("utf-8")


def test_no_identifier_that_was_promised_is_gone() -> None:
    assert gone(names()) == set(), "robots of others find controls by these"
    assert set(names()) == {name.value for name in Name}, "python -m tests.automation.identifiers adds new ones"


def test_one_that_is_gone_is_noticed_and_not_taken_off_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = StrEnum("Name", {name.name: name.value for name in Name if name is not Name.ACCEPT})
    monkeypatch.setattr(identifiers, "Name", fewer)
    before = NAMES.read_bytes()
    assert gone(names()) == {"differential.hypothesis.accept"}
    with pytest.raises(SystemExit, match=re.escape("differential.hypothesis.accept")):
        main([])
    assert NAMES.read_bytes() == before


def test_no_two_names_are_one_identifier() -> None:
    assert len(Name.__members__) == len({name.value for name in Name})
    assert all(re.fullmatch(r"[a-z]+(?:[.-][a-z]+)*", name.value) for name in Name)


def test_the_table_says_of_each_what_it_is() -> None:
    found = described()
    assert [one.name for one in found] == sorted(name.value for name in Name)
    assert [one for one in found if not re.search(r"\w", one.words)] == []
    assert with_table(TEXT) == TEXT, "python -m tests.automation.identifiers writes it anew"
    with pytest.raises(ValueError, match="no place"):
        with_table("# Chartside for QA\n")


def test_the_guide_names_every_event_and_no_other() -> None:
    rows = re.findall(
        r"^\| (`[a-z-]+`(?:, `[a-z-]+`)*) \|", TEXT.partition("| event |")[2].partition("\n\n")[0], re.MULTILINE
    )
    assert {name for row in rows for name in re.findall(r"`([a-z-]+)`", row)} == {event.value for event in Event}


def test_the_guide_names_demo_patients_and_policy_keys_that_are_there() -> None:
    for name in ("ruth", "ivan", "amara", "tomas", "grace", "helen", "jonas", "mei"):
        assert f"`{name}`" in TEXT
        assert find(name) is not None
    for key in re.findall(r"`(testing\.\w+): false`", TEXT):
        assert key.partition(".")[2] in Allowed.model_fields
