"""Inputs that a fuzzer grows from the project's own files, led by which lines of the program each of them reaches (`make guided`).

`python -m tests.fuzz.guided check|format|fix SECONDS FOLDER` needs the extra `fuzz`. What is grown is kept in the folder, so that the next
run goes on from there; an input with which something is wrong is left beside it as `crash-…`, and ends the run with a traceback.
"""

import contextlib
import os
import random
import resource
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["grammar", "engine"]):
    from engine.commands.fixing import ROUNDS, mended
    from grammar.encodings import decoded
    from grammar.formatter import format_file
    from grammar.parse import parse

from tests.fuzz.mutations import mutated
from tests.fuzz.sources import sources
from tests.fuzz.standing import stand
from tests.grammar.test_mistakes import MISTAKES

SECONDS = 2.0
MEGABYTES = 256
LONGEST_INPUT = 6_000
MOST_MUTATIONS = 4


def check(text: str) -> None:
    """Read, checked, and shown in every format."""
    stood = stand(text)
    if stood.seconds > SECONDS:
        raise AssertionError(f"it took {stood.seconds} s")


def lay_out(text: str) -> None:
    """What can be laid out stays what it was: the formatter proves it, or raises."""
    result = parse(text)
    if not any(found.severity == "error" for found in result.diagnostics):
        format_file(result.file)


def mend(text: str) -> None:
    """The fixes come to an end, and no text is worse to read after them."""
    before = _errors(text)
    for unsafe in (False, True):
        after = text
        for _ in range(ROUNDS):
            found = [each for each in parse(after).diagnostics if each.fix and (each.fix.safe or unsafe)]
            after, done = mended(after, found, unsafe=unsafe)
            if not done:
                break
        if _errors(after) > before:
            raise AssertionError("more errors after its fixes")


def _errors(text: str) -> int:
    return sum(found.severity == "error" for found in parse(text).diagnostics)


TARGETS: Mapping[str, Callable[[str], None]] = {"check": check, "format": lay_out, "fix": mend}


def judged(target: Callable[[str], None]) -> Callable[[bytes], None]:
    """The same for the bytes of a file; with what the whole process has taken so far."""

    def judge(data: bytes) -> None:
        target(decoded(data)[0])
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        if megabytes > MEGABYTES:
            raise AssertionError(f"{megabytes} MB")

    return judge


def grown(data: bytes, size: int, seed: int) -> bytes:
    """Half of the time as hands, editors and merges do it, otherwise byte by byte."""
    chance = random.Random(seed)
    if chance.random() < 0.5:
        # Some mutations need what is not there, such as a pair of tokens in one line.
        with contextlib.suppress(IndexError, ValueError):
            made = mutated(decoded(data)[0], chance, chance.randrange(1, MOST_MUTATIONS)).text.encode("utf-8", "surrogatepass")
            if len(made) <= size:
                return made
    grown_here: bytes = atheris.Mutate(data, size)
    return grown_here


def plant(folder: Path) -> None:
    """The first corpus: every file of the examples, cut where a declaration may start, and every known mistake."""
    folder.mkdir(parents=True, exist_ok=True)
    pieces = {piece for source in sources() for piece in source.text.replace("\n\n", "\0").split("\0") if piece.strip()}
    pieces |= {frame.format(text) for *_, frame, text in MISTAKES}
    for number, piece in enumerate(sorted(pieces)):
        (folder / f"seed-{number:04}").write_bytes(piece.encode("utf-8", "surrogatepass"))


def main(kind: str, seconds: str, folder: str) -> None:
    corpus = Path(folder) / kind
    if not corpus.exists():
        plant(corpus)
    flags = [f"-max_total_time={seconds}", f"-max_len={LONGEST_INPUT}", f"-artifact_prefix={folder}/{kind}-", "-timeout=300"]
    flags += ["-rss_limit_mb=1024", "-print_final_stats=1", *os.environ.get("NURTURE_TEST_GUIDED", "").split()]
    atheris.Setup([sys.argv[0], *flags, str(corpus)], judged(TARGETS[kind]), custom_mutator=grown)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
