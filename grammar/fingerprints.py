"""What makes a finding the same one tomorrow, when the lines above it have moved."""

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256

from grammar.diagnostics import Diagnostic


def fingerprints(diagnostics: Sequence[Diagnostic], sources: Mapping[str, str]) -> list[str]:
    """One for each finding, all different: of rule, file, the words of the sentence and the text of the line, not of its number."""
    lines = {name: text.splitlines() for name, text in sources.items()}
    seen: Counter[str] = Counter()
    made = []
    for found in diagnostics:
        mark = _mark(found, lines.get(found.span.file, []))
        seen[mark] += 1
        made.append(mark if seen[mark] == 1 else sha256(f"{mark}:{seen[mark]}".encode()).hexdigest())
    return made


def _mark(found: Diagnostic, lines: Sequence[str]) -> str:
    line = lines[found.span.line - 1].split() if 1 <= found.span.line <= len(lines) else []
    told = [found.rule, found.span.file, *(word for pair in found.words for word in pair), *line]
    return sha256("\0".join(told).encode("utf-8", "replace")).hexdigest()
