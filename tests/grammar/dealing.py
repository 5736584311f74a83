"""Programs dealt between two who each read one half, beside the same read by one."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from grammar.checks import CHECKS
from grammar.diagnostics import Diagnostic, Sifted
from grammar.halves import Half, is_sure, together
from grammar.model import NotTold, Workspace
from grammar.parse import ParseResult, parse
from grammar.plain import to_plain
from grammar.side_by_side import Check
from grammar.stretches import stretches
from grammar.workspace import verdict


@dataclass(frozen=True)
class Pack:
    """A program in many small files. around: what else there is to know of it, such as templates."""

    texts: Mapping[str, str]
    around: Workspace

    @property
    def names(self) -> list[str]:
        return list(self.texts)

    def read(self, name: str) -> ParseResult:
        return parse(self.texts[name], name)

    def made(self, results: Sequence[ParseResult]) -> Workspace:
        """One program of what was read."""
        reading = tuple(found for one in results for found in one.diagnostics)
        return replace(self.around, files=tuple(one.file for one in results), reading=reading)


def packed(workspace: Workspace, seed: int = 0) -> Pack:
    """Every declaration in a file of its own, in an order of chance; with a seed, some lines are taken out, doubled or put elsewhere."""
    dice = Random(seed)
    texts = [file.text[one.start : one.end] for file in workspace.files for one in stretches(file.text)]
    dice.shuffle(texts)
    if seed:
        texts = list(_disturbed(texts, dice))
    return Pack({f"{number:04}.nurture": text for number, text in enumerate(texts)}, workspace)


def _disturbed(texts: list[str], dice: Random) -> Iterator[str]:
    """A mistake here and there, names that nobody declares, and what stands there twice."""
    gone = dice.randrange(len(texts))
    words = [word for text in texts for word in text.split() if word.isidentifier() and not word.isascii()] or ["名"]
    for number, text in enumerate(texts):
        lines = text.splitlines(keepends=True)
        way = dice.random()
        if number == gone and way < 0.7:
            continue
        if way < 0.05:
            lines.insert(dice.randrange(len(lines)), lines.pop(dice.randrange(len(lines))))
        elif way < 0.1:
            lines.append("".join(lines))
        elif way < 0.35:
            old, new = dice.choice(words), dice.choice([dice.choice(words), "誤" + dice.choice(words)])
            lines = [line.replace(old, new) for line in lines]
        elif way < 0.4 and len(lines) > 2:
            del lines[dice.randrange(1, len(lines) - 1)]
        yield "".join(lines)


def in_one(pack: Pack) -> Sifted:
    """What one process says that reads all."""
    return verdict(pack.made([pack.read(name) for name in pack.names]))


def in_two(pack: Pack, cut: int) -> Sifted | None:
    """What two say who read one half each; None where one must read all."""
    names = pack.names
    halves = [Half(names, {name: pack.read(name) for name in part}) for part in (names[:cut], names[cut:])]
    nears = [half.near for half in halves]
    messages = [json.loads(json.dumps(half.message(near))) for half, near in zip(halves, nears, strict=True)]
    first, second = (
        half.workspace(near, told, pack.read, pack.made) for half, near, told in zip(halves, nears, reversed(messages), strict=True)
    )

    def run(checks: Sequence[Check], _workspace: Workspace) -> list[list[Diagnostic]]:
        return together(halves[0].found(checks, first), halves[1].found(CHECKS, second), frozenset(names))

    try:
        told = verdict(first, run)
    except NotTold:
        return None
    return told if is_sure(first.symbols.compared, second.symbols.compared) else None


def plain(told: Sifted) -> str:
    """Every word of it."""
    return json.dumps([[to_plain(one) for one in part] for part in (told.findings, told.allowed)], ensure_ascii=False)
