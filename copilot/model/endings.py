"""Why a model process ended: exit codes and signals turned into a cause and what a person can do."""

from __future__ import annotations

from enum import IntEnum

from copilot.errors import ModelCrashError


class Exit(IntEnum):
    """The exit codes that the worker chooses itself."""

    LEFT = 0
    RESTED = 40
    NO_MEMORY = 41
    FAULT = 42
    NO_LIBRARY = 43
    GARBLED = 44
    UNHEARD = 45


_SMALLER = "Choose a smaller model or close other programs, then load it again."
_AGAIN = "Load the model again; if it happens again, choose another."
_INSTALL = "Install Chartside again."
_OWN = {
    Exit.RESTED: ("left after a quiet time", "Ask again; it is loaded anew."),
    Exit.NO_MEMORY: ("ran out of memory", _SMALLER),
    Exit.FAULT: ("met a fault in Chartside", "Report this; load the model again."),
    Exit.NO_LIBRARY: ("could not start llama.cpp", _INSTALL),
    Exit.GARBLED: ("was sent something that is no message", _AGAIN),
    Exit.UNHEARD: ("found nobody to talk to", _AGAIN),
}
_SIGNALS = {
    4: ("met an instruction that this processor does not have", "Install the build for this processor."),
    6: ("gave up: llama.cpp found something that cannot be, or no memory was left", _AGAIN),
    7: ("could not read the model file any more", "Keep the file on this machine's own disk, then load it again."),
    8: ("crashed in a calculation", _AGAIN),
    9: ("was ended from outside, or the machine ran out of memory", _SMALLER),
    11: ("crashed", _AGAIN),
    15: ("was ended from outside", "Load the model again."),
}
_WINDOWS = {0xC000001D: 4, 0xC0000005: 11, 0xC0000409: 6, 0xC0000017: 9, 0xC0000006: 7, 0xC0000094: 8}

GARBLED = "sent something that is no message, and was ended"
CLOSED = "closed its channel, and was ended"
HUNG = "did not answer any more, and was ended"


def ending(code: int) -> ModelCrashError:
    """Return what an exit code says; negative codes are signals, as `subprocess` has them."""
    number = _WINDOWS.get(code & 0xFFFFFFFF, 0) or (-code if code < 0 else max(code - 128, 0))
    unknown = (f"ended unexpectedly (exit code {code})", "Load the model again.")
    what, remedy = _SIGNALS.get(number) or (_OWN.get(Exit(code), unknown) if code in set(Exit) else unknown)
    return ModelCrashError(f"The model process {what}.", remedy=remedy, rested=code == Exit.RESTED)


def ended(what: str) -> ModelCrashError:
    """Return the error for a process that had to be ended from here."""
    return ModelCrashError(f"The model process {what}.", remedy=_AGAIN)
