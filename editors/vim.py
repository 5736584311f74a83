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
_HEAD = """\
" Made from the grammar of the language: change that, and call `make editors`.
if exists("b:current_syntax")
  finish
endif

syntax iskeyword @,48-57,_,-,192-255,12540,12539
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
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(known.words):
        groups[_GROUPS[kind_of(word, known)][0]].append(word)
    lines = [f"syntax keyword {group} {' '.join(words)}" for group, words in sorted(groups.items())]
    named = sorted(word for word in declarations(known) if known.takes_name(word))
    heads = [
        rf"syntax match nurtureDeclaration /^\%({'|'.join(sorted(declarations(known)))}\)\>/".replace("|", r"\|"),
        rf"syntax match nurtureName /\%(^\%({'|'.join(named)}\)\s\+\)\@<=\k\+/".replace("|", r"\|"),
    ]
    links = {**dict(_GROUPS.values()), **_LINKS}
    tail = [f"highlight default link {group} {link}" for group, link in links.items()]
    return "\n".join([_HEAD, *lines, *heads, _SHAPES, *tail, "", 'let b:current_syntax = "nurture"', ""])
