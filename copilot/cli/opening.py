"""Open the encrypted store of this user for a command; a passphrase comes from the terminal or a file descriptor."""

from __future__ import annotations

import argparse
import getpass
import os
import sys

from copilot import places
from copilot.errors import InputError
from copilot.store import keeping
from copilot.store.cipher import StoreError
from copilot.store.keeping import Kept
from copilot.store.opening import Question
from copilot.store.opening import open_store as open_as_set
from copilot.store.store import Store

_MOST = 4096


def add_passphrase(parser: argparse.ArgumentParser) -> None:
    """Declare where a passphrase may come from; never an argument, which every process of this computer could read."""
    parser.add_argument(
        "--passphrase-fd",
        type=int,
        metavar="N",
        help="read the passphrase of the store from this file descriptor (one line) instead of asking",
    )


def open_store(options: argparse.Namespace, *, begin: bool = True) -> Store:
    """Return the store; `begin`: make one where there is none. What was noticed at opening goes to stderr.

    Raises `StoreError`, also where there is none and none is to be made, or where IT has set that nothing is kept.
    """
    folder, answer = places.store(), Answer(options.passphrase_fd)
    begun = keeping.exists(folder)
    if not begun and not begin:
        raise StoreError("Nothing is kept here yet.", where=str(folder), remedy="`chartside review --keep` keeps one.")
    if begin:
        store = open_as_set(answer, begins=True)
    else:
        behind = keeping.read(folder).kept is Kept.PASSPHRASE
        store = Store.open(folder, places.state(), passphrase=answer(Question(False, False)) if behind else None)
    if not store.lasting:
        store.close()
        if not store.offered:
            raise StoreError(
                "IT's policy lets nothing be kept on this computer.", remedy="Leave out --keep, or ask IT."
            )
        remedy = "Give one at a terminal or with --passphrase-fd, or unlock the keyring of your desktop session."
        raise StoreError("There is no keyring here that takes a key, and no passphrase was given.", remedy=remedy)
    for line in store.noticed:
        print(f"chartside: audit trail: {line}", file=sys.stderr)
    return store


class Answer:
    """Answers once, from a file descriptor or a terminal; a wrong answer ends the command."""

    def __init__(self, descriptor: int | None, option: str = "--passphrase-fd") -> None:
        self._descriptor, self._option = descriptor, option

    def __call__(self, question: Question) -> str | None:
        """Return the passphrase; None without a terminal to ask at."""
        if question.said:
            raise StoreError(question.said)
        if self._descriptor is not None:
            return _line(self._descriptor)
        if not sys.stdin.isatty():
            if question.optional:
                return None
            which = "a new passphrase" if question.begins else "the passphrase of the store"
            raise StoreError(f"Nobody can be asked for {which} here.", remedy=f"Give it with {self._option}.")
        passphrase = getpass.getpass(
            "New passphrase of the store: " if question.begins else "Passphrase of the store: "
        )
        if question.begins and getpass.getpass("Once more: ") != passphrase:
            raise InputError("The two are not the same.", remedy="Nothing was kept; try again.")
        return passphrase


def _line(descriptor: int) -> str:
    """Return the first line that can be read from a file descriptor; raises `InputError`."""
    try:
        with os.fdopen(descriptor, "rb") as file:
            return file.readline(_MOST).rstrip(b"\r\n").decode("utf-8")
    except (OSError, ValueError) as error:
        raise InputError("no passphrase can be read there.", where=f"file descriptor {descriptor}") from error
