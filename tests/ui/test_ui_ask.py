"""Questions about the chart and the model's own list on screen: closed or open, streaming, Esc, chips, pills."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from pytestqt.qtbot import QtBot

from copilot.model.client import ModelClient
from copilot.model.conversation import loading_stopped
from copilot.narrative.able import STARTER
from copilot.narrative.agreement import InRuns
from copilot.narrative.answer import NOT_SAID, Answer, Outcome
from copilot.narrative.narrate import STOPPED, Checked, Pending
from copilot.narrative.narrative import Narrative, Sentence, Support
from copilot.narrative.reading import Origin, Proposal, SecondReading
from tests.model.tiny_families import FAMILIES
from tests.ui import factory
from tests.ui.conftest import ScriptedClient
from ui.ask.asker import Asker, Begun, Run
from ui.narrative.guest import Guest
from ui.operations import Operations
from ui.theme import THEME
from ui.window.session import Session
from ui.window.window import MainWindow

HELD = Sentence("Haemoglobin was 9.8 g/dL.", "", ("F3",), (), Support.SUPPORTED)
NOT_HELD = Sentence("Ferritin was 4 ug/L.", "", ("F3",), (), Support.NOT_FOUND, "its words are not those of F3")


def answered(*sentences: Sentence, outcome: Outcome = Outcome.ANSWERED, reason: str = "") -> Callable[..., Answer]:
    """Return a scripted model that says these sentences."""

    def ask(_review: Any, question: str, _client: Any, told: Callable[[object], None], _stopped: Any) -> Answer:
        for sentence in sentences:
            told(Pending("", sentence.text))
            told(Checked(sentence))
        return Answer(question, outcome, sentences, reason=reason)

    return ask


def writes(*_: Any) -> Narrative:
    return factory.narrative()


@pytest.fixture
def window(qtbot: QtBot, operations: Operations) -> Iterator[MainWindow]:
    guest = Guest(operations, ScriptedClient(), Path("scripted.gguf"), writes)
    made = MainWindow(operations, Session(operations, factory.Rooms), guest)
    made.resize(1440, 900)
    made.show()
    made.start()
    made.open(Path("okafor.json"))
    qtbot.waitUntil(lambda: made.shows_differential and made.settled, timeout=10_000)
    yield made
    made.close()
    made.deleteLater()
    qtbot.wait(1)


def put(window: MainWindow, qtbot: QtBot, question: str = "Last haemoglobin?") -> None:
    qtbot.keyClicks(window.ask.field, question)
    qtbot.keyClick(window.ask.field, Qt.Key.Key_Return)


def test_the_field_opens_once_a_model_is_there_that_can_be_asked(window: MainWindow) -> None:
    assert window.ask.field.isEnabled()
    assert window.ask.send.isVisible()
    assert window.ask.own_list.isVisible()
    assert not window.ask.stop.isVisible()


def test_the_starter_leaves_the_field_closed_with_the_reason_in_it(window: MainWindow) -> None:
    window.ask.allow(STARTER)
    assert not window.ask.field.isEnabled()
    assert window.ask.field.placeholderText() == STARTER
    assert window.ask.field.accessibleDescription() == STARTER
    assert not window.ask.send.isVisible()
    assert not window.ask.own_list.isVisible()


def test_an_answer_comes_with_chips_that_jump(window: MainWindow, qtbot: QtBot) -> None:
    window.asking.asker._ask = answered(HELD, NOT_HELD)
    put(window, qtbot)
    qtbot.waitUntil(lambda: not window.asking.busy)
    words = window.ask.text.toPlainText()
    assert "Haemoglobin was 9.8 g/dL." in words
    assert "its words are not those of F3" in words
    window.ask.text.selectAll()
    copied = window.ask.text.createMimeDataFromSelection().text()
    assert "9.8" in copied
    assert "Ferritin" not in copied
    with qtbot.waitSignal(window.ask.fact_wanted) as jumped:
        window.ask.text.anchorClicked.emit(QUrl("fact:F3"))
    assert jumped.args == ["F3"]


def test_the_chart_does_not_say_is_an_answer(window: MainWindow, qtbot: QtBot) -> None:
    window.asking.asker._ask = answered(outcome=Outcome.NOT_SAID, reason=NOT_SAID)
    put(window, qtbot)
    qtbot.waitUntil(lambda: not window.asking.busy)
    assert window.ask.note.text() == NOT_SAID
    assert not window.ask.text.isVisible()
    assert window.ask.field.isEnabled()


def test_escape_stops_the_question_and_says_so(window: MainWindow, qtbot: QtBot) -> None:
    asked = threading.Event()

    def slow(_r: Any, question: str, _c: Any, told: Callable[[object], None], stopped: Callable[[], bool]) -> Answer:
        told(Pending("", "Haemo"))
        asked.set()
        while not stopped():
            threading.Event().wait(0.005)
        return Answer(question, Outcome.INCOMPLETE, reason=STOPPED)

    window.asking.asker._ask = slow
    put(window, qtbot)
    qtbot.waitUntil(lambda: asked.is_set() and "Haemo" in window.ask.text.toPlainText())
    assert window.ask.stop.isVisible()
    assert not window.ask.field.isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.asking.busy)
    assert window.ask.note.text() == f"Incomplete, do not use: {STOPPED}"
    assert "Haemo" not in window.ask.text.toPlainText()


def test_another_patient_takes_the_question_and_the_answer_away(window: MainWindow, qtbot: QtBot) -> None:
    window.asking.asker._ask = answered(HELD)
    put(window, qtbot)
    qtbot.waitUntil(lambda: not window.asking.busy)
    window.asking.begin(factory.review(name="Somebody Else"))
    assert window.ask.text.toPlainText() == ""
    assert window.ask.field.text() == ""


def test_a_bug_in_the_model_room_costs_the_answer_only(window: MainWindow, qtbot: QtBot) -> None:
    def breaks(*_: Any) -> Answer:
        raise ZeroDivisionError

    window.asking.asker._ask = breaks
    put(window, qtbot)
    qtbot.waitUntil(lambda: not window.asking.busy)
    assert window.ask.note.text() == "The model could not go on."
    assert window.differential.rows


def test_the_models_own_list_marks_rows_and_moves_none(window: MainWindow, qtbot: QtBot) -> None:
    before = list(window.differential.rows)
    listed = factory.review().differential.hypotheses[0]
    other = factory.hypotheses(12)[10]
    reading = SecondReading(
        5,
        (
            Proposal("Multiple myeloma", Origin.BOTH, InRuns(4, 5), listed),
            Proposal(other.condition.name, Origin.MODEL, InRuns(1, 5), other),
            Proposal("Lupus of the <b>moon</b>", Origin.MODEL, InRuns(2, 5)),
        ),
    )
    heard: list[str] = []

    def read(_r: Any, _c: Any, runs: int, told: Callable[[object], None], _s: Any) -> SecondReading:
        heard.append(str(runs))
        return reading

    window.asking.asker._read = read
    assert window.differential.names is None
    qtbot.mouseClick(window.ask.own_list, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.asking.busy)
    assert heard == ["5"]
    assert list(window.differential.rows) == before
    origins = {name: row.origin.text() for name, row in window.differential.rows.items()}
    assert origins.pop("multiple-myeloma") == "engine and model \N{MIDDLE DOT} in 4 of 5"
    assert set(origins.values()) == {"engine only"}
    names = window.differential.names
    assert names is not None
    assert [row.hypothesis for row in names.rows] == [other]
    shown = [child.text() for child in names.findChildren(type(window.ask.note))]
    assert "Lupus of the <b>moon</b> \N{MIDDLE DOT} in 2 of 5 \N{MIDDLE DOT} not in the packs" in shown
    assert "3 conditions" in window.ask.note.text()


def test_readings_are_counted_on_screen(window: MainWindow) -> None:
    window.asking._heard(Run(2, 5))
    assert window.ask.note.text() == "Reading 2 of 5 is done."
    window.ask.rest("")


def test_without_a_model_there_is_no_field(qtbot: QtBot, operations: Operations) -> None:
    made = MainWindow(operations, Session(operations, factory.Rooms), None)
    made.show()
    assert made.ask.isHidden()
    made.close()
    made.deleteLater()
    qtbot.wait(1)


def test_a_real_model_is_asked_and_stopped(qtbot: QtBot, operations: Operations, tmp_path: Path) -> None:
    """No script: llama.cpp, a random model, the real question and the real second reading."""
    tiny = FAMILIES["llama-3"]
    parts = {name: getattr(tiny, name) for name in tiny.__dataclass_fields__}
    parts["changes"] = {**tiny.changes, "llama__context_length": 8192}
    client = ModelClient(context=8192, threads=1)
    guest = Guest(operations, client, type(tiny)(**parts).write(tmp_path / "tiny.gguf"))
    asker = Asker(operations, guest)
    try:
        assert client.model is None
        with qtbot.waitSignal(asker.ended, timeout=60_000) as ended:
            asker.ask(factory.review(), "Last haemoglobin?")  # the question loads it
        assert ended.args[0].offered
        assert client.model is not None
        bugs: list[object] = []
        asker.failed.connect(bugs.append)
        asker.heard.connect(lambda event: asker.stop() if isinstance(event, Begun) else None)
        made: list[SecondReading] = []
        asker.ended.connect(made.append)
        asker.read(factory.review(), 50)
        qtbot.waitUntil(lambda: bool(made or bugs), timeout=60_000)
        assert not bugs
        assert made[0].incomplete == STOPPED
        assert made[0].runs < 50
    finally:
        client.close()
    assert client.pid is None


class SlowToLoad(ScriptedClient):
    """Loads until it is stopped, the first time."""

    def __init__(self) -> None:
        super().__init__()
        self.halt, self.loads = threading.Event(), 0

    def load(self, path: Path, progress: Callable[[float], None] = lambda _: None, *, anyway: bool = False) -> Any:
        """Wait for the stop; the second time, be there at once."""
        self.loads += 1
        progress(0.5)
        if self.loads == 1:
            self.halt.wait(10)
            raise loading_stopped()
        return super().load(path, progress, anyway=anyway)

    def stop(self) -> None:
        """Give up loading."""
        super().stop()
        self.halt.set()


@pytest.fixture
def loading(qtbot: QtBot, operations: Operations, tmp_path: Path) -> Iterator[MainWindow]:
    """A window whose model is still being loaded."""
    guest = Guest(operations, SlowToLoad(), FAMILIES["llama-3"].write(tmp_path / "tiny.gguf"), writes)
    made = MainWindow(operations, Session(operations, factory.Rooms), guest)
    made.show()
    made.start()
    made.open(Path("okafor.json"))
    qtbot.waitUntil(lambda: "50" in made.narrative.note.text(), timeout=10_000)
    yield made
    made.close()
    made.deleteLater()
    qtbot.wait(1)


def test_words_stopped_while_the_model_loads_leave_a_field_that_loads_it(loading: MainWindow, qtbot: QtBot) -> None:
    assert not loading.ask.field.isEnabled()
    loading.narrative.stop.click()
    qtbot.waitUntil(lambda: loading.ask.field.isEnabled(), timeout=10_000)
    assert loading.writing.model is None
    loading.asking.asker._ask = answered(HELD)
    put(loading, qtbot)
    qtbot.waitUntil(lambda: not loading.asking.busy)
    assert "Haemoglobin was 9.8 g/dL." in loading.ask.text.toPlainText()
    assert loading.writing.model is not None
    assert loading.narrative.note.text() == "Stopped before the model wrote anything."


def test_a_question_that_loads_the_model_is_stopped_too(loading: MainWindow, qtbot: QtBot) -> None:
    loading.narrative.stop.click()
    qtbot.waitUntil(lambda: loading.ask.field.isEnabled(), timeout=10_000)
    client = loading.writing.guest.client
    client.loads, client.model = 0, None
    client.halt.clear()
    put(loading, qtbot)
    qtbot.waitUntil(lambda: "50" in loading.ask.note.text(), timeout=10_000)
    qtbot.keyClick(loading, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not loading.asking.busy)
    assert client.halt.is_set()
    assert loading.ask.note.text() == "Stopped before the model was asked."
    assert loading.ask.field.isEnabled()


def test_nothing_is_asked_while_the_ehr_shows_another_patient(window: MainWindow) -> None:
    why = "The EHR shows another patient."
    window.holding.hold(why)
    assert not window.ask.field.isEnabled()
    assert window.ask.field.placeholderText() == why
    window.asking.begin(factory.review())
    assert not window.ask.field.isEnabled()
    window.holding.hold("")
    assert window.ask.field.isEnabled()


def test_holding_keeps_what_is_said_of_an_answer_and_lets_none_of_it_be_copied(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.asking.asker._ask = answered(HELD, outcome=Outcome.INCOMPLETE, reason=STOPPED)
    put(window, qtbot)
    qtbot.waitUntil(lambda: not window.asking.busy)
    said = window.ask.note.text()
    assert "do not use" in said
    window.ask.text.selectAll()
    window.holding.hold("The EHR shows another patient.")
    assert window.ask.note.text() == said
    assert window.ask.text.createMimeDataFromSelection().text() == ""
    window.holding.hold("")
    assert window.ask.note.text() == said
    assert "9.8" in window.ask.text.createMimeDataFromSelection().text()


def test_an_answer_is_drawn_again_in_the_colours_of_the_theme(window: MainWindow, qtbot: QtBot) -> None:
    window.asking.asker._ask = answered(HELD)
    put(window, qtbot)
    qtbot.waitUntil(lambda: not window.asking.busy)
    for _ in range(2):
        THEME.toggle()
        cursor = window.ask.text.textCursor()
        cursor.setPosition(1)
        assert cursor.charFormat().foreground().color() == THEME.colour("text")
        assert window.ask.text.toPlainText().count("9.8") == 1


def test_in_a_narrow_pane_what_the_model_named_is_not_cut(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1024, 700)
    other = factory.hypotheses(12)[10]
    listed = factory.review().differential.hypotheses[0]
    window.differential.show_reading(
        SecondReading(
            5,
            (
                Proposal(listed.condition.name, Origin.BOTH, InRuns(4, 5), listed),
                Proposal(other.condition.name, Origin.MODEL, InRuns(1, 5), other),
            ),
        )
    )
    qtbot.wait(20)
    pane = window.differential
    assert pane.inside.width() <= pane.viewport().width()
    assert window.narrative.draft.width() >= window.narrative.draft.sizeHint().width()
