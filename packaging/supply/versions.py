"""Read the version of each native part from the part itself: from the library that is shipped, not from a list.

`libraries` is the folder in which they lie: the tree's own, or that of installed packages, which is laid out the same.
"""

from __future__ import annotations

import ctypes
import platform
import re
import sqlite3
import ssl
import struct
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from supply.errors import UnknownPartError
from supply.known import NativePart

# ggml tells the first digits of the commit it was compiled from; a mirror of it may tell none.
LLAMA_COMMIT = "0c1e57098bba43ac29e6e3b677cdceebdd22334f"
_GGML = "llama_cpp/lib/*ggml-base.*"
_ICU = "PySide6/Qt/lib/libicuuc.so.*"
_DIGITS = re.compile(r"\d+(\.\d+)+")
_IN_NAME = re.compile(r"\.so\.(\d[\d.]*)$|[.-](\d[\d.]*)\.(?:dll|dylib)$")
_FIXED_FILE_INFO = bytes.fromhex("bd04effe")  # how VS_FIXEDFILEINFO begins; two words on, the file's version


def read(known: NativePart, name: str, libraries: Path, first: Path) -> str:
    """Return the version of a part; raises `UnknownPartError` where it does not tell."""
    if known.found:
        said = _found(known.found, first)
        if said or not known.version:
            return said or _lost(name, first)
    if known.version in OF_A_FILE:
        return OF_A_FILE[known.version](first)
    try:
        return READINGS[known.version](libraries)
    except (OSError, KeyError, StopIteration, AttributeError) as error:
        raise UnknownPartError(f"{name} does not tell its version ({type(error).__name__}: {error}).") from error


def _found(pattern: str, first: Path) -> str:
    """Return what a pattern finds in a library: some say their version only in a sentence of theirs."""
    match = re.search(pattern.encode("ascii"), first.read_bytes())
    return match[1].decode("ascii") if match else ""


def _lost(name: str, first: Path) -> str:
    raise UnknownPartError(f"{name} is not found in {first.name}: has it gone, or does it say so in other words?")


def of_its_name(path: Path) -> str:
    """Return the version in a library's name: `libx.so.5.0`, `libx.5.dylib`, `libx-8.dll`."""
    match = _IN_NAME.search(path.name)
    if match is None:
        raise UnknownPartError(f"{path.name} bears no version in its name.")
    return match[1] or match[2]


def of_its_resource(path: Path) -> str:
    """Return the version in the resources of a library of Windows, as its properties show it."""
    held = path.read_bytes()
    place = held.find(_FIXED_FILE_INFO)
    if place < 0:
        raise UnknownPartError(f"{path.name} bears no version in its resources.")
    high, low = struct.unpack_from("<II", held, place + 8)
    return ".".join(str(number) for number in (high >> 16, high & 0xFFFF, low >> 16, low & 0xFFFF))


OF_A_FILE: dict[str, Callable[[Path], str]] = {"name": of_its_name, "resource": of_its_resource}


def ggml(libraries: Path) -> str:
    """Return ggml's version."""
    return _text(_ggml(libraries), "ggml_version")


def llama(libraries: Path) -> str:
    """Return the commit of llama.cpp; raises `UnknownPartError` where the library is of another one."""
    said = _text(_ggml(libraries), "ggml_commit").partition("-")[0]
    if said != "unknown" and not LLAMA_COMMIT.startswith(said):
        raise UnknownPartError(f"llama.cpp is of commit {said}, and versions.py says {LLAMA_COMMIT}.")
    return LLAMA_COMMIT


def icu(libraries: Path) -> str:
    """Return ICU's version, asked of the library beside Qt; its functions carry the first number in their names."""
    path = next(iter(sorted(libraries.glob(_ICU))))
    ctypes.CDLL(str(next(iter(sorted(path.parent.glob("libicudata.so.*"))))), mode=ctypes.RTLD_GLOBAL)
    numbers = (ctypes.c_uint8 * 4)()
    getattr(ctypes.CDLL(str(path)), f"u_getVersion{path.suffix.replace('.', '_')}")(numbers)
    return ".".join(str(number) for number in numbers[:2])


def bundled_with_qt(_: Path) -> str:
    """Return a version for what Qt brings and does not name one of: that of Qt."""
    return f"as-in-qt-{qt(_)}"


def qt(_: Path) -> str:
    """Return Qt's version."""
    from PySide6.QtCore import qVersion

    return str(qVersion())


def sqlcipher(_: Path) -> str:
    """Return SQLCipher's version."""
    return _digits(_cipher("PRAGMA cipher_version"))


def sqlcipher_sqlite(_: Path) -> str:
    """Return the version of the SQLite that SQLCipher is made of."""
    return _digits(_cipher("SELECT sqlite_version()"))


def sqlcipher_openssl(_: Path) -> str:
    """Return the version of the OpenSSL that is compiled into SQLCipher."""
    return _digits(_cipher("PRAGMA cipher_provider_version"))


def python_openssl(_: Path) -> str:
    """Return the version of the OpenSSL that the interpreter links."""
    return _digits(ssl.OPENSSL_VERSION)


def python_sqlite(_: Path) -> str:
    """Return the version of the SQLite that the interpreter links."""
    return sqlite3.sqlite_version


def cpython(_: Path) -> str:
    """Return the version of the interpreter."""
    return platform.python_version()


def openblas(_: Path) -> str:
    """Return the version of numpy's linear algebra."""
    import numpy as np

    built: dict[str, dict[str, dict[str, str]]] = np.show_config("dicts")  # type: ignore[assignment]
    return _digits(built["Build Dependencies"]["blas"]["version"])


def libyaml(_: Path) -> str:
    """Return the version of the YAML reader in C."""
    import yaml._yaml

    return str(yaml._yaml.get_version_string())  # noqa: SLF001  # PyYAML shows it nowhere else


def pyinstaller(_: Path) -> str:
    """Return the version of the program's start."""
    return version("pyinstaller")


READINGS: dict[str, Callable[[Path], str]] = {
    read_one.__name__.replace("_", "-"): read_one
    for read_one in (
        ggml,
        llama,
        icu,
        bundled_with_qt,
        qt,
        sqlcipher,
        sqlcipher_sqlite,
        sqlcipher_openssl,
        python_openssl,
        python_sqlite,
        cpython,
        openblas,
        libyaml,
        pyinstaller,
    )
}


def _ggml(libraries: Path) -> ctypes.CDLL:
    """Return ggml's library."""
    return ctypes.CDLL(str(next(iter(sorted(libraries.glob(_GGML))))))


def _text(library: ctypes.CDLL, name: str) -> str:
    """Call a function without arguments that returns text."""
    function = getattr(library, name)
    function.restype = ctypes.c_char_p
    return bytes(function()).decode("ascii")


def _cipher(question: str) -> str:
    """Ask SQLCipher."""
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(":memory:")
    try:
        connection.execute("PRAGMA key = 'x'")  # its provider answers once a key is set
        return str(connection.execute(question).fetchone()[0])
    finally:
        connection.close()


def _digits(said: str) -> str:
    """Return the number in a sentence."""
    match = _DIGITS.search(said)
    if match is None:
        raise UnknownPartError(f"No version in {said!r}.")
    return match[0]
