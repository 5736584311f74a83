"""The rules of area E about a file as a whole: what keeps it from being read at all, or to its end."""

import errno

from grammar.diagnostics import Diagnostic, Rule
from grammar.source import Span

NOT_UTF8 = Rule(
    id="E191",
    name="not-utf8",
    en="this file is written in {encoding}, not in UTF-8",
    ja="このファイルの文字コードは {encoding} で、UTF-8 ではありません",
    help_en="save it anew as UTF-8: `nurture fix` does it where every letter is certain, editors where they ask for the name of the file",
    help_ja="UTF-8 で保存し直してください。文字が確実なら `nurture fix` が直します。エディターでは、保存するときに選べます",
)
UNREADABLE = Rule(
    id="E192",
    name="unreadable-file",
    en="this file cannot be read: {reason}",
    ja="このファイルを読めません：{reason_ja}",
    help_en="see to its rights, or take it out of the folder",
    help_ja="権限を確かめるか、フォルダーの外に移します",
)
TOO_LONG = Rule(
    id="E193",
    name="file-too-long",
    en="this file is too long: it has {size} characters, and {most} are the most",
    ja="このファイルは長すぎます（{size} 文字。上限は {most} 文字です）",
    help_en="split it: all files of the folder are one program, whatever their names are",
    help_ja="ファイルを分けてください。フォルダーの中のファイルは、名前に関係なく一つのプログラムとして読まれます",
)
TOO_DEEP = Rule(
    id="E194",
    name="nested-too-deep",
    en="this stands more than {most} blocks or parentheses deep",
    ja="ブロックやかっこの入れ子が {most} 段を超えています",
    help_en="look for a `}}` or `)` that is missing above, or make scenarios of their own of the inner blocks",
    help_ja="上の行に `}}` や `)` の不足がないか確かめるか、内側のブロックを別のシナリオに分けてください",
)
MORE_MISTAKES = Rule(
    id="E195",
    name="more-mistakes",
    en="there are more mistakes in this file: only the first {most} are told",
    ja="このファイルにはさらに誤りがあります（表示は最初の {most} 件まで）",
    help_en="mend those above first, then check again",
    help_ja="先に上の誤りを直してから、もう一度確かめてください",
)
TOO_MANY_LINES = Rule(
    id="E196",
    name="too-many-lines",
    en="what starts here has more than {most} lines",
    ja="ここから始まる宣言は {most} 行を超えています",
    help_en="make several of it: a scenario can go on in another one with `start`",
    help_ja="いくつかに分けてください。シナリオの続きは `start` で別のシナリオに移せます",
)
FILE_RULES = (NOT_UTF8, UNREADABLE, TOO_LONG, TOO_DEEP, MORE_MISTAKES, TOO_MANY_LINES)

_REASONS = {
    errno.EACCES: ("you may not read it", "読む権限がありません"),
    errno.EPERM: ("you may not read it", "読む権限がありません"),
    errno.ENOENT: ("it is not there", "見つかりません"),
    errno.EISDIR: ("it is a folder", "フォルダーです"),
    errno.ELOOP: ("its links go in a circle", "リンクが循環しています"),
    errno.EIO: ("the disk has a fault", "ディスクの読み取りに失敗しました"),
    errno.EMFILE: ("too many files are open", "開いているファイルが多すぎます"),
    errno.ENAMETOOLONG: ("its name is too long", "名前が長すぎます"),
}


def unreadable(span: Span, error: OSError) -> Diagnostic:
    """What keeps a file from being read, in words of both languages where they are known."""
    said = (error.strerror or "").lower()
    english, japanese = _REASONS.get(error.errno or 0, (said, said))
    return UNREADABLE.at(span, reason=english, reason_ja=japanese)
