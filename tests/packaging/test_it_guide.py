"""The guide for IT is true: every key of the policy, every command and every page that it names is there."""

from __future__ import annotations

import re

import pytest

from copilot.cli.main import COMMANDS
from copilot.cli.policy import READERS
from copilot.fhir.connections import REDIRECT_PORTS
from policy import table

GUIDE = table.GUIDE.read_text("utf-8")


def test_the_table_of_the_policy_is_that_of_the_schemas() -> None:
    assert table.with_table(GUIDE) == GUIDE, "PYTHONPATH=packaging python -m policy.table writes it anew"
    for section in READERS:
        assert f"\n| `{section}" in GUIDE


def test_a_guide_without_a_place_for_the_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no place"):
        table.with_table("# Chartside for IT\n")


@pytest.mark.parametrize("link", re.findall(r"\]\(([\w./-]+\.md)\)", GUIDE))
def test_a_page_that_it_names_is_there(link: str) -> None:
    assert (table.GUIDE.parent / link).resolve().is_file()


def test_a_command_that_it_names_is_there() -> None:
    named = set(re.findall(r"(?:^    |`)chartside ([a-z]+)", GUIDE, re.MULTILINE))
    assert named >= {"policy", "models", "audit"}
    assert named <= {*COMMANDS, "demo"}


def test_ports_are_those_of_the_program() -> None:
    assert f"ports {REDIRECT_PORTS[0]} to {REDIRECT_PORTS[-1]}" in GUIDE
