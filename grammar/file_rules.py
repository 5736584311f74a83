"""The rules of area E about a file as a whole: what keeps it from being read at all."""

from grammar.diagnostics import Rule

NOT_UTF8 = Rule(
    id="E191",
    name="not-utf8",
    en="this file is not written in UTF-8",
    ja="このファイルの文字コードが UTF-8 ではありません",
    help_en="save it anew as UTF-8",
    help_ja="UTF-8 で保存し直してください",
)
UNREADABLE = Rule(
    id="E192",
    name="unreadable-file",
    en="this file cannot be read: {reason}",
    ja="このファイルを読めません：{reason}",
    help_en="see to its rights, or take it out of the folder",
    help_ja="権限を確かめるか、フォルダーの外に移します",
)
FILE_RULES = (NOT_UTF8, UNREADABLE)
