"""A demo as one page that needs nothing from outside."""

from pathlib import Path

from engine.commands.demo import Demo
from engine.show.languages import Lang


def write_page(path: Path, demo: Demo, lang: Lang) -> None:
    """Writes it, whole."""
    path.write_text(f"<!doctype html><title>{demo.mails}</title>{lang}", encoding="utf-8")
