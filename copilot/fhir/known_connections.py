"""The servers this workstation knows: IT's list first, then the user's own, each a small JSON file.

IT's list is the section `connections` of its policy, `[{"id", "name", "base_url", ...}]`; the user's own is the same
list in `connections.json`. The keys are the fields of `Connection`. What IT names cannot be changed or hidden.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from copilot.errors import InputError
from copilot.fhir.connections import REDIRECT_PORTS, Auth, Connection
from copilot.fhir.origin import is_safe
from copilot.places import settings
from copilot.policy import PolicyError, place, section
from copilot.writing import write_whole

FILE = "connections.json"
_REMEDY = "Mend the file, or remove it and add the servers again."


def _address(value: object) -> object:
    """Return a FHIR base without its last slash; raises where patients' data would travel in the open."""
    if not isinstance(value, str) or not is_safe(value):
        raise ValueError("must be an https:// address (plain http only on this machine)")
    return value.strip().rstrip("/")


class ConnectionLine(BaseModel):
    """One connection as it stands in a file."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$", description="small letters, digits and hyphens")]
    name: Annotated[str, Field(min_length=1, max_length=80, description="what clinicians read")]
    base_url: Annotated[str, BeforeValidator(_address), Field(description="the FHIR base, https://")]
    auth: Annotated[Auth, Field(description="how one signs in")] = Auth.SMART
    client_id: Annotated[str, Field(description="as the EHR registered Chartside")] = ""
    scopes: Annotated[tuple[str, ...], Field(description="none: the usual ones for what is read")] = ()
    redirect_ports: Annotated[
        tuple[Annotated[int, Field(ge=1024, le=65535)], ...],
        Field(description="ports on this machine that are registered with the EHR"),
    ] = REDIRECT_PORTS
    redirect_path: Annotated[
        str, Field(pattern=r"^/[A-Za-z0-9/_.-]*$", description="the registered path behind 127.0.0.1")
    ] = "/callback"
    key_file: Annotated[Path | None, Field(description="private key (JWK or PEM) of a client that signs")] = None
    ca_file: Annotated[Path | None, Field(description="authority (PEM) trusted besides the system's")] = None
    proxy: Annotated[str | None, Field(description="absent: the system's; empty: none")] = None


class _File(BaseModel):
    """A whole file."""

    model_config = ConfigDict(extra="forbid")

    connections: list[ConnectionLine]


def known_connections() -> tuple[Connection, ...]:
    """Return every known server, IT's first; raises `InputError` where a file is no list of connections."""
    ours = set_by_it()
    taken = {connection.id for connection in ours}
    own = [connection for connection in _read(settings() / FILE) if connection.id not in taken]
    return (*ours, *own)


def add_connection(connection: Connection) -> None:
    """Keep a server in the user's list, in the place of one with its id.

    Raises `InputError` where IT's list holds the id already, a field is wrong, or the file cannot be written.
    """
    if connection.id in {known.id for known in known_connections() if known.locked}:
        raise InputError("is set by IT and cannot be changed here.", where=connection.name)
    line = _as_line(connection)
    own = [known for known in _read(settings() / FILE) if known.id != connection.id]
    _write([*(_as_line(known) for known in own), line])


def remove_connection(identifier: str) -> None:
    """Forget one of the user's own servers; unknown ids are forgotten already."""
    _write([_as_line(known) for known in _read(settings() / FILE) if known.id != identifier])


def checked(connection: Connection) -> Connection:
    """Return the connection with its address tidied; raises `InputError` naming the wrong field."""
    return _as_connection(_as_line(connection), locked=connection.locked)


def identifier_for(name: str) -> str:
    """Return an id made of a server's name, as "St. Mary's (test)" gives "st-mary-s-test"."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:64] or "server"


def set_by_it() -> tuple[Connection, ...]:
    """Return IT's list; raises `InputError` where it is none."""
    try:
        held = section("connections")
        found = _File.model_validate({"connections": [] if held is None else held})
    except PolicyError as error:
        raise InputError(error.what, where=error.where, remedy=error.remedy) from None
    except ValidationError as error:
        what = f"names no list of connections ({_first(error)})."
        raise InputError(what, where=str(place()), remedy="IT mends the file.") from None
    return tuple(_as_connection(line, locked=True) for line in found.connections)


def _read(path: Path) -> tuple[Connection, ...]:
    """Return the user's own list."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError):
        raise InputError("cannot be read.", where=str(path), remedy=_REMEDY) from None
    try:
        found = _File.model_validate_json(text)
    except ValidationError as error:
        raise InputError(f"is no list of connections ({_first(error)}).", where=str(path), remedy=_REMEDY) from None
    return tuple(_as_connection(line, locked=False) for line in found.connections)


def _write(lines: list[ConnectionLine]) -> None:
    """Replace the user's file."""
    path = settings() / FILE
    text = json.dumps(
        {"connections": [line.model_dump(mode="json", exclude_defaults=True) for line in lines]},
        indent=2,
        ensure_ascii=False,
    )
    try:
        write_whole(path, [text.encode(), b"\n"])
    except OSError as error:
        remedy = "Check the disk and the folder's permissions."
        raise InputError(f"cannot be written ({error.strerror}).", where=str(path), remedy=remedy) from None


def _as_line(connection: Connection) -> ConnectionLine:
    values = {field.name: getattr(connection, field.name) for field in fields(connection) if field.name != "locked"}
    try:
        return ConnectionLine.model_validate(values)
    except ValidationError as error:
        raise InputError(f"The connection is not complete: {_first(error)}.", where=connection.name) from None


def _as_connection(line: ConnectionLine, *, locked: bool) -> Connection:
    return Connection(**{name: getattr(line, name) for name in ConnectionLine.model_fields}, locked=locked)


def _first(error: ValidationError) -> str:
    """Return where and why of the first fault, without the value."""
    fault = error.errors(include_input=False, include_url=False)[0]
    place = ".".join(str(part) for part in fault["loc"])
    return f"{place}: {fault['msg'].removeprefix('Value error, ')}" if place else str(fault["msg"])
