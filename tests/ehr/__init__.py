"""A small, strict, hostile EHR on loopback: `with serve(Ehr(quirks=Quirks(...))) as server: server.base`."""

from __future__ import annotations

from tests.ehr.app import Ehr, Logged
from tests.ehr.chart import generate
from tests.ehr.quirks import Quirks
from tests.ehr.serving import Server, serve

__all__ = ["Ehr", "Logged", "Quirks", "Server", "generate", "serve"]
