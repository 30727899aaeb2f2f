"""What encryption costs where reviews are kept: the same work on the store and on plain SQLite, turn by turn."""

from __future__ import annotations

import json
import secrets
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from copilot.places import resources
from copilot.review import engine
from copilot.review.bench import large_chart
from copilot.review.kept import keep
from copilot.store.audit import Action
from copilot.store.cipher import KEY_BYTES, connect, settle
from copilot.store.head import OutsideHead
from copilot.store.schema import bring_up
from copilot.store.store import Store

REVIEWS, EVENTS, LARGE = 60, 500, 15
DEMO = "demo/ruth-lindqvist.json"


@dataclass(frozen=True, slots=True)
class StoreSeconds:
    """Medians in seconds on the encrypted store, and their ratio to plain SQLite; both wait for the disk."""

    review: float
    review_ratio: float
    large_review: float
    large_review_ratio: float
    audit_event: float
    audit_event_ratio: float


def measure_store() -> StoreSeconds:
    """Keep a demo patient's review and one of 2,000 resources, and note events, on both."""
    pack = engine.load_pack()
    with tempfile.TemporaryDirectory() as folder, _stores(Path(folder)) as stores:
        large = Path(folder) / "large.json"
        large.write_text(json.dumps(large_chart()), encoding="utf-8")
        small, long = (engine.review(engine.read(path)[0], pack) for path in (resources() / DEMO, large))
        review = _both(stores, lambda store: keep(store, small), REVIEWS)
        large_review = _both(stores, lambda store: keep(store, long), LARGE)
        event = _both(stores, lambda store: store.done(Action.COPY, patient="p"), EVENTS)
    return StoreSeconds(*review, *large_review, *event)


@contextmanager
def _stores(folder: Path) -> Iterator[tuple[Store, Store]]:
    """Open a store, and the same without encryption."""
    from sqlite_utils import Database

    key = secrets.token_bytes(KEY_BYTES)
    databases = (
        connect(folder / "encrypted.db", key),
        Database(sqlite3.connect(folder / "plain.db", isolation_level=None)),
    )
    made = []
    for name, database in zip(("encrypted", "plain"), databases, strict=True):
        database.execute("PRAGMA secure_delete = on")
        database.execute("PRAGMA temp_store = memory")
        settle(database, folder / f"{name}.db")
        bring_up(database, None, key)
        made.append(Store(database, key, outside=OutsideHead(folder / name, key)))
    try:
        yield made[0], made[1]
    finally:
        for store in made:
            store.close()


def _both(stores: tuple[Store, Store], work: Callable[[Store], object], times: int) -> tuple[float, float]:
    """Do the work on both in turn; return the median of the first and its ratio to that of the second."""
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(times):
        for store, seconds in zip(stores, taken, strict=True):
            start = time.perf_counter()
            work(store)
            if number:  # the first of each warms up
                seconds.append(time.perf_counter() - start)
    encrypted, plain = map(statistics.median, taken)
    return encrypted, encrypted / plain
