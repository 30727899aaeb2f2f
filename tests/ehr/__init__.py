"""A small, strict, hostile EHR on loopback: `with serve(Ehr(quirks=Quirks(...))) as server: server.base`."""

from __future__ import annotations

from tests.ehr.app import Ehr
from tests.ehr.browser import Browser
from tests.ehr.chart import generate
from tests.ehr.log import Logged
from tests.ehr.others import AuthServer, Stranger
from tests.ehr.quirks import Quirks
from tests.ehr.registry import Registration
from tests.ehr.serving import Server, serve

__all__ = [
    "AuthServer",
    "Browser",
    "Ehr",
    "Logged",
    "Quirks",
    "Registration",
    "Server",
    "Stranger",
    "generate",
    "serve",
]
