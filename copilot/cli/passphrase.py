"""`chartside passphrase`: another passphrase for what is kept on this workstation."""

from __future__ import annotations

import argparse

from copilot import places
from copilot.cli.opening import Answer, add_passphrase
from copilot.store import keeping
from copilot.store.cipher import StoreError
from copilot.store.keeping import Kept
from copilot.store.opening import Question
from copilot.store.store import Store

_OLD, _NEW = Question(begins=False, optional=False), Question(begins=True, optional=False)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where the old and the new one come from."""
    add_passphrase(parser)
    parser.add_argument(
        "--new-passphrase-fd",
        type=int,
        metavar="N",
        help="read the new passphrase from this file descriptor (one line) instead of asking",
    )


def run(options: argparse.Namespace) -> int:
    """Change it: the old one opens the store once more, the new one from then on."""
    folder = places.store()
    if not keeping.exists(folder) or keeping.read(folder).kept is not Kept.PASSPHRASE:
        raise StoreError("Nothing is kept behind a passphrase here.", remedy="There is none to change.")
    old = Answer(options.passphrase_fd)(_OLD) or ""
    with Store.open(folder, places.state(), passphrase=old) as store:
        new = Answer(options.new_passphrase_fd, "--new-passphrase-fd")(_NEW) or ""
        store.change_passphrase(old, new)
    print("From now on the new passphrase opens what is kept here; the audit trail says that it was changed.")
    return 0
