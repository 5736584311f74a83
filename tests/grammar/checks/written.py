"""What is generated in the pages of the rules: their heads, the reports of their mistakes, and the index.

`make docs` writes it anew. The prose below the head, the mistake and the right way are written by hand.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from grammar.checks.pressing import SAME_DAY
from grammar.checks.unsure import NOT_ANALYSED, unsure_of
from grammar.diagnostics import AREAS, Diagnostic, Language, Rule
from grammar.file_rules import MORE_MISTAKES, TOO_LONG, TOO_MANY_LINES, UNREADABLE
from grammar.render import as_text
from grammar.rulebook import RULEBOOK
from grammar.source import Span
from tests.grammar.checks import law_pages, pages

PAGES = pages.DOCS / "rules"
INDEX = PAGES / "README.md"
LANGUAGES: tuple[Language, ...] = ("en", "ja")
_START = Span(pages.HERE, 0, 0, 1, 1, 1, 1)
UNSHOWN: Mapping[Rule, Diagnostic] = {
    TOO_LONG: TOO_LONG.at(_START, size="310,114", most="131,072"),
    TOO_MANY_LINES: TOO_MANY_LINES.at(_START, most="2,000"),
    MORE_MISTAKES: MORE_MISTAKES.at(_START, most=200),
    UNREADABLE: UNREADABLE.at(_START, reason="you may not read it", reason_ja="読む権限がありません"),
    NOT_ANALYSED: unsure_of(SAME_DAY.at(_START)),
}
"""What a piece of program cannot show, as it is said."""
_FILL = "a page of this rule needs a few words in English and in Japanese, a `## Mistake` and a `## Right`, each with a piece of program"


def page(rule: Rule, text: str) -> str:
    """The page with its generated parts as they should be; all else stays."""
    body = text[match.end() :] if (match := re.match(r"# .*\n+.*\n+(?:>.*\n)+\n*", text)) else text
    before, *sections = re.split(r"^(?=## )", body, flags=re.MULTILINE)
    kept = [section for section in sections if not section.startswith("## Report\n")]
    place = next((at + 1 for at, section in enumerate(kept) if section.startswith("## Mistake\n")), 0)
    parts = [_head(rule, text), before, *kept[:place], _report(rule, text), *kept[place:]]
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"


def _head(rule: Rule, text: str) -> str:
    area = AREAS[rule.id[0]][0]  # type: ignore[index]
    said = [f"# {rule.id} {rule.name}", "", f"{area} · {rule.severity}{_mending(rule, text)}", ""]
    return "\n".join([*said, f"> {_plain(rule.en)}", ">", f"> {_plain(rule.ja)}"])


def _mending(rule: Rule, text: str) -> str:
    fix = next((found.fix for found in reports(rule, text)[1] if found.fix), None)
    if fix is None:
        return ""
    return " · `nurture fix` mends it" if fix.safe else " · `nurture fix --unsafe` mends it"


def _report(rule: Rule, text: str) -> str:
    sources, found = reports(rule, text)
    told = "\n\n".join(f"```text\n{as_text(found, sources, language)}\n```" for language in LANGUAGES)
    return f"## Report\n\n{told}" if found else ""


def reports(rule: Rule, text: str) -> tuple[dict[str, str], Sequence[Diagnostic]]:
    """What is said of the mistake of a page, with the texts it quotes."""
    if rule in UNSHOWN:
        return {}, [UNSHOWN[rule]]
    mistake = pages.examples(text).get("Mistake")
    found = mistake.said() if mistake else []
    return mistake.shown() if mistake else {}, [_seen(each) for each in found if each.of == rule]


def _seen(found: Diagnostic) -> Diagnostic:
    """As seen from the folder of a workspace, where templates have a folder of their own."""
    related = tuple(replace(each, span=_near(each.span)) for each in found.related)
    return replace(found, span=_near(found.span), related=related)


def _near(span: Span) -> Span:
    return span._replace(file=f"{pages.MAILS}/{Path(span.file).name}") if Path(span.file).is_absolute() else span


def _plain(sentence: str) -> str:
    return sentence.replace("{{", "{").replace("}}", "}")


def the_index(text: str) -> str:
    """The index with its lists as they should be."""
    before = text.partition("\n## ")[0].rstrip("\n")
    parts = [before]
    for letter, (english, japanese) in AREAS.items():
        own = [rule for rule in RULEBOOK.values() if rule.id.startswith(letter)]
        lines = [f"- [{rule.id} {rule.name}]({rule.name}.md) · {rule.severity}" for rule in own]
        parts.append(f"## {letter}: {english}（{japanese}）\n\n" + "\n".join(lines))
    return "\n\n".join(parts) + "\n"


def path_of(rule: Rule) -> Path:
    return PAGES / f"{rule.name}.md"


def wanted() -> dict[Path, str]:
    """Every page and the index as they should be."""
    texts = {path_of(rule): page(rule, _text(path_of(rule))) for rule in RULEBOOK.values()}
    return texts | {INDEX: the_index(_text(INDEX)), law_pages.PATH: law_pages.laws_page(_text(law_pages.PATH))}


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def text_of(rule: Rule) -> str:
    """The page of a rule as it is; empty if there is none."""
    return _text(path_of(rule))


def main() -> None:
    """Writes what is stale."""
    for path, text in wanted().items():
        if _text(path) != text:
            path.write_text(text, "utf-8")
            print(f"wrote {path.relative_to(pages.DOCS.parent)}")
        if "## Mistake" not in text and path not in (INDEX, law_pages.PATH, *map(path_of, UNSHOWN)):
            print(f"{path.relative_to(pages.DOCS.parent)}: {_FILL}")


if __name__ == "__main__":
    main()
