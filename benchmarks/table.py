"""What a race says, for a reader and for a machine."""

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.race import Result, Row


def as_text(row: Row, results: Sequence[Result]) -> str:
    """A heading, one line a contender, the slowest last."""
    lines = [f"{row.title}  (one operation: {row.unit}; aim: at most {row.aim:g}x the limit)"]
    lines += [_line(row, result) for result in sorted(results, key=lambda result: result.seconds)]
    return "\n".join(lines)


def as_data(row: Row, results: Sequence[Result]) -> Mapping[str, Any]:
    """The same as plain data; seconds are of one operation."""
    return {
        "row": row.name,
        "title": row.title,
        "unit": row.unit,
        "aim": row.aim,
        "results": [
            {
                "name": result.name,
                "role": result.role,
                "seconds": result.seconds,
                "per_second": result.per_second,
                "ratio": result.ratio,
                "note": result.note,
            }
            for result in results
        ],
    }


def _line(row: Row, result: Result) -> str:
    verdict = ("  within" if result.ratio <= row.aim else "  beyond") if result.role == "ours" else ""
    note = f"  ({result.note})" if result.note else ""
    return f"  {result.role:5}  {result.name:34}{result.per_second:>12,.0f}/s{result.ratio:>9.2f}x{verdict}{note}"
