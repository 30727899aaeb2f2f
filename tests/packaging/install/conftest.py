"""A clean machine for the whole run, with a signed repository beside it; what is measured is written down."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from linux import debian, machine, repository, signing
from linux.machine import Machine
from tests.automation.desk import Desk, missing
from tests.packaging import linux_tree
from tests.packaging.install.figures import Figures
from tests.packaging.install.person import Person
from tests.packaging.install.previous import as_previous
from tests.packaging.install.shelf import Shelf

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
BUILD = ROOT / "build"
FIGURES = pytest.StashKey[Figures]()
TOOLS = ("dpkg-deb", "gpg", "ar", "apt-ftparchive", "debsig-verify")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the package be named."""
    parser.addoption("--package", type=Path, help="the .deb to install, as `make release` made it")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a clean machine: no other run makes one."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.install)
            item.add_marker(pytest.mark.timeout(1800))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print what was measured on the way, pass or fail."""
    figures = config.stash.get(FIGURES, None)
    if figures is not None:
        terminalreporter.section("figures")
        for line in figures.lines():
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def package(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package that is tried, as it was made."""
    given: Path | None = request.config.getoption("--package", None)
    if given is None or not given.is_file():
        pytest.skip("no package given: make test-install PACKAGE=dist/release/chartside_VERSION_amd64.deb")
    return given.resolve()


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> signing.Key:
    """A key of this run's own."""
    linux_tree.needed(*TOOLS)
    return signing.made_for_a_test(tmp_path_factory.mktemp("key") / "gnupg")


@pytest.fixture(scope="session")
def clean(package: Path) -> Iterator[Machine]:
    """A Debian 12 without anything, without network."""
    hindrance = machine.needed() or ", ".join(missing())
    if hindrance:
        pytest.skip(hindrance)
    found = debian.fetched(BUILD / "install", linux_tree.told(package, "Depends"))
    with tempfile.TemporaryDirectory(dir="/var/tmp", prefix="chartside-install-") as folder:
        Path(folder).chmod(0o755)  # the user of the clean machine goes through it
        with Machine.unpacked(found.base, Path(folder, "root")) as made:
            (made.root / "srv" / "packages").symlink_to(found.packages)
            yield made


@pytest.fixture(scope="session")
def shelf(clean: Machine, key: signing.Key, package: Path, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The repositories that the clean machine knows: ours with this version and one before, and Debian's packages."""
    folder = tmp_path_factory.mktemp("packages")
    older = as_previous(package, folder)
    newer = folder / package.name
    newer.write_bytes(package.read_bytes())
    debs = [signing.sign(deb, key) for deb in (older, newer)]
    places = [clean.root / "srv" / name for name in ("chartside", "debian")]
    repository.make(debs, places[0], key)
    found = clean.root / "srv" / "packages"
    repository.make(sorted(found.glob("*.deb")), places[1], key)
    found.unlink()
    assert older != newer
    made = Shelf(places[0], newer.name, linux_tree.told(older, "Version"), linux_tree.told(newer, "Version"))
    (clean.root / "etc/apt/sources.list").unlink()
    for name in (repository.KEYRING, repository.SOURCES):
        made.hand_over(name, clean)
    return made


@pytest.fixture(scope="session")
def person(clean: Machine) -> Iterator[Person]:
    """A user of the clean machine, with a session: a message bus and an unlocked keyring."""
    made = Person(clean)
    yield made
    made.leave()


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A display of our own, outside of the clean machine."""
    folder = tmp_path_factory.mktemp("desk")
    made = Desk(folder / "desk", folder / "cache")
    yield made
    assert made.close() == []


@pytest.fixture(scope="session")
def figures(request: pytest.FixtureRequest, package: Path) -> Iterator[Figures]:
    """What is measured on the way, printed at the end and kept in build/install-figures.json."""
    made = Figures()
    request.config.stash[FIGURES] = made
    made.note(".deb", package.stat().st_size / 1e6, "MB", 130)
    yield made
    (BUILD / "install-figures.json").write_text(json.dumps(made.as_json(), indent=1) + "\n", "utf-8")
