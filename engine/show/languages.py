"""Which of the two languages a person reads."""

import os
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias, get_args

Lang: TypeAlias = Literal["en", "ja"]
LANGS: tuple[Lang, ...] = get_args(Lang)

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def lang_of(text: str) -> Lang | None:
    """The language a locale name or a setting means (`ja_JP.UTF-8`, `ja`), or None."""
    start = text.strip().lower()[:2]
    return next((lang for lang in LANGS if lang == start), None)


def lang_said(words: Sequence[str], environment: Mapping[str, str]) -> Lang | None:
    """The language asked for outright: `--lang` among the words of the command line, else NURTURE_LANG."""
    for at, word in enumerate(words):
        if word == "--lang" and at + 1 < len(words):
            return lang_of(words[at + 1])
        if word.startswith("--lang="):
            return lang_of(word.removeprefix("--lang="))
    return lang_of(environment.get("NURTURE_LANG", ""))


def lang_of_environment(environment: Mapping[str, str]) -> Lang:
    """The terminal's language: the first of LC_ALL, LC_MESSAGES and LANG that is set."""
    for name in _VARIABLES:
        if environment.get(name):
            return lang_of(environment[name]) or "en"
    return "en"


def lang_of_workspace(folder: str) -> Lang | None:
    """`language` of the nearest `nurture.toml` at or above an absolute folder; None where none says one."""
    while not os.path.isfile(file := os.path.join(folder, "nurture.toml")):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return _language_in(file)


def _language_in(file: str) -> Lang | None:
    """Read without a TOML parser: this must be instant, and a broken file is reported by whoever needs it."""
    try:
        with open(file, encoding="utf-8") as text:
            lines = text.read().splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    for line in lines:
        name, found, value = line.partition("=")
        if found and name.strip() == "language":
            return lang_of(value.strip().strip("\"'"))
    return None
