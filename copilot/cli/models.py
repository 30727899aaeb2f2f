"""`chartside models`: list what this installation can run, check a model, or take one in through the gate."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from pathlib import Path
from typing import Any

from copilot import keys
from copilot.errors import ModelError
from copilot.model.catalogue import Entry, models
from copilot.model.gate.intake import check
from copilot.model.gate.page import Page, all_kept, keep, plain
from copilot.model.gate.policy import policy
from copilot.model.gate.standing import standing_of
from copilot.model.gguf_file import GgufInfo
from copilot.model.machine import this_machine
from copilot.model.settings import choose

ADMITTED, REFUSED = 0, 1
ACCEPT = "accept the model's licence, which is shown"
_EPILOG = """\
exit codes: 0 admitted (or listed), 1 refused with reasons, 2 usage, 3 unreadable.
`add` keeps the result page in the user's data folder; `check` only shows it.
IT's settings are the section `models` of its policy, with the keys allow_unlisted, trusted_key, hashes and
remote (a server of the hospital's that the prompts may go to; `key` puts its key into the keyring of this account);
a signed list is models-manifest.json with models-manifest.json.minisig, there or where --manifest says."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EPILOG
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="bundled models, those taken in, and the files or folders given")
    listing.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="GGUF files, or folders of them")
    listing.add_argument("--json", action="store_true", help="one JSON object a model")
    for name, text in (("add", "check a model and take it in"), ("check", "check a model, and keep nothing")):
        made = actions.add_parser(name, help=text)
        made.add_argument("file", type=Path, metavar="FILE", help="a GGUF file")
        if name == "add":
            made.add_argument("--accept-licence", action="store_true", help=ACCEPT)
        made.add_argument("--manifest", type=Path, metavar="FILE", help="a signed list, its .minisig beside it")
        made.add_argument("--json", action="store_true", help="the result page as JSON")
    actions.add_parser("key", help="put the key of IT's model server, from standard input, into the keyring")


def run(options: argparse.Namespace) -> int:
    """Do what was asked."""
    if options.action == "key":
        return _key()
    return _list(options) if options.action == "list" else _gate(options)


def _key() -> int:
    """Put the server's key into the keyring; it is never an argument, which every program may read."""
    to = policy().remote
    if to is None or not to.key_name:
        raise ModelError("IT's settings name no model server with a key.", remedy="See docs/models.md.")
    asked = f"Key for {to.words}: "
    secret = getpass.getpass(asked) if sys.stdin.isatty() else sys.stdin.readline()
    if not secret.strip():
        raise ModelError("No key was given.", remedy="Type it, or send it to standard input.")
    keys.keep(to.key_name, secret.strip())
    print(f"The key for {to.words} is in the keyring.")
    return 0


def _gate(options: argparse.Namespace) -> int:
    """Check one model; say what is being done on stderr and the result on stdout."""
    add = options.action == "add"
    page = check(
        options.file,
        policy(),
        accept_licence=options.accept_licence if add else None,
        manifest=options.manifest,
        progress=lambda step: print(f"  {step} …", file=sys.stderr),
    )
    kept = keep(page) if add else None
    print(json.dumps(page.as_json(), ensure_ascii=False) if options.json else _as_lines(page, checked_only=not add))
    if kept is not None:
        print(f"Result page: {kept}", file=sys.stderr)
    return ADMITTED if page.admitted else REFUSED


def _as_lines(page: Page, *, checked_only: bool) -> str:
    """Return the page for a terminal."""
    good = "would be admitted" if checked_only else "admitted"
    lines = [f"{page.name}: {good if page.admitted else 'refused'}"]
    lines += [f"  licence: {page.licence}"] if page.licence else []
    lines += [f"  {step.verdict:9} {step.name:10} {step.what}" for step in page.steps]
    return "\n".join(plain(line) for line in lines)


def _list(options: argparse.Namespace) -> int:
    """Print every model; one that cannot be used is listed with its reason."""
    taken_in = [Path(page.file) for page in all_kept()]
    entries = models([*options.paths, *taken_in])
    for entry in entries:
        print(json.dumps(_as_json(entry)) if options.json else _as_text(entry))
    if not entries and not options.json:
        print("No models: put a GGUF file into resources/models, or name one.")
    return 0


def _as_json(entry: Entry) -> dict[str, Any]:
    info = entry.info
    about: dict[str, Any] = {"path": str(entry.path), "bundled": entry.bundled, "problem": entry.problem or None}
    if info is not None:
        about |= {
            "name": info.name,
            "architecture": info.architecture,
            "quantization": info.quantization,
            "context": info.context,
            "licence": info.licence or None,
            "bytes": info.size,
            "runs": _runs(info),
            "gate": _gate_words(entry),
        }
    return about


def _as_text(entry: Entry) -> str:
    if entry.info is None:
        return plain(f"{entry.path}: cannot be used: {entry.problem}")
    info = entry.info
    origin = "bundled" if entry.bundled else str(entry.path)
    size = f"{info.size / 1e6:.1f} MB"
    head = " · ".join((info.name, info.architecture, info.quantization, size, _gate_words(entry), origin))
    return f"{plain(head)}\n    here: {plain(_runs(info))}"


def _runs(info: GgufInfo) -> str:
    """Say how the model would run on this machine now, or why it would not."""
    try:
        return str(choose(info, this_machine()))
    except ModelError as error:
        return f"{error.what} {error.remedy}".strip()


def _gate_words(entry: Entry) -> str:
    """Return how a listed file stands with the gate."""
    return standing_of(entry.path).words
