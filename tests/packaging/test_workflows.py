"""The recipes for a public forge: pinned, with the least rights, and made of commands that are there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"^\s*- uses: [a-z-]+/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


def jobs(path: Path) -> dict[str, Any]:
    """Return the jobs of a recipe."""
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
    return found


def steps(path: Path) -> list[dict[str, Any]]:
    """Return all steps of a recipe."""
    return [step for job in jobs(path).values() for step in job["steps"]]


def test_there_are_recipes() -> None:
    assert {path.stem for path in FILES} == {"test", "release"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_action_is_pinned_by_its_commit_and_names_its_version(path: Path) -> None:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if re.search(r"\buses:", line)]
    assert len(lines) == sum("uses" in step for step in steps(path)) > 0
    assert [line for line in lines if not PINNED.match(line)] == []


def test_an_action_has_the_same_commit_everywhere() -> None:
    used = {step["uses"] for path in FILES for step in steps(path) if "uses" in step}
    assert len(used) == len({action.partition("@")[0] for action in used})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_only_the_job_that_publishes_may_write(path: Path) -> None:
    recipe = yaml.safe_load(path.read_text(encoding="utf-8"))
    for name, job in recipe["jobs"].items():
        rights = job.get("permissions", recipe["permissions"])
        assert rights == ({"contents": "write"} if name == "publish" else {"contents": "read"})
        if name == "publish":
            assert not any("checkout" in step.get("uses", "") for step in job["steps"]), "it runs none of our code"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_step_keeps_the_forges_token(path: Path) -> None:
    checkouts = [step for step in steps(path) if "actions/checkout" in step.get("uses", "")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_secrets_are_those_of_an_environment_that_somebody_approves() -> None:
    for path in FILES:
        for job in jobs(path).values():
            assert "secrets." not in str(job) or job["environment"] == "release"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_commands_are_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"make ([a-z-]+)$", text, re.MULTILINE)) <= targets
    scripts = set(re.findall(r"packaging/[\w/]+\.(?:py|sh|ps1)", text))
    assert scripts
    assert [name for name in scripts if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_somebody_else_wrote_is_never_a_part_of_a_command(path: Path) -> None:
    inside = {found for step in steps(path) for found in re.findall(r"\$\{\{(.*?)\}\}", step.get("run", ""))}
    assert inside <= {" matrix.command "}
