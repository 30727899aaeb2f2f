from __future__ import annotations

from decimal import Decimal

import pytest

from copilot.errors import InputError
from copilot.fhir.jsontext import decode, is_extra_data, parse


def test_decimals_keep_their_digits() -> None:
    assert parse('{"value": 1.00, "n": 3}', "f") == {"value": Decimal("1.00"), "n": 3}
    assert str(parse("[1.00]", "f")[0]) == "1.00"  # type: ignore[index]


def test_duplicate_keys_keep_the_last() -> None:
    assert parse('{"a": 1, "a": 2}', "f") == {"a": 2}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1', "truncated"),
        ('{"a": 1,\n  // why\n "b": 2}', "comment at line 2, column 3"),
        ("/* x */ {}", "comment at line 1, column 1"),
        ('{"a": NaN}', "NaN"),
        ('{"a": 1e91252380341403921830290.7}', "exponent"),
        ('{"a": -Infinity}', "Infinity"),
        ("<html><body>502</body></html>", "web page"),
        ("<Patient xmlns='http://hl7.org/fhir'/>", "XML"),
        ('{"a": 1,, }', "line 1, column 9"),
        ("[" * 100_000, "nested too deeply"),
        ("[" + "9" * 5000 + "]", "number"),
    ],
)
def test_refusals_are_one_line_with_the_place(text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(text, "/x/record.json")
    message = str(caught.value)
    assert said in message
    assert message.startswith("/x/record.json: ")
    assert "\n" not in message


def test_a_message_never_quotes_the_record() -> None:
    with pytest.raises(InputError) as caught:
        parse('{"name": "Miller" "x"}', "f")
    assert "Miller" not in str(caught.value)


def test_decode_takes_byte_order_marks_and_old_encodings() -> None:
    assert decode("\ufeffé".encode(), "f") == ("é", False)
    assert decode("é".encode("utf-16"), "f") == ("é", False)
    assert decode("Fièvre".encode("cp1252"), "f") == ("Fièvre", True)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b" \n ", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"a\x00b", "not text"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"PK\x03\x04zip", "ZIP"),
        (b"\xff\xfea", "utf-16"),
    ],
)
def test_decode_refuses_what_is_no_text(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        decode(data, "f")


def test_extra_data_is_the_mark_of_ndjson() -> None:
    assert is_extra_data('{"a": 1}\n{"a": 2}\n')
    assert not is_extra_data('{"a": 1}\n\n')
    assert not is_extra_data('{\n"a": 1}\n')
    assert not is_extra_data("{broken}\n{}")
