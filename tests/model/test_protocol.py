from __future__ import annotations

import pytest

from copilot.model import protocol
from copilot.model.protocol import Done, Failed, Generate, Load, Loaded, Part, Progress, Stop, Tokens, Unload

MESSAGES = [
    Load("/models/m.gguf", 4096, 2, 512, 0),
    Generate(3, (Part("<|begin|>", True), Part("déjà \u2028 vu\n")), "root ::= [a]", 20, 0.2, 5),
    Stop(3),
    Unload(),
    Progress(0.5),
    Loaded(2048, "CPU", "b1", "llama"),
    Tokens(3, "字\n"),
    Done(3, "end", 10, 3, 20, 0.1, 0.2),
    Failed("what", "where", "remedy", 3),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda m: type(m).__name__)
def test_a_message_survives_its_line(message: protocol.Request | protocol.Event) -> None:
    line = protocol.written(message)
    assert line.count(b"\n") == 1
    assert protocol.read(line) == message


@pytest.mark.parametrize("line", [b"noise\n", b"[]\n", b'{"kind":"Rm"}\n', b'{"kind":"Stop","x":1}\n', b"\xff\n"])
def test_anything_else_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError):
        protocol.read(line)
