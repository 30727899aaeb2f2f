"""Every check that needs no screen, by the name that stands on the page, in the order of the page."""

from __future__ import annotations

from copilot.self_test import installation, keeping, medicine, words
from copilot.self_test.finding import Check

CHECKS: dict[str, Check] = {
    "build": installation.build,
    "files": installation.files,
    "folder": installation.folder,
    "policy": installation.policy,
    "packs": medicine.packs,
    "patient": medicine.patient,
    "model": words.model,
    "store": keeping.store,
    "keyring": keeping.keyring,
}
# After all others.
LAST: dict[str, Check] = {"network": keeping.network}
