"""A table of leads comes in: the whole command, from the file to the last commit, beside a bare `executemany` of the very same rows.

Every tenth row is somebody who was there before under another address or number, so the keys do their work.
`NURTURE_BENCH_IMPORT=1000000 python -m benchmarks import --rounds 1` is the long form.
"""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from pysqlite3 import dbapi2

from benchmarks.race import Contender, Lap, Row
from engine.store.upgrade import upgrade

ROWS_OF_A_LAP = int(os.environ.get("NURTURE_BENCH_IMPORT", "50000"))
ROOT = Path(__file__).parents[1]
TABLES = ("receipts", "keys", "events", "inbox")
AT_ONCE = 2_000
MAPPING = """
source = "hubspot"
[keys]
hubspot = "Record ID"
email = "Email"
[attributes]
name = { column = "Last Name", join = ["First Name"] }
company = "Company"
phone = { column = "Phone Number", type = "phone" }
title = "Job Title"
"""
PROGRAM = 'attribute title: text optional\n\nevent download "資料請求"\n'


@contextmanager
def line_up() -> Iterator[Sequence[Contender]]:
    with TemporaryDirectory() as folder:
        place = Path(folder)
        _write(place / "leads.csv")
        (place / "map.toml").write_text(MAPPING, "utf-8")
        yield [
            Contender("nurture import leads", "ours", lambda: _ours(place), "the whole command", before=lambda: _afresh(place)),
            Contender("executemany of its rows", "limit", lambda: _bare(place), f"{AT_ONCE:,} a commit, nothing is read or looked up"),
        ]


def _write(table: Path) -> None:
    with table.open("w", encoding="utf-8") as out:
        out.write("Record ID,Email,Last Name,First Name,Company,Phone Number,Job Title\n")
        for number in range(ROWS_OF_A_LAP):
            who = number - 7 if number % 10 == 9 else number
            out.write(
                f"{who},lead{number}@firma{number % 5000}.example,佐藤{number},花子,第{number % 5000}商会株式会社,"
                f"03-{number % 10000:04d}-{number * 7 % 10000:04d},部長\n"
            )


def _afresh(place: Path) -> None:
    """A workspace with a program and an empty database."""
    shutil.rmtree(place / "house", ignore_errors=True)
    (place / "house").mkdir()
    (place / "house" / "nurture.toml").write_text('[workspace]\nlanguage = "ja"\ntimezone = "Asia/Tokyo"\n', "utf-8")
    (place / "house" / "all.nurture").write_text(PROGRAM, "utf-8")
    _call(place, "apply", "--yes")


def _ours(place: Path) -> int:
    _call(place, "import", "leads", str(place / "leads.csv"), "--mapping", str(place / "map.toml"))
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    sys.stderr.write(f"  {ROWS_OF_A_LAP:,} rows; the largest process had {most} MB; load {os.getloadavg()[0]:.1f}\n")
    return ROWS_OF_A_LAP


def _call(place: Path, *words: str) -> None:
    command = [sys.executable, str(ROOT / "cli.py"), *words, "-C", str(place / "house"), "--json"]
    # The command would take a variable of ours for a setting it does not know.
    env = {name: value for name, value in os.environ.items() if not name.startswith("NURTURE_")}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=env | {"PYTHONPATH": str(ROOT)})


def _bare(place: Path) -> Lap:
    """Reading them out of our database is not counted."""
    (place / "bare.db").unlink(missing_ok=True)
    upgrade(f"sqlite:///{place / 'bare.db'}")
    seconds = 0.0
    ours = next((place / "house").rglob("*.db"))
    with closing(dbapi2.connect(str(ours))) as source, closing(dbapi2.connect(str(place / "bare.db"), isolation_level=None)) as target:
        target.execute("PRAGMA journal_mode = WAL")
        target.execute("PRAGMA synchronous = FULL")
        read = {name: source.execute(f"SELECT * FROM {name} ORDER BY rowid" if name in ("events", "inbox") else f"SELECT * FROM {name}")
                for name in TABLES}  # fmt: skip
        while rows := {name: found for name in TABLES if (found := read[name].fetchmany(AT_ONCE * (3 if name == "keys" else 1)))}:
            began = perf_counter()
            target.execute("BEGIN IMMEDIATE")
            for name, found in rows.items():
                target.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(found[0]))})", found)
            target.execute("COMMIT")
            seconds += perf_counter() - began
    return Lap(ROWS_OF_A_LAP, seconds)


ROWS = (Row("import", "a table of leads comes in with its keys, on SQLite", "a row", 5.0, line_up),)
