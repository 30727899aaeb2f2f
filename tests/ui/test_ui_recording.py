"""What happens with a patient in the window is kept, in order, by the thread that owns the store."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from copilot.errors import ModelError
from copilot.narrative.answer import Answer, Outcome
from copilot.narrative.asked import Asked
from copilot.narrative.narrative import Sentence, Support
from copilot.review.decision import Verdict
from copilot.review.exchange import from_exchange
from copilot.store import keeping
from copilot.store.audit import Action
from copilot.store.cipher import StoreError
from copilot.store.keeping import Cost
from copilot.store.opening import Ask, Opening, open_store
from copilot.store.store import Store
from tests.store import keyrings
from tests.ui import factory
from tests.ui.conftest import ScriptedClient
from ui.narrative.guest import Guest
from ui.operations import Operations
from ui.window.locking import Keys
from ui.window.window import MainWindow

DEMO = Path(__file__).parents[2] / "resources" / "demo"
RUTH, IVAN = (next(iter(DEMO.glob(f"{name}*.json"))) for name in ("ruth", "ivan"))


@pytest.fixture
def open_keeping(open_with_keys: Callable[[Keys], MainWindow]) -> Callable[[Opening], MainWindow]:
    """Open a window over a store."""
    return lambda opening: open_with_keys(Keys(opening))


def _open(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    window.open(path)
    qtbot.waitUntil(lambda: window.session.path == path and window.shows_differential, timeout=60_000)


def _said(window: MainWindow) -> str:
    """Return all messages."""
    return " ".join(message.text.text() for message in window.messages.messages)


def _asked(window: MainWindow, question: Callable[[Store], Any]) -> Any:
    """Ask the store in its own thread."""
    owner = window.recording._owner
    assert owner is not None
    return owner.do(question).result(10)


def test_reviews_decisions_and_who_did_what_are_kept(
    qtbot: QtBot, open_keeping: Callable[..., MainWindow], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "Cost", lambda: Cost(n=2**14))
    window = open_keeping(lambda _ask: Store.open(tmp_path / "kept", tmp_path / "state", passphrase="four plain words"))
    qtbot.waitUntil(lambda: window.status.keeping.text() == "Kept here, encrypted", timeout=20_000)
    _open(qtbot, window, RUTH)
    first = next(iter(window.differential.rows.values()))
    first.decide(Verdict.ACCEPTED)
    window.assessing.copy()
    _open(qtbot, window, IVAN)
    events = _asked(window, lambda store: [event.action for event in store.trail.events()])
    assert events == [Action.OPEN, Action.DECIDE, Action.COPY, Action.CLOSE, Action.OPEN]
    lines = _asked(window, lambda store: store.reviews.list())
    assert len(lines) == 2
    happened = _asked(window, lambda store: store.reviews.happened(lines[1].id) + store.reviews.happened(lines[0].id))
    assert [one.what for one in happened] == ["decided"]
    assert json.loads(happened[0].words)["decisions"][0]["condition"] == first.hypothesis.condition.id


def test_what_a_model_is_asked_in_a_conversation_is_kept_with_its_answer(
    qtbot: QtBot,
    operations: Operations,
    open_with_keys: Callable[..., MainWindow],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was asked before the person began to keep things is kept too, and one that came to no answer is noted."""
    monkeypatch.setattr(keeping, "Cost", lambda: Cost(n=2**14))
    store = partial(Store.open, tmp_path / "kept", tmp_path / "state", passphrase="four plain words")
    keys = Keys(lambda _ask: Store.in_memory(offered=True), None, lambda _ask: store())
    guest = Guest(operations, ScriptedClient(), Path("scripted.gguf"), lambda *_: factory.narrative())
    window = open_with_keys(keys, guest)
    _open(qtbot, window, RUTH)
    qtbot.waitUntil(lambda: window.settled and window.ask.field.isEnabled(), timeout=60_000)
    asked = Asked("", "Answer.", "[F1] a headache\nQuestion: Since when?", (("Answer.", True),), "root ::= x", 1200)
    said = Sentence("A headache for two weeks.", "", ("F1",), (), Support.SUPPORTED)

    def answers(_review: object, question: str, *_more: object) -> Answer:
        return Answer(question, Outcome.ANSWERED, (said,), ("F1",), factory.IDENTITY, asked=(asked,))

    assert window.asking.asker is not None
    window.asking.asker._ask = answers
    window.asking.ask("Since when?")
    qtbot.waitUntil(lambda: not window.asking.busy, timeout=10_000)
    window.commands.run("store.keep")
    qtbot.waitUntil(lambda: bool(window.recording.review), timeout=30_000)
    window.asking.ask("How bad is it?")
    qtbot.waitUntil(lambda: not window.asking.busy, timeout=10_000)
    review = window.recording.review
    first, second = [from_exchange(one) for one in _asked(window, lambda store: store.reviews.exchanges(review))]
    assert (first["question"], second["question"]) == ("Since when?", "How bad is it?")
    assert first["sentences"] == [{"text": said.text, "facts": ["F1"], "references": [], "support": "supported"}]
    assert [one["data"] for one in first["asked"]] == [asked.data]

    def ends(*_: object) -> Answer:
        raise ModelError("The model ended.")

    window.asking.asker._ask = ends
    window.asking.ask("And now?")
    qtbot.waitUntil(lambda: not window.asking.busy, timeout=10_000)
    actions = _asked(window, lambda store: [event.action for event in store.trail.events()])
    assert actions.count(Action.ASK) == 3
    assert actions.count(Action.WRITE) == 1
    assert len(_asked(window, lambda store: store.reviews.exchanges(review))) == 2


