"""The tour of the language, which stands in the documentation."""

from pathlib import Path

TOUR = (Path(__file__).parents[2] / "docs" / "tour.nurture").read_text(encoding="utf-8")
