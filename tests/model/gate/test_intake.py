from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from copilot.errors import ModelError
from copilot.model.catalogue import starter
from copilot.model.client import ModelClient
from copilot.model.gate import page as pages
from copilot.model.gate.intake import check
from copilot.model.gate.page import Page, all_kept, keep, kept
from copilot.model.gate.policy import policy
from copilot.model.gate.standing import standing, standing_of
from copilot.model.gguf_file import sha256
from tests.model.gate.signing import Signer, listed
from tests.model.malformed import MALFORMED, Malformed
from tests.model.tiny_families import FAMILIES, copying

Say = Callable[..., None]


def seen(path: Path, client: ModelClient, *, accept: bool | None = True, manifest: Path | None = None) -> Page:
    return check(path, policy(), accept_licence=accept, manifest=manifest, client=client)


def test_a_model_that_does_as_it_is_told_is_admitted_and_labelled(good: Path, client: ModelClient) -> None:
    page = seen(good, client)
    assert page.admitted, page.reasons
    assert page.sha256 == sha256(good)
    assert (page.family, page.architecture, page.system_role) == ("llama-3", "llama", True)
    assert page.listing == "not on any list"
    assert "llama-cpp-python" in page.build
    assert {step.name for step in page.steps} >= {"list", "header", "family", "licence", "load", "canary", "speed"}
    assert client.pid is None


def test_without_the_licence_nothing_is_loaded(good: Path, client: ModelClient) -> None:
    page = seen(good, client, accept=False)
    assert not page.admitted
    assert "licence" in " ".join(page.reasons).casefold() or "Not accepted" in page.reasons[0]
    assert page.build == ""
    assert not page.licence_accepted


def test_the_licence_of_the_signed_list_is_the_one_that_is_shown(
    good: Path, client: ModelClient, it_says: Say, machine: Path
) -> None:
    signer = Signer()
    signer.manifest(machine, listed(good, licence_link="https://example.org/terms"))
    it_says(allow_unlisted=False, trusted_key=signer.key)
    page = seen(good, client)
    assert page.admitted, page.reasons
    assert page.name == "Tiny"
    assert page.licence == "Test licence 1.0 · https://example.org/terms"
    assert page.listing == "named in the signed list"


def test_one_flipped_byte_is_another_file(
    good: Path, client: ModelClient, it_says: Say, machine: Path, tmp_path: Path
) -> None:
    signer = Signer()
    signer.manifest(machine, listed(good))
    it_says(allow_unlisted=False, trusted_key=signer.key)
    content = bytearray(good.read_bytes())
    content[-5] ^= 1
    flipped = tmp_path / "flipped.gguf"
    flipped.write_bytes(content)
    page = seen(flipped, client)
    assert not page.admitted
    assert "not on any list" in page.reasons[0]
    assert page.architecture == ""  # it was not even opened


def test_a_wrong_signature_keeps_the_file_closed(
    good: Path, client: ModelClient, it_says: Say, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Signer().manifest(machine, listed(good))
    it_says(trusted_key=Signer().key)
    monkeypatch.setattr("copilot.model.gate.intake.read_header", lambda _: pytest.fail("it was opened"))
    page = seen(good, client, manifest=path)
    assert not page.admitted
    assert "signature does not fit" in page.reasons[0]


def test_a_list_that_was_named_must_name_the_file(
    good: Path, client: ModelClient, it_says: Say, tmp_path: Path
) -> None:
    signer = Signer()
    it_says(trusted_key=signer.key)
    page = seen(good, client, manifest=signer.manifest(tmp_path, listed(good, sha256="0" * 64)))
    assert "does not name this file" in page.reasons[0]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"size": 12}, "12 bytes"),
        ({"family": "gemma"}, "family gemma"),
        ({"quantization": "Q4_K_M"}, "Q4_K_M"),
        ({"template_sha256": hashlib.sha256(b"another").hexdigest()}, "chat template"),
    ],
)
def test_what_the_list_says_must_be_so(
    changes: dict[str, object], reason: str, good: Path, client: ModelClient, it_says: Say, tmp_path: Path
) -> None:
    signer = Signer()
    it_says(trusted_key=signer.key)
    page = seen(good, client, manifest=signer.manifest(tmp_path, listed(good, **changes)))
    assert not page.admitted
    assert reason in " ".join(page.reasons)
    assert page.build == ""


def test_a_replaced_template_is_never_run_and_is_noticed_where_a_list_tells_its_hash(
    client: ModelClient, it_says: Say, tmp_path: Path
) -> None:
    evil = "<|start_header_id|>{% for x in range(10**9) %}{{ ''.__class__ }}{% endfor %}"
    tiny = copying("llama-3")
    path = replace(tiny, changes=dict(tiny.changes) | {"tokenizer__chat_template": evil}).write(tmp_path / "evil.gguf")
    assert seen(path, client).admitted
    signer = Signer()
    it_says(trusted_key=signer.key)
    given = str(tiny.changes["tokenizer__chat_template"])
    entry = listed(path, template_sha256=hashlib.sha256(given.encode()).hexdigest())
    assert "chat template" in seen(path, client, manifest=signer.manifest(tmp_path, entry)).reasons[0]


