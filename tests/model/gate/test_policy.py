from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from copilot.errors import ModelError
from copilot.model.catalogue import starter
from copilot.model.client import ModelClient
from copilot.model.gate.manifest import read_manifest
from copilot.model.gate.policy import Listing, permit, policy
from copilot.model.gguf_file import sha256
from tests.model.gate.signing import Signer, listed

Say = Callable[..., None]


def test_without_settings_a_model_on_no_list_may_be_tried(good: Path) -> None:
    assert permit(good, sha256(good)) is Listing.UNLISTED


def test_it_may_allow_only_what_it_lists(good: Path, it_says: Say) -> None:
    it_says(allow_unlisted=False)
    with pytest.raises(ModelError, match="on none of IT's lists"):
        permit(good, sha256(good))
    it_says(allow_unlisted=False, hashes=[sha256(good)])
    assert permit(good, sha256(good)) is Listing.NAMED


def test_what_is_not_allowed_is_not_loaded(good: Path, it_says: Say, client: ModelClient) -> None:
    it_says(allow_unlisted=False)
    with pytest.raises(ModelError, match="on none of IT's lists"):
        client.load(good)
    assert client.pid is None


def test_a_file_that_is_swapped_between_its_hash_and_its_loading_does_not_run(
    good: Path, client: ModelClient, tmp_path: Path
) -> None:
    path, other = tmp_path / "m.gguf", tmp_path / "other.gguf"
    for copy in (path, other):
        copy.write_bytes(good.read_bytes())

    def swap(_: float) -> None:
        if other.exists():
            other.replace(path)

    with pytest.raises(ModelError, match="changed after"):
        client.load(path, swap)
    assert client.pid is None
    assert client.load(path).info.name == "copying llama-3"


def test_what_came_with_the_program_always_may(it_says: Say) -> None:
    it_says(allow_unlisted=False)
    path = starter()
    assert path is not None
    assert permit(path, sha256(path)) is Listing.SHIPPED


def test_a_signed_list_vouches_with_its_key_only(good: Path, it_says: Say, machine: Path) -> None:
    signer = Signer()
    signer.manifest(machine, listed(good))
    it_says(allow_unlisted=False, trusted_key=signer.key)
    assert permit(good, sha256(good)) is Listing.SIGNED
    it_says(allow_unlisted=False, trusted_key=Signer().key)
    with pytest.raises(ModelError, match="changed"):
        permit(good, sha256(good))


def test_one_changed_byte_of_the_list_is_noticed(good: Path, machine: Path) -> None:
    signer = Signer()
    path = signer.manifest(machine, listed(good))
    content = path.read_bytes()
    assert read_manifest(path, signer.key).models[0].name == "Tiny"
    path.write_bytes(content.replace(b"Tiny", b"Tinx"))
    with pytest.raises(ModelError, match="changed"):
        read_manifest(path, signer.key)


def test_a_list_without_its_signature_or_without_a_key_is_not_believed(good: Path, machine: Path) -> None:
    signer = Signer()
    path = signer.manifest(machine, listed(good))
    with pytest.raises(ModelError, match="no trusted key"):
        read_manifest(path, "")
    path.with_name(path.name + ".minisig").unlink()
    with pytest.raises(ModelError, match="cannot be read"):
        read_manifest(path, signer.key)


def test_a_signed_list_that_says_something_else_is_refused(machine: Path) -> None:
    signer = Signer()
    path = signer.manifest(machine, {"name": "x", "sha256": "short"})
    with pytest.raises(ModelError, match="not complete"):
        read_manifest(path, signer.key)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"modells": {}}',
        '{"models": []}',
        '{"models": {"allow_unlisted": "perhaps"}}',
        '{"models": {"alow_unlisted": true}}',
        '{"models": {"hashes": ["x"]}}',
    ],
)
def test_settings_that_cannot_be_read_allow_nothing_but_the_shipped_model(text: str, machine: Path, good: Path) -> None:
    (machine / "policy.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be read"):
        policy()
    with pytest.raises(ModelError, match="no model but the shipped one"):
        permit(good, "0" * 64)
    path = starter()
    assert path is not None
    assert permit(path, "0" * 64) is Listing.SHIPPED
