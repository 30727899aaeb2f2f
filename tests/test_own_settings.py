"""No test reads or writes what belongs to whoever runs it."""

from __future__ import annotations

import sys

import pytest

from copilot import places


@pytest.mark.skipif(sys.platform != "linux", reason="the places of other systems are not set by XDG's variables")
def test_the_settings_and_data_of_tests_are_nobodys(tmp_path_factory: pytest.TempPathFactory) -> None:
    for place in (places.settings(), places.data()):
        assert place.is_relative_to(tmp_path_factory.getbasetemp())
