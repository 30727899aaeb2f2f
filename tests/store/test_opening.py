"""How a store is opened: what IT wants, what the computer has, and what the person answers."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from copilot import places
from copilot.store import keeping
from copilot.store.audit import Action
from copilot.store.cipher import DamagedStoreError
from copilot.store.keeping import Cost, Kept, NoKeyError
from copilot.store.opening import Question, open_store
from copilot.store.store import FILE, Store
from tests import policies
from tests.store import keyrings

WORDS = "four plain words here"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No keyring, and guesses at a passphrase as cheap as is allowed."""
    monkeypatch.setattr(keeping, "Cost", lambda: Cost(n=2**14))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")


@pytest.fixture
def by_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set the section `store` of IT's policy."""
    policies.at(tmp_path / "machine", monkeypatch)
    return lambda **values: policies.write(tmp_path / "machine", store=values)


class Person:
    """Answers in turn, and remembers what was asked."""

    def __init__(self, *answers: str | None) -> None:
        self._answers: Sequence[str | None] = list(answers)
        self.asked: list[Question] = []

    def __call__(self, question: Question) -> str | None:
        """Answer."""
        self.asked.append(question)
        return self._answers[len(self.asked) - 1]


def _begun(words: str = WORDS) -> None:
    with open_store(Person(words), begins=True) as store:
        store.done(Action.OPEN, patient="p1")


def test_without_a_keyring_nobody_is_asked_and_a_store_is_offered() -> None:
    person = Person()
    with open_store(person) as store:
        assert (store.lasting, store.offered) == (False, True)
    assert person.asked == []
    assert not places.store().exists()


@keyrings.LEAVES_OPEN
def test_a_keyring_that_refuses_offers_a_passphrase(keyring: dict[str, str]) -> None:
    keyrings.lock()
    with open_store(Person()) as store:
        assert (store.lasting, store.offered) == (False, True)
        assert "keyring does not take the key" in store.refused
    assert not keeping.exists(places.store())
    person = Person(WORDS)
    with open_store(person, begins=True) as store:
        assert (store.lasting, store.kept) == (True, Kept.PASSPHRASE)
    assert [question.refused for question in person.asked] == [True]


@keyrings.LEAVES_OPEN
def test_a_store_whose_keyring_refuses_is_not_begun_a_second_time(
    keyring: dict[str, str], by_it: Callable[..., None]
) -> None:
    with open_store(Person()) as store:
        store.done(Action.OPEN, patient="p1")
    keyrings.lock()
    before = {path.name: path.read_bytes() for path in places.store().iterdir()}
    for wish in ("ask", "memory", "passphrase"):
        by_it(without_keyring=wish)
        for begins in (False, True):
            with pytest.raises(NoKeyError, match="keyring") as refused:
                open_store(Person(), begins=begins)
            assert "Unlock the keyring" in refused.value.remedy
    assert {path.name: path.read_bytes() for path in places.store().iterdir()} == before


@keyrings.LEAVES_OPEN
def test_it_decides_what_is_kept_where_a_keyring_refuses(keyring: dict[str, str], by_it: Callable[..., None]) -> None:
    keyrings.lock()
    by_it(without_keyring="memory")
    with open_store(Person(), begins=True) as store:
        assert (store.lasting, store.offered, bool(store.refused)) == (False, False, True)
    by_it(without_keyring="passphrase")
    person = Person(WORDS)
    with open_store(person) as store:
        assert store.lasting
    (question,) = person.asked
    assert (question.begins, question.optional, question.refused) == (True, False, True)


def test_what_is_begun_behind_a_passphrase_is_opened_with_it() -> None:
    _begun()
    assert keeping.read(places.store()).kept is Kept.PASSPHRASE
    person = Person("a wrong one, surely", WORDS)
    with open_store(person) as store:
        assert store.lasting
        assert [event.patient for event in store.trail.events()] == ["p1"]
    assert [question.said.partition(".")[0] for question in person.asked] == ["", "That is not the passphrase"]
    assert not any(question.begins for question in person.asked)


def test_one_may_go_on_without_and_nothing_is_changed() -> None:
    _begun()
    before = (places.store() / FILE).read_bytes()
    with open_store(Person(None)) as store:
        assert (store.lasting, store.offered) == (False, True)
        store.done(Action.OPEN, patient="p2")
    assert (places.store() / FILE).read_bytes() == before


def test_a_short_passphrase_is_asked_for_again() -> None:
    person = Person("short", WORDS)
    open_store(person, begins=True).close()
    assert "10 characters" in person.asked[1].said


def test_a_damaged_store_is_no_wrong_passphrase() -> None:
    _begun()
    path = places.store() / FILE
    data = bytearray(path.read_bytes())
    data[4096 + 100] ^= 1
    path.write_bytes(data)
    person = Person(WORDS)
    with pytest.raises(DamagedStoreError):
        open_store(person)
    assert len(person.asked) == 1


def test_it_may_want_a_passphrase(by_it: Callable[..., None]) -> None:
    by_it(without_keyring="passphrase")
    person = Person(None, WORDS)
    with open_store(person) as store:
        assert store.lasting
    assert [(question.begins, question.optional) for question in person.asked] == [(True, False)] * 2


@pytest.mark.parametrize("values", [{"without_keyring": "memory"}, {"keep": False}])
def test_it_may_want_nothing_kept(by_it: Callable[..., None], values: dict[str, object]) -> None:
    by_it(**values)
    with open_store(Person(), begins=True) as store:
        assert (store.lasting, store.offered) == (False, False)
    assert not places.store().exists()


def test_what_is_older_than_it_wants_is_removed(by_it: Callable[..., None]) -> None:
    by_it(days=30)
    with open_store(Person(WORDS), begins=True) as store:
        assert isinstance(store, Store)
        for day in ("2020-01-31T10:00:00.000+00:00", store.now()):
            store.reviews.keep(b"{}", patient="p", at=day, program="0", pack="0")
    with open_store(Person(WORDS)) as store:
        (line,) = store.reviews.list()
        assert not line.made_at.startswith("2020")


def test_a_copy_of_before_an_update_holds_nobody_who_is_to_be_forgotten(by_it: Callable[..., None]) -> None:
    by_it(days=30)
    _begun()
    young, old = (places.store() / f"{FILE}.before-{name}" for name in ("young", "old"))
    for copy in (young, old):
        copy.write_bytes(b"of before")
    os.utime(old, (0, 0))
    with open_store(Person(WORDS)) as store:
        assert (young.exists(), old.exists()) == (True, False)
        store.reviews.keep(b"{}", patient="p1", at=store.now(), program="0", pack="0")
        assert store.forget("p1") == 1
        assert not young.exists()
        assert [event.action for event in store.trail.events()] == [Action.OPEN, Action.FORGET]
