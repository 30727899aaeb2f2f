"""Take a model in: whose file it is before it is opened, what its header says, then how it behaves."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from copilot import __version__
from copilot.errors import ModelError, UntrustedError
from copilot.model.client import LoadedModel, ModelClient
from copilot.model.families import Family
from copilot.model.gate import soundness
from copilot.model.gate.findings import Step, Verdict, failed, noted, passed
from copilot.model.gate.manifest import Listed, differences, licence, template_hash
from copilot.model.gate.page import Page
from copilot.model.gate.policy import Listing, Policy
from copilot.model.gate.trials import trials
from copilot.model.gguf_file import GgufInfo, read_header, sha256
from copilot.model.runner import state_of
from copilot.model.templates import profile

LEAST_CONTEXT = 2048
_GENERAL = {"model", ""}
Progress = Callable[[str], None]


@dataclass
class _Intake:
    """One file on its way through the gate."""

    path: Path
    policy: Policy
    accepted: bool | None
    manifest: Path | None
    progress: Progress
    steps: list[Step] = field(default_factory=list)
    listed: Listed | None = None
    listing: Listing = Listing.UNLISTED

    def stands(self) -> bool:
        """Return whether nothing has failed so far."""
        return not any(step.verdict is Verdict.FAILED for step in self.steps)


def check(
    path: Path,
    policy: Policy,
    *,
    accept_licence: bool | None,
    manifest: Path | None = None,
    client: ModelClient | None = None,
    progress: Progress = lambda _: None,
) -> Page:
    """Return the result page of a file. What fails before it is opened keeps it closed.

    `accept_licence` is None where nobody is asked about it yet. A list named by `manifest` must name the file.
    Raises `ModelError` only where the file or the list cannot be read at all, or is no model.
    """
    intake = _Intake(path, policy, accept_licence, manifest, progress)
    before = state_of(path)
    progress("hash")
    digest = sha256(path)
    _whose(intake, digest)
    info, loaded = None, None
    if intake.stands():
        info = read_header(path)
        _what(intake, info)
    if intake.stands():
        loaded = _behaves(intake, digest, client or ModelClient())
    if state_of(path) != before:
        intake.steps.append(failed("file", "The file changed while it was being checked."))
    return _page(intake, info, digest, loaded)


def _whose(intake: _Intake, digest: str) -> None:
    """Find out who vouches for the file, before anything in it is believed."""
    try:
        intake.listing, intake.listed = intake.policy.listing(intake.path, digest, intake.manifest)
    except UntrustedError as error:
        intake.steps.append(failed("list", str(error)))
        return
    words = f"SHA-256 {digest} is {intake.listing}."
    if intake.manifest is not None and intake.listing is not Listing.SIGNED:
        intake.steps.append(failed("list", f"The signed list does not name this file (SHA-256 {digest})."))
    elif not intake.policy.allows(intake.listing):
        intake.steps.append(failed("list", f"{words} IT allows no others here."))
    elif intake.listing is Listing.UNLISTED:
        intake.steps.append(noted("list", f"{words} IT's settings allow that."))
    else:
        intake.steps.append(passed("list", words))
    if sys.platform != "win32" and intake.path.stat().st_mode & 0o022:
        intake.steps.append(noted("file", "Others on this machine may change the file; take that right from them."))


def _what(intake: _Intake, info: GgufInfo) -> None:
    """Compare the header with the list and with what can run here."""
    faults = [*soundness.faults(info), *(differences(intake.listed, info) if intake.listed else ())]
    kind = str(info.metadata.get("general.type") or "")
    if kind not in _GENERAL:
        faults.append(f"The file holds no language model of its own ({kind}).")
    if info.metadata.get("split.count", 0) not in (0, 1):
        faults.append("The file is one part of several; join them with llama.cpp's llama-gguf-split first.")
    shape = profile(info)
    if 0 < info.context < LEAST_CONTEXT and shape.family is not Family.STARTER:
        faults.append(f"A context of {info.context:,} tokens is too small; {LEAST_CONTEXT:,} are needed.")
    words = f"{info.architecture}, {info.quantization}, trained on a context of {info.context:,} tokens."
    intake.steps += [failed("header", fault) for fault in faults] or [passed("header", words)]
    if shape.family is Family.PLAIN:
        intake.steps.append(noted("family", "The family is not known; a plain prompt is used."))
    else:
        intake.steps.append(passed("family", f"{shape.family}: Chartside's own prompt is used, never the file's."))
    _licence(intake, licence(info, intake.listed))


def _licence(intake: _Intake, words: str) -> None:
    """Note whether the licence was accepted."""
    if intake.accepted is None:
        intake.steps.append(noted("licence", f"To be accepted: {words}."))
    elif intake.accepted:
        intake.steps.append(passed("licence", f"Accepted: {words}."))
    else:
        intake.steps.append(failed("licence", f"Not accepted yet: {words}. Read it, then accept it."))


def _behaves(intake: _Intake, digest: str, client: ModelClient) -> LoadedModel | None:
    """Load it through the worker and try it; a model that ends its process is refused, and nothing else happens."""
    intake.progress("load")
    try:
        loaded = client.load(intake.path, anyway=True)  # whoever checks a model wants it started
        if loaded.sha256 != digest:
            intake.steps.append(failed("file", "The file changed while it was being checked."))
            return None
        intake.steps.append(passed("load", f"Loaded by {loaded.runs.build} on {loaded.runs.device}."))
        intake.steps += trials(client, intake.progress)
    except ModelError as error:
        intake.steps.append(failed("load", f"{error.what} {error.remedy}".strip()))
        return None
    else:
        return loaded
    finally:
        client.close()


def _page(intake: _Intake, info: GgufInfo | None, digest: str, loaded: LoadedModel | None) -> Page:
    """Write down what was found; of a file that was not opened that is little."""
    shape = profile(info) if info else None
    return Page(
        name=intake.listed.name if intake.listed else info.name if info else intake.path.stem,
        file=str(intake.path.resolve()),
        sha256=digest,
        size=intake.path.stat().st_size,
        architecture=info.architecture if info else "",
        family=str(shape.family) if shape else "",
        quantization=info.quantization if info else "",
        context=info.context if info else 0,
        licence=licence(info, intake.listed) if info else "",
        licence_accepted=bool(intake.accepted) and info is not None,
        listing=str(intake.listing),
        template_sha256=template_hash(info) if info else "",
        thinks=shape.two_passes if shape else False,
        system_role=shape.system if shape else False,
        build=loaded.runs.build if loaded else "",
        device=loaded.runs.device if loaded else "",
        settings=str(loaded.settings) if loaded and loaded.settings else "",
        chartside=__version__,
        when=datetime.now(UTC).isoformat(timespec="seconds"),
        admitted=intake.stands(),
        steps=tuple(intake.steps),
    )