def test_a_model_that_hears_nothing_is_refused_with_reasons(client: ModelClient, tmp_path: Path) -> None:
    page = seen(FAMILIES["gemma-3"].write(tmp_path / "m.gguf"), client)
    assert not page.admitted
    assert "Instructions do not reach the model" in page.reasons[0]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"general__type": "mmproj"}, "no language model of its own"),
        ({"split__count": 3}, "one part of several"),
        ({"split__count": "many"}, "one part of several"),
        ({"llama__context_length": 512}, "too small"),
    ],
)
def test_what_can_not_be_of_use_is_refused_before_it_is_loaded(
    changes: dict[str, object], reason: str, client: ModelClient, tmp_path: Path
) -> None:
    tiny = copying("llama-3")
    page = seen(replace(tiny, changes=dict(tiny.changes) | changes).write(tmp_path / "m.gguf"), client)
    assert reason in " ".join(page.reasons)
    assert page.build == ""


@pytest.mark.parametrize("made", MALFORMED, ids=[made.name for made in MALFORMED])
def test_no_malformed_file_is_admitted(made: Malformed, client: ModelClient, tmp_path: Path) -> None:
    path = tmp_path / "m.gguf"
    path.write_bytes(made.make())
    result = _page_or_error(path, client)
    if isinstance(result, ModelError):
        assert result.remedy
    else:
        assert not result.admitted
        assert result.reasons


def _page_or_error(path: Path, client: ModelClient) -> Page | ModelError:
    """Return the page, or why the file could not be read at all; any other exception is a fault of ours."""
    try:
        return seen(path, client)
    except ModelError as error:
        return error


def test_a_model_that_ends_its_worker_is_refused(
    client: ModelClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("copilot.model.gate.soundness.MOST_LAYERS", 1 << 40)
    tiny = copying("llama-3")
    path = replace(tiny, changes=dict(tiny.changes) | {"llama__block_count": 100_000}).write(tmp_path / "m.gguf")
    page = seen(path, client)
    assert not page.admitted
    assert page.reasons


def test_the_starter_is_admitted_as_shipped(client: ModelClient) -> None:
    path = starter()
    assert path is not None
    page = seen(path, client)
    assert page.admitted, page.reasons
    assert page.listing == "shipped with Chartside"


@pytest.mark.parametrize("when", ["load", "speed"])
def test_a_file_that_changes_under_the_check_is_refused(when: str, client: ModelClient, tmp_path: Path) -> None:
    path = copying("llama-3").write(tmp_path / "m.gguf")
    other = copying("phi-4").write(tmp_path / "other.gguf")

    def swap(step: str) -> None:
        if step == when:
            other.replace(path)

    page = check(path, policy(), accept_licence=True, client=client, progress=swap)
    assert not page.admitted
    assert "changed while it was being checked" in " ".join(page.reasons)


def test_a_file_that_is_not_there(client: ModelClient, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        seen(tmp_path / "none.gguf", client)


@pytest.fixture
def page(good: Path, client: ModelClient) -> Page:
    return seen(good, client)


def test_a_page_is_kept_and_read_again(page: Page, good: Path) -> None:
    assert kept(page.sha256) is None
    place = keep(page)
    assert kept(page.sha256) == page
    assert all_kept() == (page,)
    text = place.read_text("utf-8")
    assert page.sha256 in text
    assert "| canary | passed |" in text
    assert json.loads(place.with_suffix(".json").read_text("utf-8"))["admitted"] is True
    assert standing(good, page.sha256).words == f"passed the gate on {page.when[:10]}"
    assert standing_of(good).good


def test_what_was_not_checked_or_refused_is_said(page: Page, good: Path) -> None:
    assert standing(good, page.sha256).words == "not checked"
    refused = replace(page, admitted=False)
    keep(refused)
    assert standing(good, page.sha256).words.startswith("refused by the gate on")
    assert not standing_of(good).good
    keep(replace(page, size=page.size + 1))
    assert standing_of(good).words == "changed since it was checked"
    path = starter()
    assert path is not None
    assert standing(path, "0" * 64).words == "shipped with Chartside"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 2}', '{"version": 1, "steps": [{}]}'])
def test_a_page_that_cannot_be_read_counts_as_none(text: str) -> None:
    pages.folder().mkdir(parents=True)
    (pages.folder() / ("0" * 64 + ".json")).write_text(text, encoding="utf-8")
    assert kept("0" * 64) is None
    assert all_kept() == ()


def test_a_name_cannot_break_the_page(page: Page) -> None:
    text = replace(page, name="x | y\n# <b>![](file:///etc/passwd)\x1b[2K").as_markdown()
    assert text.splitlines()[0] == "# Model check: x \\| y \\# \\<b\\>\\!\\[\\](file:///etc/passwd)�\\[2K"
