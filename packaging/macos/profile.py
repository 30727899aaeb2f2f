"""A configuration profile that sets IT's policy on Macs: what a management server installs, made of a policy file.

    PYTHONPATH=packaging python -m macos.profile policy.json chartside.mobileconfig
    PYTHONPATH=packaging python -m macos.profile --defaults chartside.mobileconfig    # every key, to start from

The policy file is the same as on Linux. macOS writes it to `/Library/Managed Preferences/org.chartside.plist`, where
the program reads it; nobody but the management server can change it.
"""

from __future__ import annotations

import argparse
import json
import plistlib
import sys
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from command import ended
from policy.keys import LIST, SECTIONS, keys

DOMAIN = "org.chartside"
SPACE = uuid.UUID("7f7b7a52-3d0a-4a3c-9d53-0d3f6f2f5a10")
Json = Mapping[str, Any]


class ProfileError(Exception):
    """The policy would not be understood by the program."""


def make(policy: Json, out: Path) -> Path:
    """Write the profile of a policy and return its path; raises `ProfileError` for what the program would refuse."""
    check(policy)
    settings = {"Forced": [{"mcx_preference_settings": dict(policy)}]}
    payload = {
        **_head("policy", "com.apple.ManagedClient.preferences", "What IT decides about Chartside"),
        "PayloadContent": {DOMAIN: settings},
    }
    profile = {
        **_head("profile", "Configuration", "Chartside"),
        "PayloadScope": "System",
        "PayloadRemovalDisallowed": True,
        "PayloadContent": [payload],
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(plistlib.dumps(profile))
    return out


def check(policy: Json) -> None:
    """Check a policy as the program does; raises `ProfileError`."""
    for section, held in policy.items():
        if section not in SECTIONS:
            raise ProfileError(f"There is no section {section!r} ({', '.join(SECTIONS)}).")
        for one in held if section == LIST and isinstance(held, list) else [held]:
            try:
                SECTIONS[section].model_validate(one)
            except ValidationError as error:
                fault = error.errors(include_input=False, include_url=False)[0]
                where = ".".join(str(part) for part in (section, *fault["loc"]))
                raise ProfileError(f"{where}: {fault['msg']}") from None


def defaults() -> dict[str, Any]:
    """Return every key with its default; a key without one (a model server) sets nothing and is left out."""
    found: dict[str, Any] = {}
    for key in keys():
        if not key.name:
            found[key.section] = key.default
        elif key.default is not None:
            found.setdefault(key.section, {})[key.name] = key.default
    return found


def _head(name: str, kind: str, shown: str) -> dict[str, object]:
    """Return what every part of a profile says about itself; the same codes each time: a new one replaces it."""
    return {
        "PayloadType": kind,
        "PayloadVersion": 1,
        "PayloadIdentifier": f"{DOMAIN}.{name}",
        "PayloadUUID": str(uuid.uuid5(SPACE, name)).upper(),
        "PayloadDisplayName": shown,
    }


def main() -> int:
    """Make a profile of the policy file that is named."""
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given = made.add_mutually_exclusive_group(required=True)
    given.add_argument("policy", nargs="?", type=Path, help="a policy file, as on Linux")
    given.add_argument("--defaults", action="store_true", help="every key with its default")
    made.add_argument("out", type=Path, help="the profile")
    options = made.parse_args()

    def work() -> Path:
        policy = defaults() if options.defaults else json.loads(options.policy.read_text(encoding="utf-8"))
        return make(policy, options.out)

    return ended("profile", work, ProfileError, OSError, ValueError)


if __name__ == "__main__":
    sys.exit(main())
