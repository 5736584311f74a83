"""What the reader lets in means the same to every reader behind it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.errors import Problem
from engine.doors.reader import LARGEST, Limits, read_json

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
NUMBER = st.integers(-LARGEST, LARGEST) | st.floats(allow_nan=False, allow_infinity=False)
SHARDS = [b"[", b"{", b'"', b"\\", b"]", b"}", b":", b",", b"1", b"\\ud800", b"null"]
PLAIN = st.recursive(
    st.none() | st.booleans() | NUMBER | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(data=PLAIN, ascii_only=st.booleans())
def test_plain_data_comes_in_as_it_was_written(data: Any, ascii_only: bool) -> None:
    raw = json.dumps(data, ensure_ascii=ascii_only).encode()

    assert data == read_json(raw, Limits(depth=100))


@given(data=PLAIN, limit=st.integers(1, 6))
def test_the_depth_that_counts_is_that_of_the_data(data: Any, limit: int) -> None:
    def depth(value: Any) -> int:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
        return 0 if inner is None else 1 + max(map(depth, inner), default=0)

    found = read_json(json.dumps(data).encode(), Limits(depth=limit))

    assert (depth(data) > limit) == (isinstance(found, Problem) and found.code == "json.too-deep")


@given(raw=st.binary(max_size=200))
def test_no_bytes_at_all_bring_the_reader_down(raw: bytes) -> None:
    read_json(raw)


@given(raw=st.lists(st.sampled_from(SHARDS)).map(b"".join))
def test_no_heap_of_brackets_and_quotes_brings_it_down(raw: bytes) -> None:
    read_json(raw)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "json.broken"),
        (b"{", "json.broken"),
        (b'{"a": 1,}', "json.broken"),
        (b"[1] [2]", "json.broken"),
        (b"'a'", "json.broken"),
        (b'"a\nb"', "json.broken"),
        (b'"\xff"', "json.not-utf8"),
        (b'"\xed\xa0\x80"', "json.not-utf8"),
        (b"NaN", "json.number"),
        (b"-Infinity", "json.number"),
        (b"1e999", "json.number"),
        (b"9223372036854775808", "json.number"),
        (b"9" * 5_000, "json.number"),
        (b'{"a": 1, "a": 2}', "json.key-twice"),
        (b'{"a": 1, "\\u0061": 2}', "json.key-twice"),
        (b'"\\ud800"', "json.half-letter"),
        (b'{"\\udc00": 1}', "json.half-letter"),
        (b'"\\u0000"', "json.half-letter"),
        (b"[" * 100_000, "json.too-deep"),
        (b'{"a":' * 13 + b"1" + b"}" * 13, "json.too-deep"),
        (b'"' + b"a" * 1_000_000 + b'"', "json.too-large"),
    ],
)
def test_hostile_json_is_refused_with_its_reason(raw: bytes, code: str) -> None:
    found = read_json(raw)

    assert isinstance(found, Problem)
    assert code == found.code


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"\xef\xbb\xbf[]", []),
        (b'"\\ud83d\\ude00"', "😀"),
        (b'"[[[[[[[[[[[[[[[[[[[["', "[" * 20),
        (b'["\\"[", [[[[[[[[[[1]]]]]]]]]]]', ['"[', [[[[[[[[[[1]]]]]]]]]]]),
        (b"[" + b"[]," * 50 + b"1]", [*([[]] * 50), 1]),
    ],
)
def test_what_only_looks_hostile_comes_in(raw: bytes, expected: Any) -> None:
    assert expected == read_json(raw)