def test_where_nothing_lasts_only_who_did_what_is_noted(qtbot: QtBot, open_keeping: Callable[..., MainWindow]) -> None:
    window = open_keeping(lambda _ask: Store.in_memory())
    qtbot.waitUntil(lambda: window.status.keeping.text() == "Nothing is kept", timeout=5000)
    _open(qtbot, window, RUTH)
    assert _asked(window, lambda store: [event.action for event in store.trail.events()]) == [Action.OPEN]
    assert _asked(window, lambda store: store.reviews.list()) == ()


def test_a_store_that_cannot_be_opened_costs_no_work(qtbot: QtBot, open_keeping: Callable[..., MainWindow]) -> None:
    def broken(_ask: Ask) -> Store:
        raise StoreError("The key cannot be had.", remedy="Ask IT.")

    window = open_keeping(broken)
    _open(qtbot, window, RUTH)
    qtbot.waitUntil(lambda: "The key cannot be had" in _said(window), timeout=5000)
    assert window.differential.rows


@keyrings.LEAVES_OPEN
def test_a_keyring_that_refuses_is_said_and_tried_again(
    qtbot: QtBot, open_keeping: Callable[..., MainWindow], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store whose key is in a keyring that is locked, and unlocked while the patient is in sight."""
    keyrings.needed()
    with keyrings.session(tmp_path / "home", monkeypatch):
        open_store(lambda _question: None).close()
        keyrings.lock()
        window = open_keeping(open_store)
        _open(qtbot, window, RUTH)
        qtbot.waitUntil(lambda: "Unlock the keyring" in _said(window), timeout=10_000)
        assert not window.status.keep.isVisible()  # a second store beside it is not offered
        keyrings.unlock()
        (message,) = [message for message in window.messages.messages if message.kind == "store"]
        message.action.click()
        qtbot.waitUntil(lambda: bool(window.recording.review), timeout=20_000)
        assert "Unlock the keyring" not in _said(window)
        assert [line.patient for line in _asked(window, lambda store: store.reviews.list())] == ["ruth-lindqvist"]


@keyrings.LEAVES_OPEN
def test_a_new_store_that_a_keyring_refuses_can_be_begun_behind_a_passphrase(
    qtbot: QtBot, open_keeping: Callable[..., MainWindow], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyrings.needed()
    with keyrings.session(tmp_path / "home", monkeypatch):
        keyrings.lock()
        window = open_keeping(open_store)
        qtbot.waitUntil(
            lambda: "The keyring does not take the key. So nothing is kept" in _said(window), timeout=10_000
        )
        assert window.status.keep.isVisible()
        assert "behind a passphrase" in _said(window)


def test_a_trail_that_was_touched_is_told(qtbot: QtBot, open_keeping: Callable[..., MainWindow]) -> None:
    def touched(_ask: Ask) -> Store:
        store = Store.in_memory()
        store.noticed = ("the end is missing",)
        return store

    window = open_keeping(touched)
    qtbot.waitUntil(lambda: "audit trail was touched" in _said(window), timeout=5000)
    assert "the end is missing" in _said(window)


def test_without_a_keyring_nothing_is_kept_and_nobody_is_alarmed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from copilot import places

    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")
    with open_store(lambda _question: pytest.fail("nobody is to be asked")) as store:
        assert not store.lasting
        assert store.offered
    assert not places.store().exists()
