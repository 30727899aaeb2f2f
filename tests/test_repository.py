"""Rules about the repository itself: what every file keeps, whatever it is about."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from copilot.cli.main import COMMANDS
from ui.__main__ import COMMANDS as PASSED_ON
from ui.__main__ import EPILOG

ROOT = Path(__file__).resolve().parents[1]
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
TEXT = {".py", ".md", ".yaml", ".toml", ".json", ".spec", ".cfg", ".txt", ".svg"}


def tracked() -> list[Path]:
    """Return the files that git tracks, or all below the packages where there is no git."""
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = done.stdout.splitlines() if done.returncode == 0 else []
    files = [ROOT / name for name in names] or [*ROOT.glob("copilot/**/*.py"), *ROOT.glob("ui/**/*.py")]
    return [path for path in files if path.is_file()]


SOURCES = [path for path in tracked() if path.suffix == ".py" and path.parts[len(ROOT.parts)] in ("copilot", "ui")]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_says_what_it_is_for_and_stays_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    if text.strip():
        assert ast.get_docstring(tree), "a sentence on top says what the file is for"
    assert text.count("\n") <= 500
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 60, f"{node.name} has {length} lines"


def test_no_text_hides_its_direction() -> None:
    guilty = [
        path.relative_to(ROOT).as_posix()
        for path in tracked()
        if path.suffix in TEXT and BIDI.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert guilty == []


def test_nothing_is_left_to_do_in_a_comment() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    guilty = [
        f"{path.name}:{number}"
        for path in SOURCES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if marks.search(line)
    ]
    assert guilty == []


@pytest.mark.parametrize("command", [*COMMANDS, "demo", "bench"])
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"chartside {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", [*COMMANDS, "demo", "bench"])
def test_every_command_is_in_the_help_and_so_in_the_manual(command: str) -> None:
    assert re.search(rf"^  {command} +\S", EPILOG, re.MULTILINE)


def test_the_program_passes_every_command_on() -> None:
    assert COMMANDS.keys() == PASSED_ON


def test_every_picture_in_the_readme_is_there() -> None:
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert pictures
    assert [name for name in pictures if not (ROOT / name).is_file()] == []


def test_dependencies_are_pinned_with_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (ROOT / "requirements" / "runtime.lock").read_text(encoding="utf-8")
    for requirement in project["dependencies"]:
        name = re.split(r"[=<>!\[ ]", requirement)[0].lower().replace(".", "-").replace("_", "-")
        pinned = re.search(rf"^{re.escape(name)}==\S+.*\\\n(?:\s+--hash=sha256:\w+)", lock, re.MULTILINE)
        assert pinned, f"{name} is not pinned with a hash"


def test_the_version_that_breaks_python_311_is_excluded() -> None:
    lock = (ROOT / "requirements" / "dev.lock").read_text(encoding="utf-8")
    assert "pyside6-essentials==6.12.0" not in lock
    assert "pyside6-essentials==" in lock
