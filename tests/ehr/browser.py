"""A person's browser: opens what it is shown, follows redirects, keeps the pages. Give it to `sign_in` as `show`."""

from __future__ import annotations

import threading
from types import TracebackType

import httpx2

_SECONDS = 60.0


class Browser:
    """`with Browser() as browser: sign_in(..., show=browser)`; every visit runs in a thread that the end waits for."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.pages: list[httpx2.Response] = []
        self._visits: list[threading.Thread] = []

    def __call__(self, url: str) -> None:
        self.shown.append(url)
        visit = threading.Thread(target=self._visit, args=(url,), name="browser")
        self._visits.append(visit)
        visit.start()

    def _visit(self, url: str) -> None:
        with httpx2.Client(trust_env=False, follow_redirects=True, timeout=_SECONDS) as client:
            try:
                self.pages.append(client.get(url))
            except httpx2.HTTPError:
                return  # a browser shows its own page and nobody hears of it

    def __enter__(self) -> Browser:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for visit in self._visits:
            visit.join(_SECONDS)
