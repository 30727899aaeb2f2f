"""The tables of the store, as a list of named steps; a step that was released is never changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from copilot.store.cipher import StoreError, connect, in_plain_words

if TYPE_CHECKING:
    from sqlite_utils import Database

SET = "chartside"


def bring_up(database: Database, path: Path | None, key: bytes) -> tuple[str, ...]:
    """Apply the steps that are missing, each as one transaction, after a backup beside the file; return their names.

    Raises `StoreError` where a newer Chartside has written the file, or a step cannot be made.
    """
    from sqlite_utils import Migrations

    steps = Migrations(SET)
    for step in STEPS:
        steps()(step)
    applied = {step.name for step in steps.applied(database)}
    unknown = applied - {step.__name__ for step in STEPS}
    if unknown:
        raise StoreError(
            "A newer Chartside wrote this.",
            where=path.name if path else "",
            remedy="Update Chartside on this computer.",
        )
    missing = tuple(step.name for step in steps.pending(database))
    if missing and applied and path is not None:
        back_up(database, path.with_name(f"{path.name}.before-{missing[0]}"), key)
    if missing:
        with in_plain_words(path or ""):
            steps.apply(database)
    return missing


def back_up(database: Database, target: Path, key: bytes) -> None:
    """Write an encrypted copy of the whole file under the same key; raises `StoreError`."""
    target.unlink(missing_ok=True)
    with in_plain_words(target):
        copy = connect(target, key)
        try:
            database.conn.backup(copy.conn)
        finally:
            copy.conn.close()


def reviews_and_audit(database: Database) -> None:
    """Make the first tables: reviews, what happened to them, and the audit trail."""
    database["reviews"].create(  # type: ignore[union-attr]
        {
            "id": str,
            "patient": str,
            "made_at": str,
            "day": str,
            "program": str,
            "pack": str,
            "model": str,
            "record": bytes,
        },
        pk="id",
        not_null={"patient", "made_at", "day", "record"},
    )
    database["reviews"].create_index(["patient"])  # type: ignore[union-attr]
    database["reviews"].create_index(["day"])  # type: ignore[union-attr]
    database["happened"].create(  # type: ignore[union-attr]
        {"number": int, "review": str, "at": str, "what": str, "about": str, "words": str},
        pk="number",
        not_null={"review", "at", "what"},
    )
    database["happened"].create_index(["review"])  # type: ignore[union-attr]
    database["audit"].create(  # type: ignore[union-attr]
        {
            "seq": int,
            "at": str,
            "who": str,
            "action": str,
            "patient": str,
            "destination": str,
            "detail": str,
            "mac": bytes,
        },
        pk="seq",
        not_null={"at", "who", "action", "mac"},
    )
    for order in ("update", "delete"):
        database.execute(
            f"CREATE TRIGGER audit_no_{order} BEFORE {order} ON audit "
            "BEGIN SELECT raise(ABORT, 'the audit trail is only added to'); END"
        )


def prompts(database: Database) -> None:
    """Add what a model was asked, beside what came of it."""
    database["prompts"].create(  # type: ignore[union-attr]
        {"number": int, "review": str, "at": str, "sha256": str, "asked": bytes},
        pk="number",
        not_null={"review", "at", "sha256", "asked"},
    )
    database["prompts"].create_index(["review"])  # type: ignore[union-attr]


def exchanges(database: Database) -> None:
    """Add what a model was asked in a conversation, with what came of it."""
    database["exchanges"].create(  # type: ignore[union-attr]
        {"number": int, "review": str, "at": str, "what": str, "said": bytes},
        pk="number",
        not_null={"review", "at", "what", "said"},
    )
    database["exchanges"].create_index(["review"])  # type: ignore[union-attr]


STEPS: tuple[Callable[[Database], None], ...] = (reviews_and_audit, prompts, exchanges)
