"""`Between`: what stands between something asked of the model and its view: busy or not, Stop, dropping what comes."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Slot


class Asked(Protocol):
    """Whoever puts it to the model: the guest, or the asker."""

    @property
    def busy(self) -> bool:
        """Return whether the model does anything of it."""

    def stop(self) -> None:
        """Stop; what was checked by then is kept."""

    def abandon(self) -> None:
        """Stop, and drop what comes."""


class Says(Protocol):
    """A view that can say what the model does."""

    def say(self, note: str) -> None:
        """Say it."""


class Between(QObject):
    """Without a model (`asked` is None) nothing is ever busy."""

    def __init__(self, asked: Asked | None, says: Says) -> None:
        super().__init__()
        self._asked, self._says = asked, says

    @property
    def busy(self) -> bool:
        """Return whether the model does anything of what was asked."""
        return self._asked is not None and self._asked.busy

    @Slot()
    def stop(self) -> None:
        """Stop the model, if it does anything."""
        if self._asked is not None and self._asked.busy:
            self._says.say("Stopping.")
            self._asked.stop()

    def abandon(self) -> None:
        """Stop, and drop what comes."""
        if self._asked is not None:
            self._asked.abandon()
