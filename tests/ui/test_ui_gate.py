"""What the person is told of the model: family, licence and what the gate said, and plainly where nobody checked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from copilot.model.client import LoadedModel
from copilot.model.gate.findings import failed, passed
from copilot.model.gate.page import Page
from copilot.model.gate.standing import SHIPPED, Standing
from tests import policies
from tests.ui.factory import loaded_model
from ui.about.dialog import NOT_LOADED, AboutDialog
from ui.automation import Name
from ui.status.line import StatusLine

PAGE = Page(
    name="A <b>model</b>",
    file="/models/m.gguf",
    sha256="0" * 64,
    size=12_000_000,
    architecture="llama",
    family="llama-3",
    quantization="Q8_0",
    context=2048,
    licence="Hospital licence 2",
    licence_accepted=True,
    listing="not on any list",
    template_sha256="1" * 64,
    thinks=False,
    system_role=True,
    build="llama-cpp-python",
    device="CPU",
    settings="",
    chartside="0.1.0",
    when="2026-11-27T12:00:00+00:00",
    admitted=True,
    steps=(passed("canary", "Instructions reach the model."),),
)


def stands(standing: Standing) -> LoadedModel:
    return replace(loaded_model(), standing=standing)


def line(qtbot: QtBot, model: LoadedModel) -> StatusLine:
    made = StatusLine()
    qtbot.addWidget(made)
    made.show_model(model)
    return made


def test_a_model_that_nobody_checked_is_called_so(qtbot: QtBot) -> None:
    status = line(qtbot, loaded_model())
    assert "Starter 12M · not checked" in status.model.text()
    assert "Nobody has checked this model here" in status.model.toolTip()
    about = AboutDialog(None, model=loaded_model())
    qtbot.addWidget(about)
    about.show_page(Name.ABOUT_MODEL)
    assert "family plain · licence: Apache-2.0" in about.gate.text()
    assert "Gate: not checked." in about.gate.text()
    assert "was not checked on this machine" in about.card.toPlainText()


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (Standing("passed the gate on 2026-11-27", good=True, page=PAGE), "passed the gate on 2026-11-27"),
        (Standing(SHIPPED, good=True), SHIPPED),
    ],
)
def test_what_the_gate_said_stands_beside_the_name(standing: Standing, words: str, qtbot: QtBot) -> None:
    assert words in line(qtbot, stands(standing)).model.text()


def test_about_shows_the_result_page_with_its_licence_as_text(qtbot: QtBot) -> None:
    about = AboutDialog(None, model=stands(Standing("passed the gate on 2026-11-27", good=True, page=PAGE)))
    qtbot.addWidget(about)
    about.show_page(Name.ABOUT_MODEL)
    assert "licence: Hospital licence 2" in about.gate.text()
    assert "Model check: A <b>model</b>" in about.card.toPlainText()
    assert "Instructions reach the model." in about.card.toPlainText()


def test_a_refused_model_says_why(qtbot: QtBot) -> None:
    page = replace(PAGE, admitted=False, steps=(failed("canary", "Instructions do not reach the model."),))
    status = line(qtbot, stands(Standing("refused by the gate on 2026-11-27", good=False, page=page)))
    assert "refused by the gate" in status.model.text()
    assert "Instructions do not reach the model." in status.model.toolTip()


def test_the_shipped_model_has_its_own_card_and_without_one_nothing_is_claimed(qtbot: QtBot) -> None:
    about = AboutDialog(None, model=stands(Standing(SHIPPED, good=True)))
    qtbot.addWidget(about)
    about.show_page(Name.ABOUT_MODEL)
    assert "Model check" not in about.card.toPlainText()
    none = AboutDialog(None)
    qtbot.addWidget(none)
    assert none.gate.text() == NOT_LOADED


def test_a_model_on_none_of_its_lists_does_not_start_in_the_app(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from copilot.errors import ModelError
    from copilot.model.client import ModelClient
    from tests.model.tiny_gguf import write_tiny

    policies.at(tmp_path, monkeypatch)
    policies.write(tmp_path, models={"allow_unlisted": False})
    client = ModelClient()
    with pytest.raises(ModelError, match="on none of IT's lists"):
        client.load(write_tiny(tmp_path / "m.gguf"))
    assert client.pid is None
