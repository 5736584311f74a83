"""Messages of which something could not be read: kept in a file of the state folder, one JSON object a line, for a person."""

import base64
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.domain.errors import NurtureError
from engine.doors.events import Rejection
from engine.doors.kafka.records import Record

LARGEST = 100_000_000
"""Bytes. Beyond that nothing more is read until a person has looked: what is refused is never dropped."""


def refused_in(state: Path) -> "Refused":
    """The file of the workspace whose `.nurture` folder that is."""
    return Refused(state / "kafka.refused.jsonl")


@dataclass(frozen=True, slots=True)
class Refused:
    """A crash between the line and the commit of its offset writes the line again."""

    path: Path

    def keep(self, refused: Sequence[tuple[Record, Sequence[Rejection]]]) -> None:
        """On disk when it returns. Raises NurtureError where the disk does not take it, or the file is too large already."""
        if not refused:
            return
        # It begins a line of its own, whatever part of one a full disk has left behind.
        text = ("\n" + "".join(json.dumps(_line(*one), ensure_ascii=False) + "\n" for one in refused)).encode()
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
            try:
                self._append(handle, text)
            finally:
                os.close(handle)
            _sync_folder(self.path.parent)
        except OSError as error:
            raise NurtureError("kafka-refused-full", file=self.path) from error

    def _append(self, handle: int, text: bytes) -> None:
        if os.fstat(handle).st_size > LARGEST or os.write(handle, text) < len(text):
            raise NurtureError("kafka-refused-full", file=self.path)
        os.fsync(handle)


def _line(record: Record, wrong: Sequence[Rejection]) -> dict[str, Any]:
    errors = [{"item": one.line, "code": one.problem.code, "values": dict(one.problem.values)} for one in wrong]
    place = {"topic": record.topic, "partition": record.partition, "offset": record.offset}
    try:
        return place | {"errors": errors, "message": record.value.decode("utf-8")}
    except UnicodeDecodeError:
        return place | {"errors": errors, "base64": base64.b64encode(record.value).decode()}


def _sync_folder(folder: Path) -> None:
    """A file that is new is safe only with its folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
