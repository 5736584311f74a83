"""Where results go: words to people, one shape of JSON to programs. Light: nothing here loads a table."""

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.domain.errors import NurtureError
from engine.show.languages import Lang
from engine.show.signs import escaped, visible

FORMAT_VERSION = 1

FINE = 0
FINDINGS = 1
COULD_NOT = 2


@dataclass(frozen=True, slots=True)
class Screen:
    """How to speak to whoever called. command: its words; folder: where `nurture.toml` is looked for."""

    command: str
    lang: Lang = "en"
    as_json: bool = False
    folder: Path = field(default_factory=Path)

    def pick(self, en: str, ja: str) -> str:
        """The text in the reader's language."""
        return ja if self.lang == "ja" else en

    def say(self, en: str, ja: str) -> None:
        """A line for people; silent under `--json`."""
        if not self.as_json:
            self.write(self.pick(en, ja))

    def write(self, text: str) -> None:
        """Text with a newline at its end; nothing of it steers a terminal."""
        text = visible(text)
        sys.stdout.write(text if text.endswith("\n") else text + "\n")

    def pour(self, text: str) -> None:
        """A table or a difference, which programs read: as it is through a pipe, and before people like all the rest."""
        sys.stdout.write(visible(text.replace("\r\n", "\n")) if sys.stdout.isatty() else text)

    def note(self, en: str, ja: str) -> None:
        """A line beside the result: on the error stream, so that a pipe gets the result alone."""
        if not self.as_json:
            sys.stderr.write(visible(self.pick(en, ja)) + "\n")

    def document(self, data: Any) -> None:
        """The result as JSON; silent without `--json`."""
        if self.as_json:
            self.write(_json({"format_version": FORMAT_VERSION, "command": self.command, "data": data}))

    def problem(self, code: str, text: str, values: dict[str, str]) -> None:
        """What could not be done, and what to do about it."""
        if self.as_json:
            told = {"code": code, "sentence": text, "values": values}
            self.write(_json({"format_version": FORMAT_VERSION, "command": self.command, "problem": told}))
        else:
            sys.stderr.write(f"nurture: {visible(text)}\n")

    def confirm(self, en: str, ja: str) -> bool:
        """Asks yes or no. Raises NurtureError where nobody can answer."""
        if self.as_json or not sys.stdin.isatty():
            raise NurtureError("nobody-to-ask", command=self.command)
        sys.stderr.write(visible(self.pick(f"{en} [y/N] ", f"{ja} [y/N] ")))
        sys.stderr.flush()
        return sys.stdin.readline().strip().lower() in {"y", "yes", "はい", "ｙ"}


def _json(document: dict[str, Any]) -> str:
    return escaped(json.dumps(document, ensure_ascii=False, indent=2))
