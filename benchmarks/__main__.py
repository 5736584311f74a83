"""`python -m benchmarks [ROW ...] [--rounds N] [--json]`: every figure is a ratio taken in this very run."""

import argparse
import json
import os
import platform
import sys

from benchmarks import checking, cli_start, drip, due, durable_step, identity, importing, intake, keystroke, mail, rules, together
from benchmarks.race import Missing, Row, run
from benchmarks.table import as_data, as_text

ROWS: tuple[Row, ...] = (
    *(*rules.ROWS, *durable_step.ROWS, *together.ROWS, *due.ROWS, *mail.ROWS, *drip.ROWS, *importing.ROWS),
    *(*intake.ROWS, *identity.ROWS),
    *(*cli_start.ROWS, *checking.ROWS, *keystroke.ROWS),
)


def main() -> int:
    told = _arguments()
    rows = [row for row in ROWS if not told.rows or row.name in told.rows]
    measured = []
    for row in rows:
        try:
            results = run(row, rounds=told.rounds)
        except Missing as missing:
            print(f"{row.title}: not measured, it needs {missing}", end="\n\n", file=sys.stderr, flush=True)
            continue
        measured.append(as_data(row, results))
        print(as_text(row, results), end="\n\n", file=sys.stderr if told.json else sys.stdout, flush=True)
    if told.json:
        print(json.dumps({"machine": _machine(), "rounds": told.rounds, "rows": measured}, indent=2))
    return 0


def _arguments() -> argparse.Namespace:
    names = [row.name for row in ROWS]
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Ours, the limit, a peer: side by side.")
    parser.add_argument("rows", nargs="*", metavar="ROW", choices=[[], *names], help=f"{', '.join(names)}; all if none")
    parser.add_argument("--rounds", type=int, default=9, help="laps of each contender (9)")
    parser.add_argument("--json", action="store_true", help="data on stdout, the table on stderr")
    return parser.parse_args()


def _machine() -> dict[str, str | int | None]:
    return {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count()}


if __name__ == "__main__":
    sys.exit(main())
