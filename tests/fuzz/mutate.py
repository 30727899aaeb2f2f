"""Change bytes at random, repeatably: what files look like after bad disks, bad software and bad people."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

_NASTY = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc0\x80", "\u202e".encode(), "\u200b".encode(), b"\r", b"\\u0000",
    b"null", b"true", b"-0", b"1e999", b"-1", b"9" * 40, b"NaN", b'"', b"{", b"}", b"[", b"]", b",", b":", b"\\",
    b"<", b">", b"&", b"&#x0;", b"<div>" * 50, b"{\\rtf1", b"\\'", b"\\bin99999999 ", b"[" * 200, b'{"a":' * 100,
    b"<![", b"<!--", b"]]>", b"://[",
    b"<|im_start|>", b"9999-99-99", b"0000-00-00T99:99:99Z", b"urn:uuid:", b"#", b"../../etc/passwd", b"%s%n", b"'--",
)  # fmt: skip

Change = Callable[[random.Random, bytearray, Sequence[bytes]], None]


def changed(seed: bytes, others: Sequence[bytes], chance: random.Random, most: int) -> bytes:
    """Return a seed after one to six changes; `others` are seeds to splice from, `most` bytes are kept."""
    held = bytearray(seed)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        chance.choice(_CHANGES)(chance, held, others)
    return bytes(held[:most])


def _place(chance: random.Random, held: bytearray) -> int:
    return chance.randrange(len(held) + 1)


def _flip(chance: random.Random, held: bytearray, _others: Sequence[bytes]) -> None:
    if held:
        held[chance.randrange(len(held))] ^= 1 << chance.randrange(8)


def _nasty(chance: random.Random, held: bytearray, _others: Sequence[bytes]) -> None:
    at = _place(chance, held)
    held[at : at + chance.choice((0, 0, 1, 4))] = chance.choice(_NASTY)


def _cut(chance: random.Random, held: bytearray, _others: Sequence[bytes]) -> None:
    at = _place(chance, held)
    del held[at : at + chance.choice((1, 2, 8, 64, 512))]


def _end(chance: random.Random, held: bytearray, _others: Sequence[bytes]) -> None:
    del held[_place(chance, held) :]


def _again(chance: random.Random, held: bytearray, _others: Sequence[bytes]) -> None:
    at, long = _place(chance, held), chance.choice((1, 8, 64, 300))
    held[at:at] = held[at : at + long] * chance.choice((1, 2, 20))


def _splice(chance: random.Random, held: bytearray, others: Sequence[bytes]) -> None:
    other = chance.choice(others)
    at, begin = _place(chance, held), chance.randrange(len(other) + 1)
    held[at : at + chance.choice((0, 16, 200))] = other[begin : begin + chance.choice((4, 40, 400))]


def _number(chance: random.Random, held: bytearray, _others: Sequence[bytes]) -> None:
    """Put another number where a digit stands."""
    digits = [n for n, byte in enumerate(held) if 48 <= byte <= 57]
    if digits:
        at = chance.choice(digits)
        held[at : at + 1] = chance.choice((b"", b"0", b"-", b".", b"e9", str(chance.getrandbits(64)).encode()))


_CHANGES: tuple[Change, ...] = (_flip, _flip, _nasty, _nasty, _cut, _end, _again, _splice, _number)
