"""How long a thousand files take to check: whole processes, cold and unchanged; and a keystroke in a thousand lines.

Cold: the templates are known from before, as in a folder where somebody works; of the scenarios nothing is.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.cli_start import OURS, ROOT, process
from benchmarks.race import Contender, Row
from grammar.incremental import Draft
from grammar.parse import parse

FILES = 1_000
LINES = 72
MAILS = 40

CONFIG = """\
[workspace]
name = "thousand"
language = "ja"

[sender]
name = "株式会社カク"
address = "info@kaku.example"
postal_address = "東京都千代田区一番町1"
"""
MAIL = """\
---
subject: 第{number}回のご案内
---
{{{{ lead.会社名 | default("お客さま") }}}}

ご案内の第{number}回です。[続きを読む](https://kaku.example/{number} "more")

[配信停止]({{{{ unsubscribe_url }}}})
"""
CATALOGUE = """\
# どのシナリオも使うもの。
attribute 会社名: text optional "会社名"
attribute 従業員数: number optional "従業員数"
attribute 業種: one of ["製造業", "情報通信", "金融", "小売"] optional "業種"
attribute 役職: text optional "役職"

event download "資料のダウンロード" {
  asset: text
  kind: one of ["whitepaper", "case", "price"]
}
event seminar-attended "セミナーに参加" {
  seminar: text
  minutes: number
}
event page-view {
  path: text
}
event meeting-booked "面談の予約"
event inquiry

topic ご案内 "サービスのご案内"

calendar 日本 {
  default
  timezone "Asia/Tokyo"
  holidays "JP"
  hours 09:00 to 18:00 on weekdays
}

team 営業部 "営業部" {
  notify "mailto:sales@kaku.example"
  accept within 8 business hours
  reject reasons ["時期尚早", "対象外", "連絡がつかない"]
}

policy 配信 {
  priority [NAMES]
  at most 1 email per day
  at most 3 emails per week
  send only between 08:00 and 20:00 on weekdays
  skip email while tagged "配信しない"
}

score 関心 "関心の高さ" {
  on download give +10 points at most 3 times per week
  on seminar-attended where minutes >= 30 give +20 points
  on page-view where path is "/pricing" give +5 points once
  lose 5 points every 30 days without activity
  keep between 0 and 100
  level 温かい "温かい" at 30
  level 熱い "熱い" at 60
}

journey {
  stage 認知 "認知"
  stage 検討 "検討" when score 関心 >= 30
  stage 商談 "商談" on meeting-booked
}
"""
SCENARIO = """\
# 資料 {number} をご覧になった方への、三通のご案内です。
# 担当は季節ごとに変わります。

scenario 資料-{number} "資料 {number} のあとのご案内" {{
  enter on download where (asset is "資料-{number}" and kind is "whitepaper")
  reenter 90 days after end
  goal on meeting-booked
  leave on inquiry
  leave when stage is 商談
  maintainer "marketing@kaku.example"

  # まずはお礼から。
  send mail-{a} at 10:00
  wait 3 days
  if lead.業種 is "製造業" and score 関心 >= {points} {{
    send mail-{b} at 10:00 within 2 days else skip
    tag "資料-{number}-製造"
  }} else if lead.従業員数 >= {staff} {{
    send mail-{c} at 10:00
  }} else {{
    give +{gift} points to 関心
  }}

  wait for clicked mail-{a} or meeting-booked up to {days} days {{
    notify team 営業部 because "資料 {number} を読んでいます"
    wait 2 business days
  }} timeout {{
    send mail-{d} at 10:00
    wait 5 days
  }}

  split 試し-{number} evenly {{
    甲 {{
      send mail-{e} at 09:00
    }}
    乙 {{
      wait 1 day
      tag "資料-{number}-乙"
    }}
  }}
  step 引き渡し {{
    if level 関心 >= 温かい {{
      handoff to 営業部 within 8 business hours because "資料 {number}" {{
        accepted {{
          stop because "営業へ"
        }}
        rejected "時期尚早", "対象外" {{
          tag "再育成"
        }}
      }}
    }}
  }}
  stop because "ここまで"
}}

test "資料 {number} を読んだ人には、お礼が届く" for 資料-{number} {{
  start at 2026-11-09 09:00
  given lead 清水 {{ 業種 = "製造業", 従業員数 = {staff}, 役職 = "課長" }}
  given lead 原 in stage 認知
  at day 0 10:00 清水 does download {{ asset = "資料-{number}", kind = "whitepaper" }}
  at day 0 10:05 原 does download {{ asset = "資料-{number}", kind = "whitepaper" }}
  at day 1 11:00 清水 clicks mail-{a}
  expect email mail-{a} to 清水 once
  expect by day 40 資料-{number} finished for 原
}}

test "面談の予約で終わる" for 資料-{number} {{
  start at 2026-11-09 09:00
  given lead 三浦 {{ 業種 = "金融" }}
  at day 2 10:00 三浦 does meeting-booked
  expect no email to 三浦
}}
"""


def write(folder: Path, files: int = FILES) -> None:
    """A workspace of so many scenario files of 72 lines, with a catalogue and some mails."""
    (folder / "nurture.toml").write_text(CONFIG, "utf-8")
    names = ", ".join(f"資料-{number}" for number in range(files))
    (folder / "catalogue.nurture").write_text(CATALOGUE.replace("NAMES", names), "utf-8")
    (folder / "templates").mkdir()
    for number in range(MAILS):
        (folder / "templates" / f"mail-{number}.md").write_text(MAIL.format(number=number), "utf-8")
    for number in range(files):
        room = folder / f"{number // 50:02}"
        room.mkdir(exist_ok=True)
        (room / f"material-{number}.nurture").write_text(scenario(number), "utf-8")


def scenario(number: int) -> str:
    """One file; no two are alike."""
    mails = {letter: (number * 7 + place * 11) % MAILS for place, letter in enumerate("abcde")}
    return SCENARIO.format(number=number, points=10 + number % 50, staff=50 + number, gift=1 + number % 9, days=5 + number % 20, **mails)


BARE = """\
import gc, sys
from pathlib import Path
from lark import Lark

gc.disable()
grammar = Path(sys.argv[1], "grammar", "language.lark").read_text("utf-8")
lark = Lark(grammar, start="file", parser="lalr", lexer="contextual", propagate_positions=True, maybe_placeholders=True)
for file in Path().rglob("*.nurture"):
    if file.is_file():
        lark.parse(file.read_text("utf-8"))
"""
HASHED = """\
import os
from hashlib import sha256

digest = sha256()
for folder, folders, files in os.walk("."):
    for name in sorted(files):
        if name.endswith(".nurture"):
            digest.update(open(os.path.join(folder, name), "rb").read())
"""


@contextmanager
def cold() -> Iterator[Sequence[Contender]]:
    with thousand() as folder:
        yield [
            replace(
                process("nurture check, nothing known", "ours", "-c", OURS, str(ROOT), "check", folder=folder),
                before=lambda: (folder / ".nurture" / "check.json").unlink(missing_ok=True),
            ),
            process("Lark alone, every file, no tree of ours", "limit", "-c", BARE, str(ROOT), folder=folder),
        ]


@contextmanager
def unchanged() -> Iterator[Sequence[Contender]]:
    with thousand() as folder:
        yield [
            process("nurture check, unchanged", "ours", "-c", OURS, str(ROOT), "check", folder=folder),
            process("import click; read and hash every file", "limit", "-c", f"import click\n{HASHED}", folder=folder),
            process("Python starts and ends", "peer", "-c", "pass", folder=folder),
        ]


@contextmanager
def keystroke() -> Iterator[Sequence[Contender]]:
    text = "\n".join(scenario(number) for number in range(14))
    place = text.index("wait 5 days") + len("wait 5")
    drafts = [text, text[:place] + "0" + text[place:]]
    draft = Draft("a.nurture")
    yield [
        Contender("a letter in the middle of 1,000 lines", "ours", lambda: _each(draft.read, drafts)),
        Contender("all of it read anew", "limit", lambda: _each(parse, drafts)),
    ]


@contextmanager
def thousand() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        write(Path(name))
        yield Path(name)


def _each(read: Callable[[str], object], texts: Sequence[str]) -> int:
    for text in texts:
        read(text)
    return len(texts)


ROWS = (
    Row("check-cold", "1,000 files of 72 lines are checked", "one process", 0.4, partial(cold)),
    Row("check-unchanged", "1,000 files of 72 lines that were checked before", "one process", 1.5, partial(unchanged)),
    Row("reread", "a file of 1,000 lines after a letter more", "one reading", 1.0, partial(keystroke)),
)
