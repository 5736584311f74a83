"""How these tests call the command line: in this process, with a workspace of their own."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from cli import root


@dataclass(frozen=True)
class Answer:
    """code: 0 fine, 1 findings, 2 could not run."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What stands under `data` of the JSON document."""
        return json.loads(self.out)["data"]


@dataclass(frozen=True)
class Nurture:
    """The command line, called from one folder."""

    folder: Path
    lang: str = "en"

    def __call__(self, *words: str, lang: str = "", stdin: str = "") -> Answer:
        """`nurture WORDS`; the language is put before nothing is said about it."""
        result = CliRunner().invoke(root, [*words, "--lang", lang or self.lang, "-C", str(self.folder)], input=stdin)
        return Answer(result.exit_code, result.stdout, result.stderr)

    def json(self, *words: str) -> Any:
        """The data of `nurture WORDS --json`."""
        return self(*words, "--json").data
