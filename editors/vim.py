"""The colours of the language for Vim. Words are coloured wherever they stand; a server tells Neovim the rest."""

from collections import defaultdict

from editors.adjacency import language
from editors.words import Kind, declarations, kind_of

_GROUPS = {
    Kind.DECLARATION: ("nurtureDeclaration", "Structure"),
    Kind.TYPE: ("nurtureType", "Type"),
    Kind.UNIT: ("nurtureUnit", "Type"),
    Kind.OPERATOR: ("nurtureOperator", "Operator"),
    Kind.CONSTANT: ("nurtureConstant", "Constant"),
    Kind.FLOW: ("nurtureFlow", "Statement"),
    Kind.OTHER: ("nurtureKeyword", "Keyword"),
}
_ARGUMENTS = frozenset((
    "conceal", "contained", "containedin", "contains", "display", "extend", "fold", "nextgroup", "oneline", "transparent",
))  # fmt: skip
"""Words that Vim itself takes in a line of keywords."""
_HEAD = """\
" Made from the grammar of the language: change that, and call `make editors`.
if exists("b:current_syntax")
  finish
endif

syntax iskeyword @,48-57,_,-,192-255
"""
_SHAPES = r"""
syntax match nurtureNumber /[+-]\=\<\d\+\%(\.\d\+\)\=%\=/
syntax match nurtureDate /\<\d\{4}-\d\d-\d\d\>/
syntax match nurtureTime /\<\d\{1,2}:\d\d\>/
syntax match nurtureField /\.\@1<=\k\+/
syntax match nurtureField /\<\k\+\ze\s*[:=]/
syntax match nurtureEscape /\\["\\n]/ contained
syntax region nurtureText start=/"/ skip=/\\./ end=/"/ oneline contains=nurtureEscape
syntax match nurtureComment /#.*$/ contains=@Spell
"""
_LINKS = {
    "nurtureNumber": "Number", "nurtureDate": "Number", "nurtureTime": "Number", "nurtureField": "Identifier",
    "nurtureName": "Function", "nurtureEscape": "SpecialChar", "nurtureText": "String", "nurtureComment": "Comment",
}  # fmt: skip


def syntax() -> str:
    """The file `syntax/nurture.vim`."""
    known = language()
    heads = declarations(known)
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(known.words):
        groups[_GROUPS[Kind.DECLARATION if word in heads else kind_of(word, known)][0]].append(word)
    lines: list[str] = []
    for group, words in sorted(groups.items()):
        lines.append(f"syntax keyword {group} {' '.join(word for word in words if word not in _ARGUMENTS)}")
        lines += [rf"syntax match {group} /\<{word}\>/" for word in words if word in _ARGUMENTS]
    named = r"\|".join(sorted(word for word in heads if known.takes_name(word)))
    lines.append(rf"syntax match nurtureName /\%(^\%({named}\)\s\+\)\@<=\k\+/")
    links = {**dict(_GROUPS.values()), **_LINKS}
    tail = [f"highlight default link {group} {link}" for group, link in links.items()]
    return "\n".join([_HEAD, *lines, _SHAPES, *tail, "", 'let b:current_syntax = "nurture"', ""])
