"""How two texts of a file differ, as a unified diff."""

import re
from difflib import unified_diff

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def difference(name: str, before: str, after: str) -> str:
    """The lines that change, with those around them."""
    lines = unified_diff(_LINE.findall(before), _LINE.findall(after), name, name)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
