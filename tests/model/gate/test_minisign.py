"""The first two signatures are minisign's own, as its Rust library tests itself with."""

from __future__ import annotations

import pytest

from copilot.errors import ModelError
from copilot.model.gate.minisign import key, verify
from tests.model.gate.signing import Signer

KEY = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"
PLAIN = (
    "untrusted comment: signature from minisign secret key\n"
    "RWQf6LRCGA9i59SLOFxz6NxvASXDJeRtuZykwQepbDEGt87ig1BNpWaVWuNrm73YiIiJbq71Wi+dP9eKL8OC351vwIasSSbXxwA=\n"
    "trusted comment: timestamp:1555779966\tfile:test\n"
    "QtKMXWyYcwdpZAlPF7tE2ENJkRd1ujvKjlj1m9RtHTBnZPa5WKU5uWRs5GoP5M/VqE81QFuMKI5k/SfNQUaOAA=="
)
HASHED = (
    "untrusted comment: signature from minisign secret key\n"
    "RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=\n"
    "trusted comment: timestamp:1556193335\tfile:test\n"
    "y/rUw2y8/hOUYjZU71eHp/Wo1KZ40fGy2VJEDl34XMJM+TX48Ss/17u3IvIfbVR1FkZZSNCisQbuQY+bHwhEBg=="
)


@pytest.mark.parametrize("signature", [PLAIN, HASHED])
def test_signatures_of_minisign_itself_are_read(signature: str) -> None:
    assert verify(b"test", signature, key(KEY)).endswith("file:test")
    assert verify(b"test", signature, key(f"untrusted comment: minisign public key\n{KEY}\n"))
    with pytest.raises(ModelError, match="changed"):
        verify(b"Test", signature, key(KEY))


@pytest.mark.parametrize("hashed", [True, False])
def test_a_changed_comment_is_a_changed_signature(hashed: bool) -> None:
    signer = Signer()
    signature = signer.sign(b"list", hashed=hashed)
    assert verify(b"list", signature, key(signer.key)) == "timestamp:1\tfile:models"
    with pytest.raises(ModelError, match="changed"):
        verify(b"list", signature.replace("timestamp:1", "timestamp:2"), key(signer.key))


def test_another_key_is_another_key_even_under_the_same_number() -> None:
    signature = Signer().sign(b"list")
    with pytest.raises(ModelError, match="changed"):
        verify(b"list", signature, key(Signer().key))
    with pytest.raises(ModelError, match="another key"):
        verify(b"list", signature, key(Signer(number=b"testkey2").key))


@pytest.mark.parametrize(
    "signature", ["", "one line", PLAIN.replace("trusted comment", "comment"), "a\nb\nc\nd", PLAIN[:-9]]
)
def test_what_is_no_signature_is_refused(signature: str) -> None:
    with pytest.raises(ModelError, match="no minisign signature"):
        verify(b"test", signature, key(KEY))


@pytest.mark.parametrize("text", ["", "secret", KEY[:-4], KEY + KEY, "Uk" + KEY[2:], "ä"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ModelError, match="no minisign public key"):
        key(text)
