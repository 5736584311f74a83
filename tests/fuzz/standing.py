"""What a text goes through: reading, checking, laying out, mending, and every format; with the time and memory it took.

`python -m tests.fuzz.standing SIZE NAME …` judges hostile texts, each in a process of its own, and writes a line of JSON for each.
"""

import json
import os
import resource
import sys
import time
import traceback
from dataclasses import dataclass

from grammar.fixes import fixed
from grammar.formatter import NotFormattable, format_file
from grammar.limits import LONGEST
from grammar.parse import ParseResult, parse
from grammar.render import FORMATS
from grammar.workspace import assemble, check_workspace
from tests.fuzz.hostile import HOSTILE

PATH = "a.nurture"


@dataclass(frozen=True, slots=True)
class Stood:
    """findings: how many; seconds: of the processor."""

    findings: int
    seconds: float


def stand(text: str) -> Stood:
    """Everything the program does with a text. Raises whatever goes wrong."""
    before = time.process_time()
    result = parse(text, PATH)
    found = check_workspace(assemble([result]))
    for each in found:
        if each.span.file == PATH and not 0 <= each.span.start <= each.span.end <= len(text):
            raise AssertionError(f"{each.of.id} lies outside of the file")
    if not any(each.severity == "error" for each in result.diagnostics):
        _laid_out(result)
    fixed(text, found)
    fixed(text, found, unsafe=True)
    for show in FORMATS.values():
        show(found, {PATH: text}, "ja").encode()
        show(found, {PATH: text}, "en").encode()
    return Stood(len(found), time.process_time() - before)


def _laid_out(result: ParseResult) -> None:
    """Only what would be longer than a file may be stays as it is."""
    try:
        format_file(result.file)
    except NotFormattable:
        if len(result.file.text) < LONGEST // 2:
            raise


def _in_a_process(name: str, size: int) -> None:
    parse("event a\n", PATH)
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    try:
        stood = stand(HOSTILE[name](size))
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(json.dumps({"name": name, "seconds": round(stood.seconds, 2), "megabytes": most}) + "\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    for one in sys.argv[2:]:
        _in_a_process(one, int(sys.argv[1]))
