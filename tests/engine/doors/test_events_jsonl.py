"""A log of events comes in line by line."""

from pathlib import Path

from engine.doors.events_jsonl import read_events
from engine.doors.imports import Row


def rows(folder: Path, raw: bytes) -> list[Row]:
    (folder / "log.jsonl").write_bytes(raw)
    return list(read_events(folder / "log.jsonl", zone="Asia/Tokyo"))


GOOD = b'{"id": "1", "type": "download", "lead": "L1", "at": "2026-11-02T09:00:00"}'


def test_each_line_is_an_event_of_history(tmp_path: Path) -> None:
    [row] = rows(tmp_path, b"\xef\xbb\xbf" + GOOD)

    assert [("import", "1", False)] == [(event.source, event.id, event.live) for event in row.events]


def test_broken_lines_are_named_and_the_others_go_in(tmp_path: Path) -> None:
    found = rows(tmp_path, b"\n".join([GOOD, b"", b"{", b'{"id": "2", "type": "x", "lead": "L"}', b'"' + b"a" * 200_000, GOOD]))

    assert 2 == sum(len(row.events) for row in found)
    assert [(3, "json.broken"), (4, "event.missing"), (5, "json.too-large")] == [
        (one.line, one.problem.code) for row in found for one in row.rejected
    ]
