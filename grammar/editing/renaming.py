"""Another name for something, everywhere it stands; or the reason why not."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from grammar.editing.occurrences import Index, Occurrence, Target
from grammar.lalr import Lalr
from grammar.lexer import WORD
from grammar.model import Workspace
from grammar.names import ACCOUNT_ATTRIBUTES, SYSTEM_ATTRIBUTES
from grammar.source import Name, Span, key

Sentence = tuple[str, str]
"""English and Japanese."""

ELSEWHERE = {
    "webhook": (
        "a webhook is named in `nurture.toml`: rename it there, and then here",
        "Webhook の名前は `nurture.toml` にあります。そちらから変えてください",
    ),
}
_BUILT_IN = {"attribute": SYSTEM_ATTRIBUTES, "account attribute": ACCOUNT_ATTRIBUTES}


def cannot(found: Occurrence, index: Index, workspace: Workspace) -> Sentence | None:
    """Why the name cannot be changed at all, whatever the new one is."""
    target = found.targets[0]
    if target.sort in ELSEWHERE:
        return ELSEWHERE[target.sort]
    if target.sort == "mail":
        return None if workspace.template(found.name) else _nowhere(found.name)
    if not any(index.declarations(each) for each in found.targets):
        if target.key in _BUILT_IN.get(target.sort, ()):
            return f"every lead has `{found.name}`: its name cannot be changed", f"`{found.name}` は最初からある名前なので、変えられません"
        return _nowhere(found.name)
    if len(_shared(found, index)) > 1:
        both = "`, `".join(each.owner.partition(" ")[2] for each in _shared(found, index))
        said = f"`{found.name}` means a field of each of `{both}`: rename it event by event"
        return said, f"`{found.name}` は `{both}` のどれもの項目です。イベントごとに変えてください"
    return None


def refused(found: Occurrence, new: str, index: Index) -> Sentence | None:
    """Why it cannot be that name."""
    target = found.targets[0]
    if not re.fullmatch(WORD, unicodedata.normalize("NFC", new)):
        said = f"`{new}` is no name: a name begins with a letter and has no spaces"
        return said, f"`{new}` は名前になりません。文字で始め、空白を入れないでください"
    if Lalr.start().knows(new):
        return f"`{new}` is a word of the language", f"`{new}` はこの言語の言葉です"
    if key(new) == target.key:
        return None
    other = Target(target.sort, key(new), target.owner)
    if index.declarations(other) or key(new) in _BUILT_IN.get(target.sort, ()):
        return f"the name `{new}` is taken already", f"`{new}` という名前はもうあります"
    return None


def places(found: Occurrence, index: Index) -> Iterator[Name]:
    """Every place where the name stands, each once."""
    seen: set[Span] = set()
    for target in _shared(found, index):
        for each in index.of(target):
            if each.name.span not in seen:
                seen.add(each.name.span)
                yield each.name


def _shared(found: Occurrence, index: Index) -> Sequence[Target]:
    """All targets that hang together: by this name, or by another place that means several of them."""
    known = dict.fromkeys(target for target in found.targets if index.declarations(target))
    waiting = list(known)
    while waiting:
        for each in index.of(waiting.pop()):
            fresh = [target for target in each.targets if target not in known and index.declarations(target)]
            known.update(dict.fromkeys(fresh))
            waiting += fresh
    return tuple(known) or found.targets


def _nowhere(name: str) -> Sentence:
    return f"`{name}` is declared nowhere", f"`{name}` はどこにも宣言されていません"


# ── templates ───────────────────────────────────────────────────────────────────────────

_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def read_in(template: str, root: str, name: str) -> list[tuple[int, int]]:
    """Where a template says `lead.業種` or `lead["業種"]`: the offsets of the name."""
    word = re.escape(name)
    said = re.compile(rf"""(?<![\w.]){root}\s*(?:\.\s*(?P<dot>{word})(?!\w)|\[\s*["'](?P<key>{word})["']\s*\])""")
    return [
        (code.start() + found.start(part), code.start() + found.end(part))
        for code in _CODE.finditer(template)
        for found in said.finditer(code.group())
        for part in ("dot", "key")
        if found[part]
    ]


_ASKED = re.compile(rf"(?<![\w.])(lead|account)\s*\.\s*({WORD})")


def asked_at(template: str, offset: int) -> tuple[str, str, int, int] | None:
    """The value a template asks for at that place: `lead` or `account`, the name, and where the name stands."""
    for code in _CODE.finditer(template):
        for found in _ASKED.finditer(code.group()) if code.start() <= offset <= code.end() else ():
            start, end = code.start() + found.start(2), code.start() + found.end(2)
            if code.start() + found.start() <= offset <= end:
                return found[1], found[2], start, end
    return None
