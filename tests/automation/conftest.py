"""A desk for the whole run, a program for each test; what a failed test looked like is kept in build/automation/."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.automation.desk import Desk, missing
from tests.automation.pages.workbench import Workbench
from tests.automation.picture import keep
from tests.automation.program import Program
from tests.store import keyrings

HERE = Path(__file__).parent
KEPT = Path(__file__).resolve().parents[2] / "build" / "automation"
SOURCE = f"{shlex.quote(sys.executable)} -m ui"
FAILED = pytest.StashKey[bool]()
Start = Callable[..., Workbench]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let another build of the program be driven."""
    parser.addoption("--program", help="what starts the program, such as `chartside`; the source without")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a desk: the other tests run without."""
    for item in items:
        if HERE in item.path.parents and "desk" in item.fixturenames:
            item.add_marker(pytest.mark.automation)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember whether the test itself failed."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A display, a message bus and a window manager of our own."""
    lacking = missing()
    if lacking:
        pytest.skip(f"{', '.join(lacking)} not found: python packaging/set_up.py --automation names the packages")
    made = Desk(tmp_path_factory.mktemp("desk"), KEPT / "cache")
    yield made
    assert made.close() == []


@pytest.fixture
def safe_desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk of one test's own, with an unlocked keyring and a folder for temporary files."""
    keyrings.needed()
    if missing():
        pytest.skip(f"{', '.join(missing())} not found")
    made = Desk(tmp_path / "desk", KEPT / "cache")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    made.environment["TMPDIR"] = str(temporary)
    daemon = keyrings.start({**os.environ, **made.environment})
    yield made
    keyrings.end(daemon)
    assert made.close() == []


@pytest.fixture(scope="session")
def chartside(request: pytest.FixtureRequest) -> list[str]:
    """What starts the program, or one of its commands."""
    return shlex.split(request.config.getoption("--program", None) or SOURCE)


@pytest.fixture
def start(chartside: list[str], desk: Desk, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Start]:
    """Start the program on the demo patients, and close it after the test; arguments as on the command line."""
    programs: list[Program] = []

    def make(*arguments: str) -> Workbench:
        common = ["demo", "--theme", "light", "--size", "1500x940"]
        program = Program(desk, [*chartside, *common, *arguments], tmp_path / f"home-{len(programs)}")
        programs.append(program)
        return Workbench(program)

    yield make
    wrong: list[str] = []
    for program in programs:
        if request.node.stash.get(FAILED, False):
            keep(program, KEPT, re.sub(r"\W+", "-", request.node.name))
        wrong += program.close()
    assert wrong == []


@pytest.fixture
def workbench(start: Start) -> Workbench:
    """The program without a model, on its first demo patient."""
    return start("--no-model")
