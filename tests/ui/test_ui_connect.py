"""Servers in the window: the list, signing in, finding a patient; against a real server on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from copilot.fhir.connections import Auth, Connection
from copilot.fhir.smart.scopes import Scopes
from tests.ehr import Ehr, Quirks, generate
from tests.ehr.chart import patient
from tests.ui.hospitals import PATIENCE, Visit, locked, visit
from ui.connect.birth_date import to_fhir
from ui.connect.patients import ONE_PATIENT, Shelf
from ui.operations import Operations

Arrive = Callable[..., Visit]
EVIL = "<b>Eve</b><img src=x>"
PEOPLE = [
    *generate(20),
    patient("p2", name=[{"family": "Ashdown", "given": ["Rowan"]}], birthDate="1948-11-30", gender="male"),
    patient("p3", name=[{"family": EVIL, "given": ["Eve"]}], birthDate="2001-07", gender="other"),
]


@pytest.fixture
def arrive(qtbot: QtBot, operations: Operations) -> Iterator[Arrive]:
    """Open a window that knows a hospital; `signed_in` goes on to its patients."""
    with ExitStack() as stack:

        def make(ehr: Ehr | None = None, auth: Auth = Auth.OPEN, *, signed_in: bool = True) -> Visit:
            made = stack.enter_context(visit(operations, ehr or Ehr(PEOPLE), auth))
            made.connecting.begin()
            qtbot.waitUntil(lambda: made.window.connect_view.servers.model.rowCount() > 0, timeout=PATIENCE)
            if signed_in:
                made.window.connect_view.servers.connect_button.click()
                qtbot.waitUntil(
                    lambda: made.window.connect_view.page is made.window.connect_view.patients, timeout=PATIENCE
                )
            return made

        yield make
    qtbot.wait(1)


def search(made: Visit, qtbot: QtBot, name: str = "", born: str = "", identifier: str = "") -> list[str]:
    """Search and return the names found."""
    page = made.window.connect_view.patients
    for line, words in ((page.form.name, name), (page.form.born, born), (page.form.identifier, identifier)):
        line.setText(words)
    page.form.start.click()
    qtbot.waitUntil(lambda: not made.connecting.choosing.searching, timeout=PATIENCE)
    model = page.table.patient_model
    return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]


def test_without_servers_the_page_says_what_to_do(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive(signed_in=False)
    made.hospital.known.clear()
    made.connecting.begin()
    page = made.window.connect_view.servers
    qtbot.waitUntil(lambda: page.model.rowCount() == 0, timeout=PATIENCE)
    assert page.empty.isVisible()
    assert "ask IT" in page.empty.text()
    assert not page.connect_button.isEnabled()
    assert not page.launch.isVisible()


def test_what_it_set_is_said_and_cannot_be_removed(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive(signed_in=False)
    made.hospital.known = [locked(made.connection), Connection("mine", "Mine", "https://fhir.example.org", Auth.OPEN)]
    made.connecting.begin()
    page = made.window.connect_view.servers
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=PATIENCE)
    page.list.setCurrentIndex(page.model.index(0, 0))
    assert "set by IT" in str(page.model.data(page.model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole))
    assert not page.remove.isEnabled()
    page.list.setCurrentIndex(page.model.index(1, 0))
    assert "set by IT" not in str(page.model.data(page.model.index(1, 0), Qt.ItemDataRole.AccessibleTextRole))
    page.remove.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=PATIENCE)
    assert [known.id for known in made.hospital.known] == ["st-marys"]


def test_a_server_is_added_by_hand_once_nothing_is_wrong(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive(signed_in=False)
    page = made.window.connect_view.servers
    page.add.click()
    form = page.form
    form.save.click()
    assert "name" in form.said.words.text()
    form.name.setText("Lake & Side")
    form.address.setText("http://fhir.example.org/r4")
    form.save.click()
    assert "https://" in form.said.words.text()
    form.address.setText("https://fhir.example.org/r4")
    form.save.click()
    assert "client id" in form.said.words.text()
    form.open.click()
    form.save.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=PATIENCE)
    assert made.hospital.known[-1].id == "lake-side"
    assert made.hospital.known[-1].auth is Auth.OPEN
    assert page.current == made.hospital.known[-1]
    assert not form.isVisible()


def test_what_it_refuses_to_change_is_said_in_the_form(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive(signed_in=False)
    made.hospital.known = [locked(made.connection)]
    page = made.window.connect_view.servers
    page.add.click()
    page.form.name.setText("St Marys")
    page.form.address.setText("https://elsewhere.example.org")
    page.form.open.click()
    page.form.save.click()
    qtbot.waitUntil(lambda: "set by IT" in page.form.said.words.text(), timeout=PATIENCE)
    assert page.form.isVisible()


def test_signing_in_waits_for_the_browser_and_then_shows_the_patients(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive(Ehr(PEOPLE, protected=True), Auth.SMART, signed_in=False)
    browser, shown = made.browser, []
    made.browser = shown.append
    view = made.window.connect_view
    view.servers.connect_button.click()
    qtbot.waitUntil(lambda: bool(shown) and view.sign_in.copy.isVisible(), timeout=PATIENCE)
    assert view.page is view.sign_in
    assert "Sign in to St. Mary's" in view.sign_in.title.text()
    view.sign_in.copy.click()
    assert QGuiApplication.clipboard().text() == shown[0]
    browser(shown[0])
    qtbot.waitUntil(lambda: view.page is view.patients, timeout=PATIENCE)
    assert made.window.banner.local.text() == "1 connection"
    assert not view.sign_in.address.text()
    assert "Ashdown" in search(made, qtbot, "Ashdown")[0]


def test_escape_cancels_a_sign_in_and_says_nothing_bad(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive(Ehr(PEOPLE, protected=True), Auth.SMART, signed_in=False)
    shown: list[str] = []
    made.browser = shown.append
    view = made.window.connect_view
    view.servers.connect_button.click()
    qtbot.waitUntil(lambda: bool(shown), timeout=PATIENCE)
    made.window.activateWindow()
    qtbot.keyClick(made.window, Qt.Key.Key_Escape)
    assert view.page is view.servers
    assert not view.servers.said.isVisible()
    qtbot.waitUntil(lambda: not made.window.operations.busy, timeout=PATIENCE)


def test_a_refused_sign_in_is_said_in_place(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive(
        Ehr(PEOPLE, protected=True, quirks=Quirks(authorize_error="access_denied")), Auth.SMART, signed_in=False
    )
    view = made.window.connect_view
    view.servers.connect_button.click()
    qtbot.waitUntil(lambda: view.servers.said.isVisible(), timeout=PATIENCE)
    assert view.page is view.servers
    assert not made.window.messages.messages
    assert "St. Mary's" in view.servers.said.words.text()


def test_a_patient_is_found_by_name_birth_date_and_identifier(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive()
    assert search(made, qtbot, "Rowan") == ["Rowan Ashdown"]
    assert search(made, qtbot, "Ashdown", born="2.4.1961") == ["Wren Ashdown"]
    assert search(made, qtbot, identifier="MRN-p2") == ["Rowan Ashdown"]
    assert search(made, qtbot, "Nobody") == []
    assert "No patient was found" in made.window.connect_view.patients.empty.text()


def test_names_are_plain_text_whatever_they_hold(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive()
    assert search(made, qtbot, identifier="MRN-p3") == [f"Eve {EVIL}"]
    page = made.window.connect_view.patients
    model = page.table.patient_model
    assert "<b>" not in str(model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole)).removeprefix("<qt>")
    assert str(model.data(model.index(0, 1))) == "Jul 2001"
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in made.window.findChildren(QLabel))


def test_nobody_is_selected_beforehand(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive()
    search(made, qtbot, "Ashdown")
    page = made.window.connect_view.patients
    assert page.table.line is None
    assert not page.open.isEnabled()
    page.table.selectRow(1)
    assert page.open.isEnabled()


def test_a_wrong_birth_date_and_an_empty_search_ask_nothing(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive()
    qtbot.waitUntil(lambda: not made.window.operations.busy, timeout=PATIENCE)
    asked = len(made.ehr.requests)
    search(made, qtbot, born="3/4/1968")
    assert "1968-03-03" in made.window.connect_view.patients.form.said.words.text()
    search(made, qtbot)
    assert "Write a name" in made.window.connect_view.patients.form.said.words.text()
    assert len(made.ehr.requests) == asked


def test_a_refused_search_is_a_sentence_in_place(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive(Ehr(PEOPLE, quirks=Quirks(refused_types=frozenset({"Patient"}))))
    assert search(made, qtbot, "Ashdown") == []
    assert "403" in made.window.connect_view.patients.note.words.text()
    assert not made.window.messages.messages


def test_a_slow_search_is_cancelled_with_escape(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive()
    qtbot.waitUntil(lambda: not made.window.operations.busy, timeout=PATIENCE)
    made.ehr.quirks = Quirks(latency=30)
    page = made.window.connect_view.patients
    page.form.name.setText("Ashdown")
    page.form.start.click()
    assert page.form.cancel.isVisible()
    made.window.activateWindow()
    qtbot.keyClick(made.window, Qt.Key.Key_Escape)
    assert page.form.start.isVisible()
    assert made.window.connect_view.page is page
    qtbot.waitUntil(lambda: not made.window.operations.busy, timeout=PATIENCE)


def test_who_is_here_today_is_listed(arrive: Arrive, qtbot: QtBot) -> None:
    today = {
        "resourceType": "Encounter",
        "id": "e-today",
        "status": "in-progress",
        "class": {"code": "AMB"},
        "subject": {"reference": "Patient/p2"},
        "period": {"start": f"{date.today().isoformat()}T08:00:00Z"},
    }
    made = arrive(Ehr([*PEOPLE, today]))
    page = made.window.connect_view.patients
    qtbot.waitUntil(lambda: bool(page._lines[Shelf.TODAY]), timeout=PATIENCE)
    model = page.table.patient_model  # in sight by itself, as nobody has searched yet
    assert [model.data(model.index(row, 0)) for row in range(model.rowCount())] == ["Rowan Ashdown"]
    assert search(made, qtbot, "Wren") == ["Wren Ashdown"]
    page._switches[Shelf.TODAY].click()
    assert [model.data(model.index(row, 0)) for row in range(model.rowCount())] == ["Rowan Ashdown"]


def test_the_ehr_hands_a_patient_over(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive(Ehr(PEOPLE, protected=True), Auth.SMART, signed_in=False)
    made.hospital.known = [replace(made.connection, scopes=())]
    made.connecting.begin()
    qtbot.waitUntil(lambda: made.connecting.access._known == tuple(made.hospital.known), timeout=PATIENCE)
    view = made.window.connect_view
    view.servers.launch.click()
    qtbot.waitUntil(lambda: view.sign_in.copy.isVisible(), timeout=PATIENCE)
    opened = f"{view.sign_in._url}?{urlencode({'iss': made.server.base, 'launch': made.ehr.launch('p2')})}"
    made.browser(opened)
    qtbot.waitUntil(lambda: made.window.banner.name.text() == "Rowan Ashdown", timeout=PATIENCE)
    qtbot.waitUntil(lambda: not made.connecting.reading.remote.busy, timeout=PATIENCE)
    assert made.connecting.reading.remote.patient == "p2"
    assert [line.name for line in view.patients._lines[Shelf.RECENT]] == ["Rowan Ashdown"]


def test_another_server_sees_nothing_of_the_search_before(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive()
    search(made, qtbot, "Rowan")
    page = made.window.connect_view.patients
    page.sign_out.click()
    assert made.window.connect_view.page is made.window.connect_view.servers
    assert page.table.patient_model.rowCount() == 0
    assert not page.form.name.text()
    assert made.window.banner.local.text() == "Local only · 0 connections"


def test_the_keyboard_opens_servers_and_escape_returns(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive(signed_in=False)
    window = made.window
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.stack.currentWidget() is window.welcome
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_O, both)
    assert window.stack.currentWidget() is window.connect_view
    qtbot.waitUntil(lambda: not window.operations.busy, timeout=PATIENCE)


def test_every_control_has_a_name(arrive: Arrive) -> None:
    made = arrive()
    made.window.connect_view.servers.form.begin()
    controls = (QAbstractButton, QAbstractItemView, QLineEdit)
    views = (made.window.connect_view, made.window.filling, made.window.awaiting)
    kinds = [w for view in views for w in view.findChildren(QWidget) if isinstance(w, controls)]
    nameless = [
        type(w).__name__
        for w in kinds
        if not (w.accessibleName() and w.accessibleIdentifier())
        and not type(w).__name__.startswith(("QTableCorner", "QHeader"))
        and "qt_" not in w.objectName()
    ]
    assert not nameless
    assert len(kinds) > 25


def test_a_sign_in_for_one_patient_says_why_there_is_no_list_of_today(arrive: Arrive) -> None:
    made = arrive()
    session = made.connecting.choosing.session
    assert session is not None
    session.granted, session.context = Scopes(("patient/*.rs",)), replace(session.context, patient="p1")
    made.connecting.choosing.begin(session)
    page = made.window.connect_view.patients
    page.show_shelf(Shelf.TODAY)
    assert page.empty.text() == ONE_PATIENT


def test_a_cancelled_sign_in_leaves_the_reason_for_it_in_sight(arrive: Arrive, qtbot: QtBot) -> None:
    made = arrive(Ehr(PEOPLE, protected=True), Auth.SMART)
    page, shown = made.window.connect_view.patients, []
    qtbot.waitUntil(lambda: not made.window.operations.busy, timeout=PATIENCE)
    made.ehr.tokens.access.clear()
    made.ehr.tokens.refresh.clear()
    search(made, qtbot, "Ashdown")
    assert page.sign_in.isVisible()
    why = page.note.words.text()
    made.browser = shown.append
    page.sign_in.click()
    qtbot.waitUntil(lambda: bool(shown), timeout=PATIENCE)
    made.connecting.access.cancel()
    assert page.isVisible()
    assert why
    assert page.note.words.text() == why
    qtbot.waitUntil(lambda: not made.window.operations.busy, timeout=PATIENCE)


@pytest.mark.parametrize(
    ("text", "fhir"),
    [
        ("", ""),
        ("1968-03-03", "1968-03-03"),
        ("1968-3", "1968-03"),
        ("1968", "1968"),
        ("3.3.1968", "1968-03-03"),
        ("3 Mar 1968", "1968-03-03"),
        ("3 march 1968", "1968-03-03"),
        ("31.2.1968", None),
        ("1968-13", None),
        ("3/4/1968", None),
        ("yesterday", None),
    ],
)
def test_birth_dates_as_people_write_them(text: str, fhir: str | None) -> None:
    assert to_fhir(text) == fhir
