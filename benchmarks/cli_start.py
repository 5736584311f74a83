"""How long a person waits for the command line: whole processes, from the key to the last byte."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.race import Contender, Role, Row
from cli import root

ROOT = Path(__file__).parents[1]
COMMANDS = len(root.commands)
"""As many as `nurture` has."""
OURS = "import sys; sys.path.insert(0, sys.argv.pop(1)); from cli import main; main()"
CLICKS_OWN = """\
import click

@click.group()
def main():
    "A group of commands, as small as click allows."
"""
ONE_COMMAND = """
@main.command(help="One command of many.")
@click.argument("name")
@click.option("--json", is_flag=True, help="The result as JSON.")
def command_{number}(name, json):
    pass
"""
SCENARIO = """\
event download {
  asset: text
}

scenario thanks {
  enter on download where asset is "whitepaper"
  wait 3 days
  tag "thanked"
  stop because "enough"
}
"""


def process(name: str, role: Role, *words: str, folder: Path, note: str = "") -> Contender:
    """A contender that starts Python anew with these words and waits for its end."""
    command = [sys.executable, *words]
    clean = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"}

    def lap() -> int:
        subprocess.run(command, cwd=folder, env=clean, capture_output=True, check=True)
        return 1

    return Contender(name, role, lap, note)


@contextmanager
def helping() -> Iterator[Sequence[Contender]]:
    with workspace() as folder:
        small = CLICKS_OWN + "".join(ONE_COMMAND.format(number=n) for n in range(COMMANDS)) + "\nmain()\n"
        (folder / "small.py").write_text(small, encoding="utf-8")
        yield [
            process("nurture --help", "ours", "-c", OURS, str(ROOT), "--help", folder=folder),
            process(f"click's own --help, {COMMANDS} commands", "limit", "small.py", "--help", folder=folder),
            process("alembic --help", "peer", "-m", "alembic", "--help", folder=folder),
        ]


@contextmanager
def checking() -> Iterator[Sequence[Contender]]:
    with workspace() as folder:
        (folder / "small.py").write_text("value = 1\n" * 10, encoding="utf-8")
        yield [
            process("nurture check, one file", "ours", "-c", OURS, str(ROOT), "check", folder=folder),
            process("import click", "limit", "-c", "import click", folder=folder),
            process("mypy, one file", "peer", "-m", "mypy", "small.py", folder=folder, note="warm cache"),
        ]


@contextmanager
def workspace() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "nurture.toml").write_text('[workspace]\nname = "small"\n', encoding="utf-8")
        (folder / "thanks.nurture").write_text(SCENARIO, encoding="utf-8")
        yield folder


ROWS = (
    Row("help", "the command line says what it can", "one process", 1.05, partial(helping)),
    Row("check", "one scenario file is checked", "one process", 2.0, partial(checking)),
)
