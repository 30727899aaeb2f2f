"""What somebody planted around the installed program changes nothing; what was planted works where it is believed."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import PySide6
import pytest

from tests.model.tiny_gguf import write_tiny
from tests.packaging import surroundings
from tests.packaging.surroundings import PROGRAM, ROOT, library, marked, module, run, script, self_test

pytestmark = [
    pytest.mark.release,
    pytest.mark.skipif(sys.platform != "linux", reason="plants Linux libraries"),
    pytest.mark.timeout(600),
]
OTHER = [sys.executable, "-c"]  # a Python that believes its surroundings
PLUGINS = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms"
ENGINE = "import ctypes; ctypes.CDLL('{}').llama_backend_init()"
ABORTS = (
    "import ctypes, sys, llama_cpp as l; "
    "l.llama_model_load_from_file(sys.argv[1].encode(), l.llama_model_default_params())"
)


@pytest.fixture(autouse=True)
def _tree() -> None:
    """The program that `make tree` built."""
    assert PROGRAM.is_file(), "make tree builds it"


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A folder of somebody else's."""
    folder = tmp_path / "planted"
    folder.mkdir()
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of the test's own."""
    return tmp_path / "home"


def test_a_planted_llama_is_not_loaded(planted: Path, home: Path) -> None:
    for name in ("libllama.so", "libggml.so", "libggml-cpu-zen4.so"):
        library(planted / name)
    names = dict.fromkeys(("LLAMA_CPP_LIB_PATH", "LLAMA_CPP_LIB", "LD_LIBRARY_PATH"), str(planted))
    names["GGML_BACKEND_PATH"] = str(planted / "libggml-cpu-zen4.so")
    run([*OTHER, "import llama_cpp"], names, home)
    assert marked(planted), "the plant must work where it is believed"
    done = run(self_test("model"), names, home)
    assert not marked(planted)
    assert done.returncode == 0, done.stdout + done.stderr


def test_arithmetic_planted_in_the_folder_where_one_works_is_not_loaded(planted: Path, home: Path) -> None:
    library(planted / "libggml-cpu-evil.so")
    within = PROGRAM.parent / "_internal" / "llama_cpp" / "lib" / "libllama.so"
    run([*OTHER, ENGINE.format(within)], {}, home, planted)
    assert marked(planted), "llama.cpp left to itself looks there"
    done = run(self_test("model"), {}, home, planted)
    assert not marked(planted)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_planted_qt_plugin_is_not_loaded(planted: Path, home: Path) -> None:
    (planted / "platforms").mkdir()
    shutil.copy(PLUGINS / "libqoffscreen.so", planted / "platforms")
    names = {"QT_PLUGIN_PATH": str(planted), "QT_QPA_PLATFORM_PLUGIN_PATH": str(planted / "platforms")}
    told = {"LD_DEBUG": "files", **names}  # the loader says what it loads
    believed = run([*OTHER, "from PySide6.QtWidgets import QApplication; QApplication([])"], told, home)
    assert str(planted) in believed.stderr
    done = run(self_test("screen"), told, home)
    assert str(planted) not in done.stderr
    assert "libqoffscreen.so" in done.stderr
    assert done.returncode == 0, done.stdout


def test_a_planted_library_is_not_loaded(planted: Path, home: Path) -> None:
    shutil.copy(PROGRAM.parent / "_internal" / "libcrypto.so.3", planted)
    told = {"LD_DEBUG": "files", "LD_LIBRARY_PATH": str(planted)}
    assert f"calling init: {planted}" in run([*OTHER, "import ssl"], told, home).stderr
    done = run(self_test("store"), told, home)
    assert str(planted) not in done.stderr
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP"])
def test_a_planted_python_is_not_imported(name: str, planted: Path, home: Path) -> None:
    for each in ("sitecustomize.py", "copilot.py", "ui.py"):
        module(planted / each)
    run([*OTHER, "import copilot"], {"PYTHONPATH": str(planted)}, home)
    assert marked(planted)
    value = planted / "copilot.py" if name == "PYTHONSTARTUP" else planted
    done = run(self_test("packs"), {name: str(value)}, home)
    assert not marked(planted)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_planted_keyring_is_not_asked(planted: Path, home: Path) -> None:
    module(planted / "planted.py")
    settings = home / ".config" / "python_keyring"
    settings.mkdir(parents=True)
    (settings / "keyringrc.cfg").write_text(
        f"[backend]\ndefault-keyring=planted.Keyring\nkeyring-path={planted}\n", "utf-8"
    )
    names = {"PYTHON_KEYRING_BACKEND": "planted.Keyring", "PYTHONPATH": str(planted)}
    run([*OTHER, "import keyring; keyring.get_keyring()"], {}, home)
    assert marked(planted), "the file alone is believed elsewhere"
    done = run(self_test("keyring"), names, home)
    assert not marked(planted)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "planted" not in done.stdout


def test_a_planted_debugger_is_not_started_when_a_model_aborts(planted: Path, home: Path, tmp_path: Path) -> None:
    for name in ("gdb", "lldb"):
        script(planted / name)
    aborts = write_tiny(tmp_path / "deep.gguf", llama__block_count=1000)
    names = {"PATH": f"{planted}:/usr/bin:/bin"}
    run([*OTHER, ABORTS, str(aborts)], names, home)
    assert marked(planted), "llama.cpp left to itself starts it"
    patient = next((ROOT / "resources" / "demo").glob("*.json"))
    done = run([str(PROGRAM), "review", str(patient), "--model", str(aborts)], names, home)
    assert not marked(planted)
    assert "What could explain this" in done.stdout, done.stderr
    assert "gave up" in done.stdout + done.stderr


def test_a_mark_is_seen(planted: Path) -> None:
    assert not marked(planted)
    (planted / surroundings.MARK).touch()
    assert marked(planted)
