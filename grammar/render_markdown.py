"""Findings as Markdown: for the summary of a CI job, a comment, a wiki."""

from collections.abc import Mapping, Sequence

from grammar.diagnostics import Diagnostic, Language, Severity

MOST = 500
"""GitHub takes a summary of 1 MiB a step; this many rows stay far below it."""

_SIGNS: Mapping[Severity, tuple[str, str]] = {"error": ("error", "エラー"), "warning": ("warning", "警告"), "info": ("hint", "情報")}
_HEADS = {"en": ("Where", "What", "Rule"), "ja": ("場所", "内容", "規則")}
_NONE = {"en": "No mistakes.", "ja": "誤りはありません。"}


def as_markdown(diagnostics: Sequence[Diagnostic], sources: Mapping[str, str], language: Language = "en") -> str:
    """One table row for each finding, the errors first; a sentence if there is none."""
    if not diagnostics:
        return _NONE[language]
    order: tuple[Severity, ...] = ("error", "warning", "info")
    rows = [_row(found, language) for severity in order for found in diagnostics if found.severity == severity]
    head = [f"| {' | '.join(_HEADS[language])} |", "|---|---|---|"]
    return "\n".join([*head, *rows[:MOST], *_rest(len(rows) - MOST, language)])


def _row(found: Diagnostic, language: Language) -> str:
    advice = found.help(language)
    text = found.message(language) + (f"<br>{advice}" if advice else "")
    place = f"`{found.span.file}:{found.span.line}`"
    sign = _SIGNS[found.severity][language == "ja"]
    return f"| {_cell(place)} | {_cell(text)} | {sign} {found.rule} {found.name} |"


def _cell(text: str) -> str:
    """Neither a bar nor a new line may end the cell."""
    return " ".join(text.replace("|", "\\|").split())


def _rest(more: int, language: Language) -> list[str]:
    if more <= 0:
        return []
    return ["", f"ほかに {more} 件あります。" if language == "ja" else f"… and {more} more."]
