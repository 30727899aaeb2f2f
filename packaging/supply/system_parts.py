"""Libraries that the build took from the Debian it ran on: package, version and licence, from Debian's own records."""

from __future__ import annotations

import re
import subprocess
from collections import defaultdict
from functools import cache
from pathlib import Path

from supply.errors import UnknownPartError
from supply.known import system_parts
from supply.part import Part

_OWNER = re.compile(r"^(?P<package>[^:\s]+)(?::\w+)?: (?P<path>/\S+)$")
_FORMAT = "${source:Package}\t${source:Version}\t${Maintainer}"
_DOCUMENTS = Path("/usr/share/doc")
_FOLDERS = ("/lib/x86_64-linux-gnu/", "/usr/lib/x86_64-linux-gnu/")


def parts(libraries: tuple[str, ...]) -> tuple[Part, ...]:
    """Return one part for each source package of which a library lies in the tree; others are left out."""
    by_source: dict[str, list[str]] = defaultdict(list)
    packages: dict[str, str] = {}
    for library, package in _owners(libraries).items():
        source = _query(package)[0]
        by_source[source].append(library)
        packages[source] = package
    return tuple(_part(source, packages[source], tuple(files)) for source, files in sorted(by_source.items()))


def _owners(libraries: tuple[str, ...]) -> dict[str, str]:
    """Return the Debian package of each library that lies on this system under the same name."""
    named = {Path(library).name: library for library in libraries}
    patterns = [f"*/{name}" for name in sorted(named)]
    try:
        command = ["dpkg-query", "--search", *patterns]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return {}
    found = {}
    for line in done.stdout.splitlines():
        match = _OWNER.match(line)
        if match and match["path"].startswith(_FOLDERS):
            found[named[Path(match["path"]).name]] = match["package"]
    return found


def _part(source: str, package: str, files: tuple[str, ...]) -> Part:
    """Return the part of one source package."""
    known = system_parts().get(source)
    if known is None:
        raise UnknownPartError(f"{source} (with {Path(files[0]).name}) is not in known/system.yaml.")
    _, version, maintainer = _query(package)
    return Part(
        name=source,
        version=version,
        licence=known.licence,
        maker=f"{source}'s authors; Debian: {maintainer.partition(' <')[0]}",
        about=known.purpose,
        purl=f"pkg:deb/debian/{source}@{version}?arch=source&distro=debian-{_release()}",
        files=files,
        texts=(_copyright(package),),
    )


@cache
def _query(package: str) -> tuple[str, str, str]:
    """Return source package, its version and who keeps it."""
    command = ["dpkg-query", "--show", f"--showformat={_FORMAT}\n", package]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    source, version, maintainer = done.stdout.splitlines()[0].split("\t")
    return source, version, maintainer


def _copyright(package: str) -> str:
    """Return Debian's record of a package's licences; raises `UnknownPartError` where it is not there."""
    path = _DOCUMENTS / package / "copyright"
    try:
        return path.read_text("utf-8", "replace").strip()
    except OSError as error:
        raise UnknownPartError(f"{path} is not there: a build needs Debian's records of licences.") from error


def _release() -> str:
    """Return Debian's release."""
    held = dict(line.split("=", 1) for line in Path("/etc/os-release").read_text("utf-8").splitlines() if "=" in line)
    return held.get("VERSION_ID", "").strip('"')
