"""What is fuzzed: each reader of something that comes from outside, with seeds and the refusals it may answer with."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from copilot import policy
from copilot.chart.build import build
from copilot.chart.plaintext import from_html, from_rtf
from copilot.chart.trusted import trusted
from copilot.errors import KnownError
from copilot.fhir.files import read_path
from copilot.findings.recognise import recognise
from copilot.knowledge.lint import lint
from copilot.knowledge.pack import Pack
from copilot.model import protocol
from copilot.model.gate import soundness
from copilot.model.gguf_file import read_header
from copilot.review.engine import load_pack
from copilot.store.audit import Head
from copilot.store.head import OutsideHead
from tests.knowledge import small
from tests.model.malformed import MALFORMED
from tests.model.tiny_gguf import Tiny

DEMO = Path(__file__).parents[2] / "resources" / "demo"
NOTE = (
    "74-year-old woman with a new headache for five weeks. Denies fever, chest pain or cough. BP 148/82, T 38.4. "
    "PMH: diabetes. Family history: mother had a heart attack at 60. Hb 9.1 g/dL. No weight loss; no leg swelling.\n"
    "If seizures occur, return. Rash resolved last week. ?anaemia\n"
)
HTML = "<body><p>Fever &amp; <b>cough</b></p><table><tr><td>Hb</td><td>9.1</td></tr></table><br/>no rash</body>"
RTF = r"{\rtf1\ansi{\fonttbl\f0 Arial;}\f0\pard Fever and \b cough\b0 . \'e9\par {\*\generator X;}No rash.\par}"


@dataclass(frozen=True)
class Target:
    """One reader. `run` takes the bytes and a folder; what it raises beside `refusals` is a fault of ours."""

    name: str
    seeds: Callable[[], tuple[bytes, ...]]
    run: Callable[[bytes, Path], None]
    refusals: tuple[type[Exception], ...] = (KnownError,)
    most: int = 8000

    def warm(self) -> None:
        """Load what the reader needs, so that its memory and its time do not count."""
        with tempfile.TemporaryDirectory() as folder, suppress(*self.refusals):
            self.run(self.seeds()[0], Path(folder))


@cache
def _demo() -> tuple[bytes, ...]:
    """Return single resources and small bundles of the demo patients."""
    seeds = []
    for path in sorted(DEMO.glob("*.json")):
        bundle = json.loads(path.read_text("utf-8"))
        entries = bundle["entry"]
        seeds += [json.dumps(entry["resource"]).encode() for entry in entries[1::11]]
        small_bundle = {**bundle, "entry": entries[:4]}
        seeds.append(json.dumps(small_bundle).encode())
        seeds.append("\n".join(json.dumps(entry["resource"]) for entry in entries[:5]).encode())
    return tuple(seed for seed in seeds if len(seed) < 8000)


@cache
def _the_pack() -> Pack:
    """Return the packs as they are shipped."""
    return load_pack()


def _fhir(data: bytes, folder: Path) -> None:
    path = folder / ("x.ndjson" if data.count(b"\n") > 2 else "x.json")
    path.write_bytes(data)
    for pull in read_path(path):
        recognise(trusted(build(pull)), _the_pack())


def _note(data: bytes, folder: Path) -> None:
    path = folder / "x.txt"
    path.write_bytes(data)
    for pull in read_path(path):
        recognise(trusted(build(pull)), _the_pack())


def _policy(data: bytes, folder: Path) -> None:
    path = folder / "policy.json"
    path.write_bytes(data)
    path.chmod(0o644)
    from copilot.cli.policy import READERS

    before = policy.machine_settings  # type: ignore[attr-defined]
    policy.machine_settings = lambda: folder  # type: ignore[attr-defined]
    try:
        for reader in READERS.values():
            reader()
    finally:
        policy.machine_settings = before  # type: ignore[attr-defined]


def _pack(data: bytes, folder: Path) -> None:
    """One source file of a small pack is replaced; the first line says which."""
    root = folder / "sources"
    if not root.exists():
        small.write(root)
    names = sorted(str(path.relative_to(root)) for path in root.rglob("*.yaml"))
    number, _, text = data.partition(b"\n")
    path = root / names[(number[0] if number else 0) % len(names)]
    before = path.read_bytes()
    try:
        path.write_bytes(text)
        lint(root)
    finally:
        path.write_bytes(before)


def _packs() -> tuple[bytes, ...]:
    with tempfile.TemporaryDirectory() as folder:
        root = small.write(Path(folder))
        paths = sorted(root.rglob("*.yaml"), key=lambda path: str(path.relative_to(root)))
        return tuple(bytes([number]) + b"\n" + path.read_bytes() for number, path in enumerate(paths))


def _message(data: bytes, _folder: Path) -> None:
    protocol.read(data)


def _messages() -> tuple[bytes, ...]:
    made = (
        protocol.Load("/models/x.gguf"),
        protocol.Generate((protocol.Part("a", True), protocol.Part("b", False)), 1),
        protocol.Stop(1),
        protocol.Tokens(1, "word"),
        protocol.Failed("what", "where", "remedy", 1),
    )
    return tuple(protocol.written(one) for one in made)


def _gguf(data: bytes, folder: Path) -> None:
    path = folder / "x.gguf"
    path.write_bytes(data)
    soundness.faults(read_header(path))


@cache
def _ggufs() -> tuple[bytes, ...]:
    with tempfile.TemporaryDirectory() as folder:
        whole = Tiny().write(Path(folder) / "t.gguf").read_bytes()
    return (whole, *(one.make() for one in MALFORMED))


def _html(data: bytes, _folder: Path) -> None:
    from_html(data.decode("utf-8", "replace"))


def _rtf(data: bytes, _folder: Path) -> None:
    from_rtf(data.decode("utf-8", "replace"))


def _head(data: bytes, folder: Path) -> None:
    (folder / "audit-head").write_bytes(data)
    OutsideHead(folder, bytes(32)).read()


def _heads() -> tuple[bytes, ...]:
    with tempfile.TemporaryDirectory() as folder:
        outside = OutsideHead(Path(folder), bytes(32))
        for seq in (1, 2, 3):
            outside.write(Head(seq, f"{seq:064x}"))
        return ((Path(folder) / "audit-head").read_bytes(),)


TARGETS = (
    Target("fhir", _demo, _fhir),
    Target("note", lambda: (NOTE.encode(), HTML.encode(), RTF.encode()), _note, most=4000),
    Target("policy", lambda: (b'{"store": {"days": 30}, "models": {"hashes": []}, "connections": []}',), _policy),
    Target("pack", _packs, _pack),
    Target("message", _messages, _message, (ValueError,)),
    Target("gguf", _ggufs, _gguf, most=200_000),
    Target("html", lambda: (HTML.encode(), NOTE.encode()), _html),
    Target("rtf", lambda: (RTF.encode(), NOTE.encode()), _rtf),
    Target("head", _heads, _head),
)
BY_NAME = {target.name: target for target in TARGETS}
