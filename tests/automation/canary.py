"""A patient with a name, a number and a note that nobody else has, and a search for them in every place on a disk."""

from __future__ import annotations

import base64
import contextlib
import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from jeepney.io.blocking import open_dbus_connection
from secretstorage import get_all_collections

NAME, NUMBER, PLACE = "Kanarievogelson", "MRN-7391-KANARIE", "Zebrafinkstrasse"
NOTE = "Her budgerigar Quetzalina sat on the windowsill when the headache began."
WORDS = (NAME, NUMBER, PLACE, "Quetzalina", NOTE)


def write(source: Path, target: Path) -> Path:
    """Write a demo patient's chart as this patient's, her note before the first note's text; return the file."""
    bundle = json.loads(source.read_text("utf-8"))
    resources = [entry["resource"] for entry in bundle["entry"]]
    person = next(one for one in resources if one["resourceType"] == "Patient")
    person["name"] = [{"family": NAME, "given": ["Wilhelmina"]}]
    person["identifier"] = [{"system": "https://canary.example/mrn", "value": NUMBER}]
    person["address"] = [{"line": [f"{PLACE} 4"]}]
    letter = next(one for one in resources if one["resourceType"] == "DocumentReference")
    attachment = letter["content"][0]["attachment"]
    text = base64.b64decode(attachment["data"]).decode("utf-8")
    attachment["data"] = base64.b64encode(f"{NOTE} {text}".encode()).decode("ascii")
    target.write_text(json.dumps(bundle), "utf-8")
    return target


def leaks(folders: Mapping[str, Path], allowed: frozenset[Path]) -> list[str]:
    """Return which files below these folders hold a word of hers, as they are or packed."""
    return [
        f"{name}: {path.relative_to(folder)} holds {word}"
        for name, folder in folders.items()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and path not in allowed
        for word in (*found_in(path.read_bytes()), *found_in(str(path).encode()))
    ]


def found_in(data: bytes) -> list[str]:
    """Return the words of hers that are in some bytes: as UTF-8, as Qt's UTF-16, or deflated."""
    everything = (data, *_inflated(data))
    return [word for word in WORDS if any(form in held for form in _forms(word) for held in everything)]


def _forms(word: str) -> tuple[bytes, ...]:
    """Return how a word may be written, base64 at the beginning of a text included."""
    return word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"), base64.b64encode(word.encode())[:16]


def _inflated(data: bytes) -> Iterator[bytes]:
    """Yield what was packed with zlib anywhere in some bytes."""
    for level in (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"):
        place = data.find(level)
        while place >= 0:
            with contextlib.suppress(zlib.error):
                yield zlib.decompressobj().decompress(memoryview(data)[place:], 2**24)
            place = data.find(level, place + 1)


def processes() -> list[str]:
    """Return where command lines and surroundings of processes that may be read hold a word of hers."""
    found = []
    for folder in Path("/proc").iterdir():
        for name in ("cmdline", "environ", "comm"):
            data = _read(folder / name) if folder.name.isdigit() else b""
            found += [f"process {folder.name} ({name}) holds {word}" for word in found_in(data)]
    return found


def _read(path: Path) -> bytes:
    """Return a file of /proc; nothing for a process that has ended or is not ours."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def items(address: str) -> list[str]:
    """Return what each item of the keyring on a bus holds: label, attributes and secret."""
    connection = open_dbus_connection(bus=address)
    try:
        found = [item for collection in get_all_collections(connection) for item in collection.get_all_items()]
        return [f"{one.get_label()} {one.get_attributes()} {one.get_secret()!r}" for one in found]
    finally:
        connection.close()
