"""The 256 bytes as GPT-2's vocabulary spells them, for whoever makes a model here."""

from __future__ import annotations


def byte_letters() -> list[str]:
    """Return for every byte the printable letter that stands for it."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    letters = {byte: chr(byte) for byte in printable}
    rest = (byte for byte in range(256) if byte not in letters)
    letters.update({byte: chr(256 + n) for n, byte in enumerate(rest)})
    return [letters[byte] for byte in range(256)]
