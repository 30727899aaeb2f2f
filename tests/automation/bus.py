"""The accessibility bus, spoken to directly: one D-Bus connection, many calls at a time.

jeepney (pure Python, already here for the keyring) instead of pyatspi: no system Python, no second process,
and the whole screen in one round trip, because questions are sent before the first answer is awaited.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

Ref = tuple[str, str]  # the owner's name on the bus, and the object's path
PROPERTIES = "org.freedesktop.DBus.Properties"
BATCH = 200  # what may be under way at once; the bus drops who sends without reading
SECONDS = 60.0


class GoneError(LookupError):
    """What was asked is not there (any more), or cannot do that."""


class Bus:
    """A connection to one message bus."""

    def __init__(self, address: str) -> None:
        self._connection: DBusConnection = open_dbus_connection(address)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def call(self, ref: Ref, interface: str, method: str, signature: str = "", *arguments: Any) -> Any:
        """Call a method and return what it returns; raises `GoneError`."""
        [found] = self.ask([_message(ref, interface, method, signature, arguments)])
        if isinstance(found, GoneError):
            raise found
        return found

    def get(self, ref: Ref, interface: str, name: str) -> Any:
        """Return a property; raises `GoneError`."""
        return self.call(ref, PROPERTIES, "Get", "ss", interface, name)[1]

    def get_all(self, refs: Sequence[Ref], interface: str, name: str) -> list[Any]:
        """Return one property of many objects, None for those that are gone."""
        found = self.ask([_message(ref, PROPERTIES, "Get", "ss", (interface, name)) for ref in refs])
        return [None if isinstance(value, GoneError) else value[1] for value in found]

    def call_all(self, refs: Sequence[Ref], interface: str, method: str) -> list[Any]:
        """Call one method without arguments on many objects; None for those that are gone."""
        found = self.ask([_message(ref, interface, method, "", ()) for ref in refs])
        return [None if isinstance(value, GoneError) else value for value in found]

    def ask(self, messages: Sequence[Message]) -> list[Any]:
        """Send all messages and return all answers in their order; an error is an answer."""
        found: list[Any] = []
        for start in range(0, len(messages), BATCH):
            found += self._ask(messages[start : start + BATCH])
        return found

    def _ask(self, messages: Sequence[Message]) -> list[Any]:
        """Send a few messages and wait for their answers."""
        serials = [next(self._connection.outgoing_serial) for _ in messages]
        for message, serial in zip(messages, serials, strict=True):
            self._connection.send(message, serial=serial)
        until = time.monotonic() + SECONDS
        answers: dict[int, Any] = {}
        waited = set(serials)
        while waited:
            reply = self._connection.receive(timeout=max(0.0, until - time.monotonic()))
            serial = reply.header.fields.get(HeaderFields.reply_serial, -1)
            if serial in waited:
                waited.discard(serial)
                answers[serial] = _content(reply)
        return [answers[serial] for serial in serials]


def _message(ref: Ref, interface: str, method: str, signature: str, arguments: Sequence[Any]) -> Message:
    """Return a method call."""
    owner, path = ref
    return new_method_call(DBusAddress(path, owner, interface), method, signature or None, tuple(arguments))


def _content(reply: Message) -> Any:
    """Return what an answer says: nothing, one thing, a tuple, or that it is an error."""
    if reply.header.message_type is MessageType.error:
        return GoneError(reply.header.fields.get(HeaderFields.error_name, ""), *(reply.body or ()))
    body = reply.body or ()
    return body[0] if len(body) == 1 else body
