"""No view shows a diagnosis without its evidence."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui.operations import Operations
from ui.window.session import Session
from ui.window.window import MainWindow

PATIENT = '{"resourceType": "Patient", "id": "empty", "gender": "female", "birthDate": "1970-01-01"}'


@pytest.mark.parametrize("chart", [PATIENT, None])
def test_a_chart_that_shows_nothing_lists_nothing(
    qtbot: QtBot, operations: Operations, tmp_path: Path, chart: str | None
) -> None:
    path = tmp_path / ("empty.json" if chart else "empty.txt")
    path.write_text(chart or "Seen in clinic today.")
    window = MainWindow(operations, Session(operations), None)
    window.show()
    window.start()
    window.open(path)
    qtbot.waitUntil(lambda: window.shows_differential, timeout=60_000)
    window.finish()
    arranged = window.session.arranged
    assert arranged is not None
    assert len(arranged.review.differential.hypotheses) >= 10  # the command line keeps its promise of ten
    assert window.differential.rows == {}
    assert arranged.review.differential.abstention
    window.close()
    window.deleteLater()
    qtbot.wait(1)


def test_every_row_has_a_line_that_speaks_for_it(qtbot: QtBot, operations: Operations) -> None:
    window = MainWindow(operations, Session(operations), None)
    for path in sorted((Path(__file__).parents[2] / "resources" / "demo").glob("*.json"))[:3]:
        window.open(path)
        qtbot.waitUntil(lambda path=path: window.session.path == path and window.shows_differential, timeout=60_000)
        assert window.differential.listing is not None
        window.differential.listing.show_more()
        rows = list(window.differential.rows.values())
        assert len(rows) > 7
        assert all(row.hypothesis.supporting for row in rows)
    window.close()
    window.deleteLater()
    qtbot.wait(1)
