"""A twin reads a large file: what it tells is what one process would have said, its failures too."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
TWIN = """
from engine.domain.errors import NurtureError, Problem
from engine.doors.events import Rejection
from engine.doors.imports import Note, Row, gathered
from engine.doors.incoming import Incoming
from engine.doors.reading_ahead import read_ahead
from grammar.twin import can_be

def rows(count, fails):
    for line in range(count):
        props = {"n": line, "日": [1.5, None, True]}
        event = Incoming(source="s", id=str(line), type="lead.changed", keys={"external": str(line)}, props=props)
        rejected = (Rejection(line, Problem("x", {"a": "b"}), ("c",)),) if line % 7 == 0 else ()
        yield Row(line, (event,), rejected, (Note(0, Problem("y")),))
    if fails:
        raise NurtureError("import.no-header", file="f")

print(can_be(), list(read_ahead(lambda: rows(1234, False))) == list(gathered(rows(1234, False))))
try:
    list(read_ahead(lambda: rows(150, True)))
except NurtureError as error:
    print(error.problem.code, error.problem.values)
early = read_ahead(lambda: rows(100_000, False))
print(next(early).rows)
early.close()
"""


def test_a_twin_says_what_one_process_would() -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", TWIN], capture_output=True, text=True, check=True, env=environment)

    assert ["True True", "import.no-header {'file': 'f'}", "100"] == done.stdout.splitlines(), done.stderr
