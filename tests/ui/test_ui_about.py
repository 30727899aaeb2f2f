"""About: what a buyer, a regulator and a clinician ask for, whole, offline, and true to the README."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from copilot import __version__
from copilot.model.gate.standing import SHIPPED, Standing
from tests.ui import factory
from ui.about.dialog import AboutDialog
from ui.about.notices import FILE, NOT_FOUND
from ui.about.texts import MISSING, method_card, model_card, text, versions
from ui.automation import Name
from ui.messages.bar import MessageBar

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


@pytest.mark.parametrize("name", ["starter-attributes", "other-attributes"])
def test_each_model_has_all_31_attributes_and_none_is_blank(name: str) -> None:
    rows = ROW.findall(text(name))
    assert [int(number) for number, _, _ in rows] == list(range(1, 32))
    assert all(answer.strip() for _, _, answer in rows)


def test_what_a_publisher_does_not_tell_is_called_so() -> None:
    assert model_card(factory.loaded_model()).count("not disclosed by model publisher") >= 15
    shipped = replace(factory.loaded_model(), standing=Standing(SHIPPED, good=True))
    assert "not disclosed" not in model_card(shipped)


def test_the_method_card_says_how_often_right_as_the_readme_does() -> None:
    measured = (ROOT / "README.md").read_text("utf-8").partition("## How often right")[2].partition("\n## ")[0]
    card = method_card(None)
    for row in re.findall(r"^\|.*%.*\|$", measured, re.MULTILINE):
        name, *shares = (cell.strip() for cell in row.strip("|").split("|"))
        if name != "the same, the paper left in":
            found = next(line for line in card.splitlines() if line.startswith(f"| {name} |"))
            assert found.endswith(f"| {' | '.join(shares)} |")
    for said in ("right in 80 of 100", "*moderate* in 39", "*weak* in 17"):
        assert said in card
        assert said in re.sub(r"\s+", " ", measured)


def test_the_method_card_counts_the_packs_in_force() -> None:
    card = method_card(factory.pack())
    assert "9 common conditions" in card
    assert "Knowledge version 2f9c01d4." in card
    assert "{" not in card


def test_every_text_is_there_and_every_version_named(qtbot: QtBot) -> None:
    about = AboutDialog(factory.pack(), model=factory.loaded_model())
    qtbot.addWidget(about)
    for page in (about.use, about.instructions, about.method, about.card):
        about.show_page(Name(page.accessibleIdentifier()))
        assert len(page.toPlainText()) > 500
        assert MISSING not in page.toPlainText()
    assert f"Chartside {__version__} (from source) · knowledge 2f9c01d4 · model Starter 12M" in about.versions.text()
    assert versions(None, None).startswith(f"Chartside {__version__} (from source) · Qt ")


def test_the_licences_are_there_and_words_in_them_are_found(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (f"part {number} 1.0, MIT, somebody" for number in range(2000))
    (tmp_path / FILE).write_text("\n".join((*lines, "<b>OpenSSL</b> 3, Apache-2.0")), "utf-8")
    monkeypatch.setattr("ui.about.notices.resources", lambda: tmp_path)
    about = AboutDialog(None)
    qtbot.addWidget(about)
    about.show_page(Name.ABOUT_NOTICES)
    page = about.notices
    qtbot.waitUntil(lambda: not page.filling.busy)
    assert page.text.toPlainText() == (tmp_path / FILE).read_text("utf-8")
    for asked, said, selected in (
        ("openssl", "", "OpenSSL"),
        ("PART 77 1", "", "part 77 1"),
        ("nobody", NOT_FOUND, "part 77 1"),
    ):
        page.field.setText(asked)
        page.field.returnPressed.emit()
        assert page.said.text() == said
        assert page.text.textCursor().selectedText() == selected


def test_from_source_the_licences_say_where_they_come_from(qtbot: QtBot) -> None:
    about = AboutDialog(None)
    qtbot.addWidget(about)
    about.show_page(Name.ABOUT_NOTICES)
    qtbot.waitUntil(lambda: not about.notices.filling.busy)
    assert "written when the program is built" in about.notices.text.toPlainText()


def test_support_is_named_without_a_network() -> None:
    assert "Ask your hospital's IT department first" in text("instructions")


def test_the_intended_use_stays_until_it_is_accepted(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    accepted: list[bool] = []
    use = bar.add("use", "For clinicians.", action="Understood", run=lambda: accepted.append(True), stays=True)
    for number in range(9):
        bar.add(f"other-{number}", "Something happened.")
    assert use in bar.messages
    assert use.close_button.isHidden()
    use.action.click()
    assert accepted == [True]
    assert use not in bar.messages
